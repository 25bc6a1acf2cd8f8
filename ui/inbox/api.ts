import type { SimulateChoice, SimulatedEvent } from '../../src/contract/simulate.js';
import type { CursorMeta } from '../../src/contract/envelope.js';
import type { LogEvent } from '../../src/contract/event.js';
import type { Message, MessageSummary } from '../../src/contract/message.js';
import type { MessageTimeline } from '../../src/contract/message-timeline.js';
import type { Control } from '../shell/control.js';

export interface Transcript {
  id: string;
  client: string;
  started_at: string;
  ended_at: string | null;
  lines: { at: string; from: 'client' | 'server'; text: string }[];
}

export interface ListPage {
  rows: MessageSummary[];
  total: number;
  /** Whether `total` is all that match, or at least as many. */
  isExact: boolean;
  cursor: string | null;
}

const part = (id: string) => `/messages/${encodeURIComponent(id)}`;

const searchOf = (q: string) => (q === '' ? '' : `?${new URLSearchParams({ q }).toString()}`);

/** What the inbox asks of the control API. */
export function createApi({ page, data, text, send, change }: Control) {
  return {
    async list(
      query: { q: string; limit: number; cursor: string | null },
      signal: AbortSignal,
    ): Promise<ListPage> {
      const search = new URLSearchParams({ limit: String(query.limit) });
      if (query.q !== '') search.set('q', query.q);
      if (query.cursor !== null) search.set('cursor', query.cursor);
      const { data: rows, meta } = await page<MessageSummary[], CursorMeta & { total_exact: boolean }>(
        `/messages?${search.toString()}`,
        signal,
      );
      return { rows, total: meta.total, isExact: meta.total_exact, cursor: meta.next_cursor };
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
    remove: (id: string) => send('DELETE', part(id)),
    /** All mail, or all that a search finds. */
    removeAll: (q: string) => change<{ deleted: number }>('DELETE', `/messages${searchOf(q)}`),
    markAllRead: (q: string) =>
      change<{ marked: number }>('POST', `/messages/read${searchOf(q)}`, { read: true }),
    simulate: (id: string, event: SimulatedEvent) => send('POST', `${part(id)}/simulate`, { event }),
  };
}
export type Api = ReturnType<typeof createApi>;

/** Parts of a mail that the browser itself loads. */
export const addressesOf = ({ address }: Control) => ({
  html: (id: string, remote: boolean) => address(`${part(id)}/html`, remote ? { remote: '1' } : {}),
  text: (id: string) => address(`${part(id)}/text`),
  raw: (id: string) => address(`${part(id)}/raw`),
  /** All attachments in one zip. */
  attachments: (id: string) => address(`${part(id)}/attachments`),
  picture: (id: string, index: number) => address(`${part(id)}/attachments/${index}/picture`),
  attachment: (id: string, index: number) => address(`${part(id)}/attachments/${index}`),
});
export type Addresses = ReturnType<typeof addressesOf>;
