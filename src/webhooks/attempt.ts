import { lookup as lookupName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isAccepted, nextNumber } from '../contract/delivery.js';
import type { Attempt } from '../contract/delivery.js';
import { linkLocalIssue } from '../contract/web/endpoint-url.js';
import type { FaultMark } from '../contract/webhook.js';
import type { Clock, Timers } from '../core/time/clock.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import { headersOf, postOf } from './attempt-request.js';
import type { AttemptedDelivery, AttemptTarget } from './attempt-request.js';
import { createReceiverConnection } from './connection.js';
import { guardLookup } from './guarded-lookup.js';
import type { ReceiverAnswer } from './receiver-answer.js';

/** Makes the attempts of one endpoint. */
export interface Sender {
  /** Makes the next attempt of a delivery. Never rejects: what went wrong is in the outcome. */
  send(webhook: AttemptTarget, delivery: AttemptedDelivery, faults: FaultMark[]): Promise<AttemptOutcome>;
  /** Cuts the attempt under way. */
  close(): void;
}

export interface SenderDeps {
  clock: Clock;
  timers: Timers;
  signatureHeader: string;
  /** Whether endpoints may point at link-local and cloud metadata addresses. */
  allowLinkLocal: boolean;
  /** Resolves names; the system's own unless given. */
  lookup?: LookupFunction;
}

/** Seconds or an HTTP date (RFC 9110 10.2.3), as ms from now; a date counts from that of the answer itself. */
function retryAfterOf({ headers }: ReceiverAnswer, now: number): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Of the three forms of an HTTP date each begins with a weekday; what else the engine takes for a date is none.
  const at = /^[a-z]{3}/i.test(value) ? Date.parse(value) : NaN;
  const answeredAt = Date.parse(headers['date'] ?? '');
  return Number.isNaN(at) ? null : Math.max(0, at - (Number.isNaN(answeredAt) ? now : answeredAt));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses were tried: each has its own reason.
  if (error instanceof AggregateError) return (error.errors as unknown[]).map(reasonOf).join('; ');
  // An error is one line, also where a library ends it or writes several.
  const line = error.message.trim().replace(/\s*\n\s*/g, ' ');
  return line || String((error as NodeJS.ErrnoException).code ?? error.name);
}

/**
 * What is wrong with an answer beside its status. Undocumented: we chose that one that breaks off is a failure with its status,
 * a 2xx too, for a receiver that breaks down in the middle of an answer may have done so in the middle of its work.
 */
const answerError = (answer: ReceiverAnswer): string | null =>
  answer.broken
    ? `The answer broke off (${answer.status}): ${reasonOf(answer.broken)}`
    : redirectError(answer);

const redirectError = ({ status, headers: { location } }: ReceiverAnswer): string | null => {
  if (status < 300 || status >= 400) return null;
  return `Redirects are not followed (${status}${location ? ` to ${location}` : ''})`;
};

type AttemptAnswer = Pick<Attempt, 'status' | 'error' | 'response_headers' | 'response_body'>;

const lost = 'Lost on the way, as the fault "drop_first" asks';

export function createSender({
  clock,
  timers,
  signatureHeader,
  allowLinkLocal,
  lookup = lookupName,
}: SenderDeps): Sender {
  const connection = createReceiverConnection({
    timers,
    lookup: allowLinkLocal ? lookup : guardLookup(lookup),
  });
  let allowed: string | null = null;
  /**
   * Addresses are never looked up, so the URL is checked too, once: a file or an older setting may have brought it. The
   * check costs a tenth of a delivery.
   */
  function requireAllowed(url: string) {
    if (url === allowed) return;
    const issue = allowLinkLocal ? null : linkLocalIssue(url);
    if (issue) throw new Error(issue);
    allowed = url;
  }
  return {
    async send(webhook, delivery, faults) {
      const [started, now] = [timers.now(), clock.now()];
      const input = { webhook, delivery, faults, now, signatureHeader };
      const request_headers = headersOf(input);
      // In the order of the schema, in which the store writes rows to its files.
      const attemptOf = ({ status, error, response_headers, response_body }: AttemptAnswer): Attempt => ({
        number: nextNumber(delivery),
        at: now,
        duration_ms: timers.now() - started,
        status,
        error,
        faults,
        request_headers,
        response_headers,
        response_body,
        trimmed: false,
      });
      const failed = (error: string): AttemptOutcome => ({
        ok: false,
        attempt: attemptOf({ status: null, error, response_headers: {}, response_body: '' }),
        retryAfterMs: null,
      });
      if (faults.includes('drop_first')) return failed(lost);
      try {
        requireAllowed(webhook.url);
        const answer = await connection.post(postOf(input, request_headers));
        const { status, headers: response_headers, body: response_body } = answer;
        const attempt = attemptOf({ status, error: answerError(answer), response_headers, response_body });
        return { ok: isAccepted(attempt), attempt, retryAfterMs: retryAfterOf(answer, now) };
      } catch (error) {
        return failed(reasonOf(error));
      }
    },
    close: connection.close,
  };
}
