import { version } from '../contract/version.js';
import type { Attempt, DeliveryRecord, WebhookRecord } from '../contract/webhook.js';
import type { Clock, Timers } from '../core/clock.js';
import { signatureOf } from '../core/signature.js';

/** What one POST came to. */
export interface AttemptOutcome {
  ok: boolean;
  attempt: Attempt;
  /** What `Retry-After` asked for, in ms. */
  retryAfterMs: number | null;
}

export type PostAttempt = (webhook: WebhookRecord, delivery: DeliveryRecord) => Promise<AttemptOutcome>;

export interface PostDeps {
  clock: Clock;
  timers: Timers;
  /** `X-Maildrone-Signature` unless the settings name another. */
  signatureHeader: string;
}

const timeoutMs = 15_000;
const keptBytes = 64 * 1024;

function headersOf(webhook: WebhookRecord, delivery: DeliveryRecord, { clock, signatureHeader }: PostDeps) {
  const now = clock.now();
  const previous = webhook.previous_secret;
  const headers: Record<string, string> = {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': `Maildrone-Webhooks/2.0 (emulator/${version})`,
    [signatureHeader]: signatureOf(webhook.secret, delivery.body),
    'X-Maildrone-Event': delivery.event_type,
    'X-Maildrone-Delivery': delivery.id,
    'X-Maildrone-Attempt': String(delivery.attempts.length + 1),
    'X-Maildrone-Timestamp': String(Math.floor(now / 1000)),
  };
  if (previous && now < previous.until) {
    headers[`${signatureHeader}-Previous`] = signatureOf(previous.secret, delivery.body);
  }
  return headers;
}

/** The first 64 KiB of an answer; the rest is not waited for. */
async function readBody(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= keptBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, keptBytes).toString('utf8');
}

/** Seconds or an HTTP date (RFC 9110 10.2.3), as ms from now. */
function retryAfterOf(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `No answer within ${timeoutMs / 1000} s`;
  const cause = error.cause;
  return cause instanceof Error
    ? cause.message || String((cause as NodeJS.ErrnoException).code)
    : error.message;
}

/** Posts deliveries over HTTP. Redirects are not followed: they count as failures. */
export function createPost(deps: PostDeps): PostAttempt {
  const { clock, timers } = deps;
  return async (webhook, delivery) => {
    const request_headers = headersOf(webhook, delivery, deps);
    const started = timers.now();
    const at = clock.now();
    const base = { number: delivery.attempts.length + 1, at, request_headers };
    const since = () => timers.now() - started;
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: request_headers,
        body: delivery.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { status } = response;
      const response_body = await readBody(response);
      const response_headers = Object.fromEntries(response.headers);
      const error = status >= 300 && status < 400 ? `Redirects are not followed (${status})` : null;
      const attempt = { ...base, duration_ms: since(), status, error, response_headers, response_body };
      const retryAfterMs = retryAfterOf(response.headers.get('retry-after'), at);
      return { ok: status >= 200 && status < 300, attempt, retryAfterMs };
    } catch (error) {
      const failed = { status: null, error: reasonOf(error), response_headers: {}, response_body: '' };
      return { ok: false, attempt: { ...base, duration_ms: since(), ...failed }, retryAfterMs: null };
    }
  };
}
