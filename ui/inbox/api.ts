import type { CountedMeta } from '../../src/contract/envelope.js';
import type { LogEvent } from '../../src/contract/event.js';
import type { Message, MessageSummary } from '../../src/contract/message.js';
import type { Control } from '../shell/workspace/control.js';
import type { ListAnswer } from './list/list-state.js';

/** Which rows of a search: from a place on, or after a cursor. */
export interface ListQuery {
  q: string;
  limit: number;
  offset: number;
  cursor: string | null;
}

export const partOf = (id: string) => `/messages/${encodeURIComponent(id)}`;

/** How long the server can bring back what was deleted: longer than the toast that offers it. */
const undoFor = '20s';
/** Ids in one call. */
const idsAtOnce = 500;

/** What was deleted, and by what it is restored. */
export interface Deletion {
  deleted: number;
  undo: string;
}

/** What came back, and what went at once since there is more mail than is kept. */
export interface Restored {
  restored: number;
  pruned: number;
}

const searchOf = (fields: Record<string, string>) => {
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
};
const slicesOf = (ids: readonly string[]) =>
  Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, at) =>
    ids.slice(at * idsAtOnce, (at + 1) * idsAtOnce).join(','),
  );

/** What the inbox asks of the control API. */
export function createApi({ page, data, send, change }: Control) {
  return {
    async list({ q, limit, offset, cursor }: ListQuery, signal: AbortSignal): Promise<ListAnswer> {
      const place: Record<string, string> =
        cursor === null ? { offset: offset === 0 ? '' : String(offset) } : { cursor };
      const { data: rows, meta } = await page<MessageSummary[], CountedMeta & { total_exact: boolean }>(
        `/messages${searchOf({ limit: String(limit), q, ...place })}`,
        signal,
      );
      return { offset, rows, total: meta.total, isExact: meta.total_exact, cursor: meta.next_cursor };
    },
    message: (id: string, signal: AbortSignal) => data<Message>(partOf(id), signal),
    events: (id: string, signal: AbortSignal) => data<LogEvent[]>(`${partOf(id)}/events`, signal),
    /** How many that a search finds come before a message; null where it is none of them. */
    async place(id: string, q: string, signal: AbortSignal): Promise<number | null> {
      return (await data<{ place: number | null }>(`${partOf(id)}/place${searchOf({ q })}`, signal)).place;
    },
    markRead: (id: string, read: boolean) => send('POST', `${partOf(id)}/read`, { read }),
    markAll: (ids: readonly string[], read: boolean) =>
      Promise.all(
        slicesOf(ids).map((some) => change('POST', `/messages/read${searchOf({ ids: some })}`, { read })),
      ),
    remove: (ids: readonly string[]) =>
      Promise.all(
        slicesOf(ids).map((some) =>
          change<Deletion>('DELETE', `/messages${searchOf({ ids: some, undo: undoFor })}`),
        ),
      ),
    /** All mail, or all that a search finds. */
    removeAll: (q: string) => change<Deletion>('DELETE', `/messages${searchOf({ q, undo: undoFor })}`),
    restore: (undo: string) => change<Restored>('POST', '/messages/restore', { undo }),
    markAllRead: (q: string) =>
      change<{ marked: number }>('POST', `/messages/read${searchOf({ q })}`, { read: true }),
  };
}
export type Api = ReturnType<typeof createApi>;
