/** Rows of a list that goes on with a cursor, newest first. */
export interface CursorList<T> {
  /** The query that `rows` belong to. */
  query: string;
  phase: 'loading' | 'ready' | 'failed';
  issue: string;
  rows: readonly T[];
  /** Where the next page begins; null at the end. */
  cursor: string | null;
  /** Rows that came in while the page is open. */
  arrivals: number;
}

export interface CursorPage<T> {
  query: string;
  rows: readonly T[];
  cursor: string | null;
}

export type CursorAction<T> =
  | { type: 'asked'; query: string }
  | ({ type: 'newest' } & CursorPage<T>)
  | ({ type: 'older' } & CursorPage<T>)
  | { type: 'failed'; query: string; issue: string }
  | { type: 'cleared' };

export const emptyList = <T>(query = ''): CursorList<T> => ({
  query,
  phase: 'loading',
  issue: '',
  rows: [],
  cursor: null,
  arrivals: 0,
});

export function reduceList<T extends { id: string }>(
  list: CursorList<T>,
  action: CursorAction<T>,
): CursorList<T> {
  if (action.type === 'asked') return list.query === action.query ? list : emptyList(action.query);
  if (action.type === 'cleared') return { ...list, rows: [], cursor: null };
  // An answer to a query that is no longer asked.
  if (action.query !== list.query) return list;
  switch (action.type) {
    case 'newest':
      return withNewest(list, action);
    case 'older':
      return { ...list, rows: [...list.rows, ...action.rows], cursor: action.cursor };
    case 'failed':
      return { ...list, phase: 'failed', issue: action.issue };
  }
}

/** A newest page in place of the rows that it reaches; those below it stay where the page meets them. */
function withNewest<T extends { id: string }>(
  list: CursorList<T>,
  { rows, cursor }: CursorPage<T>,
): CursorList<T> {
  const known = new Set(list.rows.map(({ id }) => id));
  const fresh = rows.filter(({ id }) => !known.has(id)).length;
  const arrivals = list.phase === 'ready' ? list.arrivals + fresh : list.arrivals;
  const last = rows.at(-1)?.id;
  const meets = last === undefined ? -1 : list.rows.findIndex(({ id }) => id === last);
  const below = meets < 0 ? [] : list.rows.slice(meets + 1);
  return {
    ...list,
    phase: 'ready',
    arrivals,
    rows: [...rows, ...below],
    cursor: below.length > 0 ? list.cursor : cursor,
  };
}
