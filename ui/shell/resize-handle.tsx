import { paneWidths } from './use-pane-width.js';
import type { PaneWidth } from './use-pane-width.js';

const step = 16;

/** The edge between list and message: dragged, moved with the arrow keys, set back by a double click. */
export function ResizeHandle({ width, drag, settle }: PaneWidth) {
  function onKeyDown(event: KeyboardEvent) {
    const goals: Record<string, number> = {
      ArrowLeft: width - step,
      ArrowRight: width + step,
      Home: paneWidths.min,
      End: paneWidths.max,
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
      aria-label="Width of the list"
      aria-valuenow={width}
      aria-valuemin={paneWidths.min}
      aria-valuemax={paneWidths.max}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDblClick={() => settle(paneWidths.usual)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const handle = event.currentTarget;
        if (handle.hasPointerCapture(event.pointerId)) drag(widthAt(handle, event.clientX));
      }}
      onPointerUp={(event) => settle(widthAt(event.currentTarget, event.clientX))}
    />
  );
}
