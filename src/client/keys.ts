import type { ApiKey, Permission } from '../contract/key.js';
import type { ControlClient } from './http.js';

/** The API keys of the workspace. */
export interface KeysClient {
  /** All keys, revoked ones included. */
  list(): Promise<ApiKey[]>;
  /** Makes a key. */
  create(key?: {
    /** What it is for. */
    name?: string;
    /** What it may do; all unless given. */
    permissions?: Permission[];
  }): Promise<
    ApiKey & {
      /** The secret, shown this once. */
      key: string;
    }
  >;
  /** Has a key refused from now on. Rejects with an `EmulatorError`: 404 where there is none, 400 where it is revoked already. */
  revoke(id: string): Promise<ApiKey>;
}

export const keysOf = ({ call }: ControlClient): KeysClient => ({
  list: () => call('/keys'),
  create: (key = {}) => call('/keys', { method: 'POST', body: key }),
  revoke: (id) => call(`/keys/${encodeURIComponent(id)}`, { method: 'DELETE' }),
});
