import type { RateLimitMode } from '../../contract/limits.js';

/** The limits in force in a workspace. */
export interface LimitValues {
  mode: RateLimitMode;
  /** Requests per key in any 3600 seconds. */
  read: number;
  write: number;
  /** Recipients per calendar month; null for no quota. */
  monthly_quota: number | null;
}

/** Limits that may be changed while the emulator runs. They start as the settings have them. */
export interface LimitControl {
  current(): LimitValues;
  change(values: Partial<LimitValues>): void;
  /** Whether they are other than the settings have them. */
  isChanged(): boolean;
  /** Back to the settings. */
  restore(): void;
}

/** Reference, "Rate Limits": requests per key in any 3600 seconds. */
export const documentedLimits = { read: 1000, write: 300 } as const;

export function createLimits(settings: Pick<LimitValues, 'mode' | 'monthly_quota'>): LimitControl {
  const initial: LimitValues = { ...documentedLimits, ...settings };
  let values = initial;
  return {
    current: () => values,
    change: (changed) => {
      values = { ...values, ...changed };
    },
    isChanged: () => JSON.stringify(values) !== JSON.stringify(initial),
    restore: () => {
      values = initial;
    },
  };
}
