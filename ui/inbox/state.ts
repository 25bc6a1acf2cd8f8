import type { LogEvent } from '../../src/contract/event.js';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { Message } from '../../src/contract/message.js';
import { trim } from './list/blocks.js';
import type { Blocks } from './list/blocks.js';
import { newAbove } from './list/list-rows.js';
import { copyBatch, emptyBatch, gather } from './list/batch.js';
import { applyBatch, emptyList, takeMore, takePages } from './list/list-state.js';
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
  | { type: 'list_answered'; pages: readonly ListAnswer[]; keep: string | null }
  | { type: 'list_continued'; page: ListAnswer }
  | { type: 'list_trimmed'; first: number; last: number }
  | { type: 'list_failed'; issue: string; isMisread: boolean }
  | { type: 'list_wanted' }
  | { type: 'opened'; id: string | null }
  | { type: 'message'; message: Message; events: readonly LogEvent[] }
  | { type: 'message_failed'; id: string; gone: boolean; issue: string }
  | { type: 'marked'; ids: readonly string[]; unread: boolean }
  | { type: 'removed'; ids: readonly string[] }
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
      return {
        ...state,
        list: takePages(list, action.pages, action.keep),
        arrivals: state.arrivals + newAbove(list, action.pages[0]?.rows ?? []),
      };
    case 'list_continued':
      return { ...state, list: takeMore(list, action.page) };
    case 'list_trimmed':
      return withBlocks(state, trim(list.blocks, action.first, action.last));
    case 'list_failed':
      return { ...state, list: fail(list, action) };
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
      return mark(state, new Set(action.ids), action.unread);
    case 'removed':
      return { ...state, list: remove(list, action.ids) };
    case 'campaigns_named':
      return { ...state, campaigns: { ...action.names, ...state.campaigns } };
    case 'emptied':
      return {
        ...state,
        open: null,
        list: { ...list, blocks: [], total: 0, wanted: list.wanted + 1 },
      };
  }
}

/** The same state where the rows are the same: then nothing is drawn anew. */
const withBlocks = (state: State, blocks: Blocks): State =>
  blocks === state.list.blocks ? state : { ...state, list: { ...state.list, blocks } };

function applyFrames(state: State, frames: readonly LiveFrame[]): State {
  const batch = gather(frames);
  const { list, arrived } = applyBatch(state.list, batch);
  const held = list.meanwhile;
  const meanwhile = held && gather(frames, copyBatch(held));
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

/** Nothing stands for what could not be fetched; while a search is typed that is not understood yet, the rows before it stay. */
const fail = (list: ListState, { issue, isMisread }: Pick<ListState, 'issue' | 'isMisread'>): ListState => ({
  ...list,
  ...(list.heldQ !== list.q && !isMisread ? { blocks: [], total: 0 } : {}),
  phase: 'failed',
  issue,
  isMisread,
  meanwhile: null,
});

/** Without rows that are being deleted: the frames that say so come later, and change nothing more. */
function remove(list: ListState, ids: readonly string[]): ListState {
  const removed = new Set(ids);
  const next = applyBatch(list, { ...emptyBatch(), removed }).list;
  return { ...next, wanted: list.wanted };
}

function mark(state: State, ids: ReadonlySet<string>, unread: boolean): State {
  const blocks = state.list.blocks.map((block) => ({
    ...block,
    rows: block.rows.map((row) => (ids.has(row.id) && row.unread !== unread ? { ...row, unread } : row)),
  }));
  const { open } = state;
  const message =
    open?.message && ids.has(open.message.id) ? { ...open.message, unread } : (open?.message ?? null);
  return { ...state, list: { ...state.list, blocks }, open: open && { ...open, message } };
}
