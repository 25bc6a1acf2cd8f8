import type { CreatedFault, Fault, NewFault } from '../contract/fault.js';
import type { Limits, LimitsInput } from '../contract/limits.js';
import type { ApiCall } from '../contract/request.js';
import type { Waiting } from './waiting.js';
import type { ControlClient } from './http.js';

/** Which calls of `/v2`: `path` is a part, or a pattern where it has a `*`; `status` is 404, "404" or "4xx". */
export interface RequestMatch {
  method?: string;
  path?: string;
  status?: number | string;
  /** The id of a key. */
  key?: string;
}
/** The journal of the last 1000 calls. */
export interface RequestsClient {
  /** Newest first. */
  list(match?: RequestMatch & { limit?: number }): Promise<ApiCall[]>;
  get(id: string): Promise<ApiCall>;
  /** The newest match, as soon as there is one; rejects with what was called. */
  waitFor(match: RequestMatch, waiting?: Pick<Waiting, 'timeout'>): Promise<ApiCall>;
  waitForAll(match: RequestMatch, waiting: Waiting): Promise<ApiCall[]>;
  clear(): Promise<void>;
}
export interface FaultsClient {
  list(): Promise<Fault[]>;
  /** `warnings` of the answer say why the rule can never apply. */
  add(fault: NewFault): Promise<CreatedFault>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}
export interface LimitsClient {
  get(): Promise<Limits>;
  set(limits: LimitsInput): Promise<Limits>;
}

export const requestsOf = ({ call }: ControlClient): RequestsClient => {
  const waitForAll = (match: RequestMatch, waiting: Waiting = {}) =>
    call<ApiCall[]>('/requests/wait', { query: { ...match, ...waiting } });
  return {
    list: (match = {}) => call('/requests', { query: { limit: 500, ...match } }),
    get: (id) => call(`/requests/${id}`),
    waitForAll,
    async waitFor(match, waiting) {
      const [found] = await waitForAll(match, { ...waiting, count: 1 });
      if (!found) throw new Error('The emulator answered an empty list');
      return found;
    },
    clear: () => call('/requests', { method: 'DELETE' }),
  };
};

export const faultsOf = ({ call }: ControlClient): FaultsClient => ({
  list: () => call('/faults'),
  add: (fault) => call('/faults', { method: 'POST', body: fault }),
  remove: (id) => call(`/faults/${id}`, { method: 'DELETE' }),
  clear: () => call('/faults', { method: 'DELETE' }),
});

export const limitsOf = ({ call }: ControlClient): LimitsClient => ({
  get: () => call('/limits'),
  set: (limits) => call('/limits', { method: 'PUT', body: limits }),
});
