import type { Store } from '../ports/ports.js';
import type { RateLimitMode } from '../../contract/limits.js';
import type { MetaOf } from '../../contract/workspace-records.js';

/** The limits in force in a workspace. */
export interface LimitValues {
  mode: RateLimitMode;
  /** Requests per key in any 3600 seconds. */
  read: number;
  write: number;
  /** Recipients per calendar month; null for no quota. */
  monthly_quota: number | null;
}

/** Limits that may be changed while the emulator runs. */
export interface LimitControl {
  current(): LimitValues;
  /** Changes those named, for good: what a call has set goes before the settings, also after a restart. */
  change(values: Partial<LimitValues>): void;
}

/** Reference, "Rate Limits": requests per key in any 3600 seconds. */
export const documentedLimits = { read: 1000, write: 300 } as const;

/** Undocumented: we chose that limits of a call are kept in the store, each by itself, and the others are those of the settings. */
export function createLimits(
  store: Pick<Store, 'meta' | 'commit'>,
  settings: Pick<LimitValues, 'mode' | 'monthly_quota'>,
): LimitControl {
  const initial: LimitValues = { ...documentedLimits, ...settings };
  const changed = (): MetaOf<'limits'> => store.meta.get('limits') ?? { id: 'limits' };
  return {
    current() {
      const { mode = initial.mode, read = initial.read, write = initial.write, ...rest } = changed();
      const { monthly_quota = initial.monthly_quota } = rest;
      return { mode, read, write, monthly_quota };
    },
    change: (values) => store.commit((tx) => tx.put('meta', { ...changed(), ...values })),
  };
}
