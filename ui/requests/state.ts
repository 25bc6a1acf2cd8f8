import type { ApiCallSummary } from '../../src/contract/request.js';

/** The calls that are shown, newest first. */
export interface State {
  /** The filter that `calls` belong to. */
  filter: string;
  phase: 'loading' | 'ready' | 'failed';
  issue: string;
  calls: readonly ApiCallSummary[];
  /** Where the next page begins; null at the end. */
  cursor: string | null;
  /** Calls that came in while the page is open. */
  arrivals: number;
}

export type Action =
  | { type: 'asked'; filter: string }
  | { type: 'newest'; filter: string; calls: readonly ApiCallSummary[]; cursor: string | null }
  | { type: 'older'; filter: string; calls: readonly ApiCallSummary[]; cursor: string | null }
  | { type: 'failed'; filter: string; issue: string }
  | { type: 'cleared' };

export const emptyState: State = {
  filter: '',
  phase: 'loading',
  issue: '',
  calls: [],
  cursor: null,
  arrivals: 0,
};

export function reduce(state: State, action: Action): State {
  if (action.type === 'asked')
    return state.filter === action.filter ? state : { ...emptyState, filter: action.filter };
  if (action.type === 'cleared') return { ...state, calls: [], cursor: null };
  // An answer to a filter that is no longer asked for.
  if (action.filter !== state.filter) return state;
  switch (action.type) {
    case 'newest':
      return { ...state, ...joined(state, action), phase: 'ready' };
    case 'older':
      return { ...state, calls: [...state.calls, ...action.calls], cursor: action.cursor };
    case 'failed':
      return { ...state, phase: 'failed', issue: action.issue };
  }
}

/** A newest page over the calls that are held: those go on below it where it reaches them, else they are dropped. */
function joined(
  { calls: held, cursor, phase, arrivals }: State,
  { calls, cursor: next }: { calls: readonly ApiCallSummary[]; cursor: string | null },
): Pick<State, 'calls' | 'cursor' | 'arrivals'> {
  const known = new Set(held.map(({ id }) => id));
  const fresh = calls.filter(({ id }) => !known.has(id));
  const came = phase === 'ready' ? arrivals + fresh.length : arrivals;
  if (fresh.length === calls.length) return { calls, cursor: next, arrivals: came };
  return { calls: [...fresh, ...held], cursor, arrivals: came };
}
