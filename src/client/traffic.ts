import type { CreatedFault, NewFault } from '../contract/fault.js';
import type { Limits, LimitsInput } from '../contract/limits.js';
import type { ApiCall } from '../contract/request.js';
import type { ControlClient } from './http.js';
import { pageOf, rowsOf } from './lists.js';
import type { Page, PageOptions } from './lists.js';
import { first } from './waiting.js';
import type { Waiting, WaitOptions } from './waiting.js';

/** Which calls of `/v2`: everything given must hold. */
export interface RequestMatch {
  /** Such as `POST`. */
  method?: string;
  /** A part of the path, or a pattern of the whole where it has a `*` (one segment) or `**` (any number). */
  path?: string;
  /** 404, "404" or "4xx". */
  status?: number | string;
  /** The id of a key. */
  key?: string;
  /** The id of a call: those that came after it; all where the log no longer has it. */
  after?: string;
}

/** The request log: the last 1000 calls of `/v2`. */
export interface RequestsClient {
  /** Calls, newest first: 500 unless `limit` says otherwise. `nextCursor` of the page leads on. */
  list(match?: RequestMatch & PageOptions): Promise<Page<ApiCall>>;
  /** All calls that match, newest first, page by page. */
  all(match?: RequestMatch): AsyncIterable<ApiCall>;
  /** One call. Rejects with an `EmulatorError` (404) where it is no longer there. */
  get(id: string): Promise<ApiCall>;
  /**
   * The newest match, as soon as there is one. Rejects with an `EmulatorError` (404) when the time is up; its message shows
   * what was called last.
   */
  waitFor(match: RequestMatch, waiting?: WaitOptions): Promise<ApiCall>;
  /** As many matches as `count`, newest first, as soon as there are. Rejects as `waitFor` does. */
  waitForAll(match: RequestMatch, waiting: Waiting): Promise<ApiCall[]>;
  /** Empties the log. */
  clear(): Promise<void>;
}

/** Calls and SMTP sessions that fail on purpose. */
export interface FaultsClient {
  /** The rules in force; `warnings` say why one can never apply. */
  list(): Promise<CreatedFault[]>;
  /** `warnings` of the answer say why the rule can never apply. Rejects with an `EmulatorError` (400) that names what is wrong. */
  add(fault: NewFault): Promise<CreatedFault>;
  /** Takes a rule away. Rejects with an `EmulatorError` (404) where there is none. */
  remove(id: string): Promise<void>;
  /** Takes all rules away. */
  clear(): Promise<void>;
}

/** Rate limits and quota. */
export interface LimitsClient {
  /** The limits in force, and what is used of them. */
  get(): Promise<Limits>;
  /** Changes limits; what is absent stays. Rejects with an `EmulatorError` (400) that names what is wrong. */
  set(limits: LimitsInput): Promise<Limits>;
}

export const requestsOf = (client: ControlClient): RequestsClient => {
  const { call } = client;
  const waitForAll = (match: RequestMatch, waiting: Waiting = {}) =>
    call<ApiCall[]>('/requests/wait', { query: { ...match, ...waiting } });
  return {
    list: (match = {}) => pageOf(client, '/requests', { limit: 500, ...match }),
    all: (match = {}) => rowsOf(client, '/requests', { ...match }),
    get: (id) => call(`/requests/${encodeURIComponent(id)}`),
    waitForAll,
    waitFor: async (match, waiting) => first(await waitForAll(match, { ...waiting, count: 1 })),
    clear: async () => void (await call('/requests', { method: 'DELETE' })),
  };
};

export const faultsOf = ({ call }: ControlClient): FaultsClient => ({
  list: () => call('/faults'),
  add: (fault) => call('/faults', { method: 'POST', body: fault }),
  remove: async (id) => void (await call(`/faults/${encodeURIComponent(id)}`, { method: 'DELETE' })),
  clear: async () => void (await call('/faults', { method: 'DELETE' })),
});

export const limitsOf = ({ call }: ControlClient): LimitsClient => ({
  get: () => call('/limits'),
  set: (limits) => call('/limits', { method: 'PUT', body: limits }),
});
