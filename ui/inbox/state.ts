import type { LogEvent } from '../../src/contract/event.js';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { Message } from '../../src/contract/message.js';
import { applyBatch, emptyBatch, emptyList, gather, takeMore, takePage } from './list/list-state.js';
import type { ListAnswer, ListState } from './list/list-state.js';
import { applyToOpen, opening, withEvents } from './message/open-state.js';
import type { OpenState } from './message/open-state.js';

export interface State {
  list: ListState;
  open: OpenState | null;
  /** Names of campaigns, as far as they are known. */
  campaigns: Readonly<Record<string, string>>;
  /** Mails that came in live since the page was loaded. */
  arrivals: number;
}

export type Action =
  | { type: 'frames'; frames: readonly LiveFrame[] }
  | { type: 'list_asked'; q: string }
  | ({ type: 'list_answered' } & ListAnswer)
  | ({ type: 'list_continued' } & ListAnswer)
  | { type: 'list_failed'; issue: string }
  | { type: 'list_wanted' }
  | { type: 'opened'; id: string | null }
  | { type: 'message'; message: Message; events: readonly LogEvent[] }
  | { type: 'message_failed'; id: string; gone: boolean; issue: string }
  | { type: 'marked'; id: string; unread: boolean }
  | { type: 'campaigns_named'; names: Readonly<Record<string, string>> }
  | { type: 'emptied' };
export type Dispatch = (action: Action) => void;
/** The open message, if any. */
export type OpenedMessage = OpenState | null;

export const initialState: State = {
  list: emptyList,
  open: null,
  campaigns: {},
  arrivals: 0,
};

export function reduce(state: State, action: Action): State {
  const { list, open } = state;
  switch (action.type) {
    case 'frames':
      return applyFrames(state, action.frames);
    case 'list_asked':
      return { ...state, list: ask(list, action.q) };
    case 'list_answered':
      return { ...state, list: takePage(list, action) };
    case 'list_continued':
      return { ...state, list: takeMore(list, action) };
    case 'list_failed':
      return { ...state, list: { ...list, phase: 'failed', issue: action.issue, meanwhile: null } };
    case 'list_wanted':
      return { ...state, list: { ...list, phase: 'loading', wanted: list.wanted + 1 } };
    case 'opened':
      return { ...state, open: action.id === null ? null : opening(action.id) };
    case 'message':
      return open?.id === action.message.id
        ? { ...state, open: { ...withEvents(open, action.events), phase: 'ready', message: action.message } }
        : state;
    case 'message_failed':
      return open?.id === action.id
        ? { ...state, open: { ...open, phase: action.gone ? 'gone' : 'failed', issue: action.issue } }
        : state;
    case 'marked':
      return mark(state, action.id, action.unread);
    case 'campaigns_named':
      return { ...state, campaigns: { ...action.names, ...state.campaigns } };
    case 'emptied':
      return {
        ...state,
        open: null,
        list: { ...list, rows: [], cursor: null, total: 0, wanted: list.wanted + 1 },
      };
  }
}

function applyFrames(state: State, frames: readonly LiveFrame[]): State {
  const batch = gather(frames);
  const { list, arrived } = applyBatch(state.list, batch);
  const held = list.meanwhile;
  const meanwhile = held && gather(frames, { put: new Map(held.put), removed: new Set(held.removed) });
  const next: State = {
    ...state,
    list: { ...list, meanwhile },
    open: state.open && applyToOpen(state.open, batch, frames),
    arrivals: state.arrivals + arrived,
  };
  return frames.reduce(applyFrame, next);
}

function applyFrame(state: State, frame: LiveFrame): State {
  switch (frame.type) {
    case 'hello':
      // An emulator that was started anew in memory may hold other mail under the same numbers.
      return askedAnew(state);
    case 'resync':
      // The workspace may be in another state altogether.
      return askedAnew({ ...state, campaigns: {}, open: state.open && { ...state.open, events: [] } });
    case 'campaign':
      return { ...state, campaigns: { ...state.campaigns, [frame.campaign.id]: frame.campaign.name } };
    case 'clock':
    case 'request':
    case 'changed':
    case 'event':
    case 'message':
    case 'message_removed':
    case 'campaign_removed':
      return state;
  }
}

/** Nothing that is held need be so any more. */
const askedAnew = (state: State): State => ({
  ...state,
  open: state.open && { ...state.open, wanted: state.open.wanted + 1 },
  list: { ...state.list, wanted: state.list.wanted + 1 },
});

/** Another search than before shows the rows of the old one until its own are there. */
const ask = (list: ListState, q: string): ListState => ({
  ...list,
  q,
  phase: q === list.q ? list.phase : 'loading',
  meanwhile: emptyBatch(),
});

function mark(state: State, id: string, unread: boolean): State {
  const rows = state.list.rows.map((row) => (row.id === id ? { ...row, unread } : row));
  const { open } = state;
  const message = open?.message?.id === id ? { ...open.message, unread } : (open?.message ?? null);
  return { ...state, list: { ...state.list, rows }, open: open && { ...open, message } };
}
