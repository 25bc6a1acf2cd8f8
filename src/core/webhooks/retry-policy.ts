import { day } from '../../contract/durations.js';
import type { Attempt, DeliveryRecord } from '../../contract/delivery.js';
import { mostAttempts, retrySchedules } from '../../contract/retry-schedules.js';
import { momentAfter } from '../../contract/time.js';
import type { WebhookRecord } from '../../contract/webhook.js';
import { isDuplicated } from './faults.js';

/** What one POST came to. */
export interface AttemptOutcome {
  ok: boolean;
  attempt: Attempt;
  /** What `Retry-After` asked for, in ms. */
  retryAfterMs: number | null;
}

const longestRetryAfter = day;
const failingTimeToDisable = 5 * day;
/** Attempts kept of one delivery: those of the longest schedule, and a dozen that were asked for one by one. */
const keptAttempts = mostAttempts + 12;

/**
 * When the next attempt is due; null after the last. Undocumented: we chose that `Retry-After` puts it off, up to 24 h,
 * and never hastens it (RFC 9110 10.2.3: how long to wait at least).
 */
function nextAttemptAt(
  webhook: WebhookRecord,
  { attempt, retryAfterMs }: AttemptOutcome,
  now: number,
): number | null {
  const delay = retrySchedules[webhook.retries][attempt.number - 1];
  if (delay === undefined) return null;
  return momentAfter(now, Math.max(delay, Math.min(retryAfterMs ?? 0, longestRetryAfter)));
}

export interface Settling {
  webhook: WebhookRecord;
  delivery: DeliveryRecord;
  outcome: AttemptOutcome;
  now: number;
  seed: number;
}

/** A delivery as it stands after an attempt. */
export function nextDelivery({ webhook, delivery, outcome, now, seed }: Settling): DeliveryRecord {
  const { ok, attempt } = outcome;
  const attempts = [...delivery.attempts, attempt].slice(-keptAttempts);
  if (attempt.faults.includes('duplicate')) {
    return { ...delivery, attempts, status: 'succeeded', next_attempt_at: null };
  }
  if (ok && isDuplicated(webhook, delivery, seed)) {
    return { ...delivery, attempts, status: 'pending', next_attempt_at: now };
  }
  const next = ok ? null : nextAttemptAt(webhook, outcome, now);
  const status = ok ? 'succeeded' : next === null ? 'failed' : 'pending';
  return { ...delivery, attempts, status, next_attempt_at: next };
}

/** What an attempt changes of its endpoint; null when nothing. */
export function nextEndpointHealth({ webhook, outcome, now }: Settling): Partial<WebhookRecord> | null {
  const { ok, attempt } = outcome;
  if (ok) return webhook.failing_since === null ? null : { failing_since: null };
  // What the emulator lost on purpose says nothing about the endpoint.
  if (attempt.faults.includes('drop_first')) return null;
  const failing_since = webhook.failing_since ?? now;
  const gone = attempt.status === 410;
  const isFailingLong = now - failing_since >= failingTimeToDisable;
  if (!gone && !isFailingLong) return webhook.failing_since === null ? { failing_since } : null;
  const disabled_reason = gone ? 'The endpoint answered 410 Gone' : 'Every attempt failed for five days';
  return { failing_since, enabled: false, disabled_reason };
}
