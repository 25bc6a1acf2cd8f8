import type { PaneWidth } from './use-pane-width.js';

const step = 16;

export interface ResizeHandleProps {
  /** What it sets: "Width of the list". */
  label: string;
  pane: PaneWidth;
}

/** The right edge of a pane: dragged, moved with the arrow keys, set back by a double click. */
export function ResizeHandle({ label, pane: { bounds, width, drag, settle } }: ResizeHandleProps) {
  function onKeyDown(event: KeyboardEvent) {
    const goals: Record<string, number> = {
      ArrowLeft: width - step,
      ArrowRight: width + step,
      Home: bounds.min,
      End: bounds.max,
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    settle(goal);
  }
  const widthAt = (handle: HTMLElement, x: number) =>
    x - (handle.parentElement?.getBoundingClientRect().left ?? 0);
  return (
    <div
      class="resize"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={bounds.min}
      aria-valuemax={bounds.max}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDblClick={() => settle(bounds.usual)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const handle = event.currentTarget;
        if (handle.hasPointerCapture(event.pointerId)) drag(widthAt(handle, event.clientX));
      }}
      onPointerUp={(event) => settle(widthAt(event.currentTarget, event.clientX))}
    />
  );
}
