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

/** Keys of the whole page; the arrows only where nothing else scrolls or moves by them. */
export function commandOf(event: KeyboardEvent, commands: Commands): (() => void) | null {
  const isUnfocused = document.activeElement === document.body;
  switch (event.key) {
    case 'j':
      return () => commands.move(1);
    case 'k':
      return () => commands.move(-1);
    case 'ArrowDown':
      return isUnfocused ? () => commands.move(1) : null;
    case 'ArrowUp':
      return isUnfocused ? () => commands.move(-1) : null;
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
      return null;
  }
}

/** The keys of the list itself, when it has the focus. */
export function onListKey(event: KeyboardEvent, commands: Commands): void {
  const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const by = moves[event.key];
  if (by !== undefined) (event.shiftKey ? commands.extend : commands.move)(by);
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) commands.pickAll();
  else if (event.key === 'Enter' || event.key === ' ') commands.openCursor();
  else return;
  event.preventDefault();
}
