import type { CursorMeta, Failure, Success } from '../../src/contract/envelope.js';
import type { LogEvent } from '../../src/contract/event.js';
import type { ClockState } from '../../src/contract/frame.js';
import type { Message, MessageSummary } from '../../src/contract/message.js';

/** What the UI needs of `GET /_emulator/info`. */
export interface Info {
  version: string;
  urls: { http: string; api: string; smtp: string };
  api_key: string | null;
  workspace: {
    id: string;
    counts: { contacts: number; campaigns: number; messages: number; unread: number; events: number };
  };
  clock: ClockState;
}

export interface Transcript {
  id: string;
  client: string;
  started_at: string;
  ended_at: string | null;
  lines: { at: string; from: 'client' | 'server'; text: string }[];
}

export type Act = 'opened' | 'clicked' | 'bounced' | 'unsubscribed' | 'spam_reported';

/** A call that was answered with an error, or (status 0) not at all. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'CallError';
  }
}

/** What to tell the user of something thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export interface ListPage {
  rows: MessageSummary[];
  total: number;
  cursor: string | null;
}

const root = '/_emulator';
const part = (id: string) => `${root}/messages/${encodeURIComponent(id)}`;

/** The control API as the UI uses it, for one workspace. Everything rejects with a CallError. */
export function createApi(workspace: string) {
  const headers = { 'X-Emulator-Workspace': workspace };

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const json = init.body === undefined ? {} : { 'Content-Type': 'application/json' };
    const response = await fetch(path, { ...init, headers: { ...headers, ...json } }).catch(
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new CallError(0, 'The emulator does not answer');
      },
    );
    if (response.ok) return response;
    throw new CallError(response.status, await refusalOf(response));
  }
  async function call<T, M = unknown>(path: string, init?: RequestInit): Promise<Success<T, M>> {
    const response = await ask(path, init);
    return (await response.json()) as Success<T, M>;
  }
  const data = async <T>(path: string, signal: AbortSignal): Promise<T> =>
    (await call<T>(path, { signal })).data;
  const send = async (method: string, path: string, body?: object): Promise<void> => {
    await call(path, { method, keepalive: true, ...(body ? { body: JSON.stringify(body) } : {}) });
  };

  return {
    async list(
      query: { q: string; limit: number; cursor: string | null },
      signal: AbortSignal,
    ): Promise<ListPage> {
      const search = new URLSearchParams({ limit: String(query.limit) });
      if (query.q !== '') search.set('q', query.q);
      if (query.cursor !== null) search.set('cursor', query.cursor);
      const { data: rows, meta } = await call<MessageSummary[], CursorMeta>(
        `${root}/messages?${search.toString()}`,
        { signal },
      );
      return { rows, total: meta.total, cursor: meta.next_cursor };
    },
    info: (signal: AbortSignal) => data<Info>(`${root}/info`, signal),
    message: (id: string, signal: AbortSignal) => data<Message>(part(id), signal),
    events: (id: string, signal: AbortSignal) => data<LogEvent[]>(`${part(id)}/events`, signal),
    transcript: (id: string, signal: AbortSignal) => data<Transcript>(`${part(id)}/transcript`, signal),
    raw: async (id: string, signal: AbortSignal) => (await ask(`${part(id)}/raw`, { signal })).text(),
    markRead: (id: string, read: boolean) => send('POST', `${part(id)}/read`, { read }),
    remove: (id: string) => send('DELETE', part(id)),
    removeAll: () => send('DELETE', `${root}/messages`),
    simulate: (id: string, event: Act) => send('POST', `${part(id)}/simulate`, { event }),
  };
}
export type Api = ReturnType<typeof createApi>;

async function refusalOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as Failure;
    return error.details.issue ?? error.message;
  } catch {
    return `The emulator answered ${response.status}`;
  }
}

/** Addresses that the browser itself loads, which cannot bear a header. */
export const addressesOf = (workspace: string) => {
  const query = `workspace=${encodeURIComponent(workspace)}`;
  return {
    html: (id: string, remote: boolean) => `${part(id)}/html?${query}${remote ? '&remote=1' : ''}`,
    raw: (id: string) => `${part(id)}/raw?${query}`,
    attachment: (id: string, index: number) => `${part(id)}/attachments/${index}?${query}`,
    live: (since: number | null) => `${root}/live?${query}${since === null ? '' : `&since=${since}`}`,
  };
};
export type Addresses = ReturnType<typeof addressesOf>;
