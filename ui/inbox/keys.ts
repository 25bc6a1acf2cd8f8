export interface Commands {
  move(by: number): void;
  openCursor(): void;
  back(): void;
  remove(): void;
  toggleUnread(): void;
  /** Picks the row of the cursor, or lets it go. */
  pick(): void;
  /** Moves the cursor, and picks all rows from where that began. */
  extend(by: number): void;
  pickAll(): void;
}

function focusSearch(): void {
  const search = document.getElementById('search');
  if (search instanceof HTMLInputElement) search.select();
}

/** What keys act on has the focus, so that a screen reader says it; what is being read keeps it. */
export function focusList(): void {
  if (!document.activeElement?.closest('input, .message-pane'))
    document.querySelector<HTMLElement>('[role=listbox]')?.focus({ preventScroll: true });
}

const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** The steps through the list; with Shift they pick rows. */
function moveOf({ key, shiftKey }: KeyboardEvent, { move, extend }: Commands): (() => void) | null {
  const by = moves[key];
  return by === undefined ? null : () => (shiftKey ? extend : move)(by);
}

/** Keys of the whole page; the arrows only where nothing else scrolls or moves by them. */
export function commandOf(event: KeyboardEvent, commands: Commands): (() => void) | null {
  const isUnfocused = /BODY|MAIN/.test(document.activeElement?.tagName ?? 'BODY');
  switch (event.key) {
    case 'j':
      return () => commands.move(1);
    case 'k':
      return () => commands.move(-1);
    case 'Enter':
      return isUnfocused ? commands.openCursor : null;
    case '/':
      return focusSearch;
    case '#':
    case 'Delete':
      return commands.remove;
    case 'x':
      return commands.pick;
    case 'u':
      return commands.toggleUnread;
    case 'Escape':
      return commands.back;
    default:
      return isUnfocused ? moveOf(event, commands) : null;
  }
}

/** The keys of the list itself, when it has the focus. */
export function onListKey(event: KeyboardEvent, commands: Commands): void {
  const move = moveOf(event, commands);
  if (move) move();
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) commands.pickAll();
  else if (event.key === 'Enter' || event.key === ' ') commands.openCursor();
  else return;
  event.preventDefault();
}
