import type { SimulateChoice, SimulatedEvent } from '../../src/contract/simulate.js';
import type { CursorMeta } from '../../src/contract/envelope.js';
import type { LogEvent } from '../../src/contract/event.js';
import type { Message, MessageSummary } from '../../src/contract/message.js';
import type { MessageTimeline } from '../../src/contract/message-timeline.js';
import type { Control } from '../shell/control.js';
import type { ListAnswer } from './list/list-state.js';

export interface Transcript {
  id: string;
  client: string;
  started_at: string;
  ended_at: string | null;
  lines: { at: string; from: 'client' | 'server'; text: string }[];
}

/** Which rows of a search: from a place on, or after a cursor. */
export interface ListQuery {
  q: string;
  limit: number;
  offset: number;
  cursor: string | null;
}

const part = (id: string) => `/messages/${encodeURIComponent(id)}`;

/** How long the server can bring back what was deleted: longer than the toast that offers it. */
const undoFor = '20s';
/** Ids in one call. */
const idsAtOnce = 500;

/** What was deleted, and by what it is restored. */
export interface Deletion {
  deleted: number;
  undo: string;
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
export function createApi({ page, data, text, send, change }: Control) {
  return {
    async list({ q, limit, offset, cursor }: ListQuery, signal: AbortSignal): Promise<ListAnswer> {
      const place: Record<string, string> =
        cursor === null ? { offset: offset === 0 ? '' : String(offset) } : { cursor };
      const { data: rows, meta } = await page<MessageSummary[], CursorMeta & { total_exact: boolean }>(
        `/messages${searchOf({ limit: String(limit), q, ...place })}`,
        signal,
      );
      return { offset, rows, total: meta.total, isExact: meta.total_exact, cursor: meta.next_cursor };
    },
    message: (id: string, signal: AbortSignal) => data<Message>(part(id), signal),
    events: (id: string, signal: AbortSignal) => data<LogEvent[]>(`${part(id)}/events`, signal),
    transcript: (id: string, signal: AbortSignal) => data<Transcript>(`${part(id)}/transcript`, signal),
    timeline: (id: string, signal: AbortSignal) => data<MessageTimeline>(`${part(id)}/timeline`, signal),
    simulateChoices: (id: string, signal: AbortSignal) =>
      data<SimulateChoice[]>(`${part(id)}/simulate`, signal),
    /** What a person reads of a mail, also where it has html alone. */
    text: (id: string, signal: AbortSignal) => text(`${part(id)}/text`, signal),
    raw: (id: string, signal: AbortSignal) => text(`${part(id)}/raw`, signal),
    markRead: (id: string, read: boolean) => send('POST', `${part(id)}/read`, { read }),
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
    restore: (undo: string) => change<{ restored: number }>('POST', '/messages/restore', { undo }),
    markAllRead: (q: string) =>
      change<{ marked: number }>('POST', `/messages/read${searchOf({ q })}`, { read: true }),
    simulate: (id: string, event: SimulatedEvent) => send('POST', `${part(id)}/simulate`, { event }),
  };
}
export type Api = ReturnType<typeof createApi>;

/** Parts of a mail that the browser itself loads. */
export const addressesOf = ({ address }: Control) => ({
  html: (id: string, remote: boolean) => address(`${part(id)}/html`, { [remote ? 'remote' : 'quiet']: '1' }),
  text: (id: string) => address(`${part(id)}/text`),
  raw: (id: string) => address(`${part(id)}/raw`),
  /** All attachments in one zip. */
  attachments: (id: string) => address(`${part(id)}/attachments`),
  picture: (id: string, index: number) => address(`${part(id)}/attachments/${index}/picture`),
  attachment: (id: string, index: number) => address(`${part(id)}/attachments/${index}`),
});
export type Addresses = ReturnType<typeof addressesOf>;
