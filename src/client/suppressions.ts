import type { Suppression, SuppressionInput } from '../contract/suppression.js';
import type { ControlClient } from './http.js';

/** The addresses that campaigns leave out. */
export interface SuppressionsClient {
  /** The suppressed addresses, newest first. */
  list(): Promise<Suppression[]>;
  /** Suppresses an address; `reason` is `manual` unless given. */
  add(address: string, reason?: SuppressionInput['reason']): Promise<Suppression>;
  /** Lets campaigns go to an address again. Resolves with what was lifted; rejects where the address is not suppressed. */
  remove(address: string): Promise<Suppression>;
}

export const suppressionsOf = ({ call }: ControlClient): SuppressionsClient => ({
  list: () => call('/suppressions'),
  add: (address, reason) =>
    call('/suppressions', { method: 'POST', body: { address, ...(reason ? { reason } : {}) } }),
  remove: (address) => call(`/suppressions/${encodeURIComponent(address)}`, { method: 'DELETE' }),
});
