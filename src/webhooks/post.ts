import type { Client } from 'undici';
import { nextNumber } from '../contract/delivery.js';
import type { Attempt, DeliveryRecord } from '../contract/delivery.js';
import { version } from '../contract/version.js';
import type { FaultMark, WebhookRecord } from '../contract/webhook.js';
import type { Clock, Timers } from '../core/time/clock.js';
import { signatureOf } from '../core/webhooks/signature.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import { corrupted, truncated } from '../core/webhooks/faults.js';
import { exchange } from './http-exchange.js';

type Target = Pick<WebhookRecord, 'id' | 'url' | 'secret' | 'previous_secret'>;
type Sent = Pick<DeliveryRecord, 'id' | 'event_type' | 'body' | 'attempts'>;

/** The way to the endpoints. */
export interface Post {
  /** Makes the next attempt of a delivery. Never rejects: what went wrong is in the outcome. */
  send(webhook: Target, delivery: Sent, faults: FaultMark[]): Promise<AttemptOutcome>;
  /** Cuts what is under way. */
  close(): void;
}

export interface PostDeps {
  clock: Clock;
  timers: Timers;
  /** `X-Maildrone-Signature` unless the settings name another. */
  signatureHeader: string;
}

/** From the first byte of the connection to the last of the answer. */
export const timeoutMs = 15_000;

type Headers = Record<string, string>;

function headersOf(webhook: Target, delivery: Sent, { clock, signatureHeader }: PostDeps): Headers {
  const now = clock.now();
  const previous = webhook.previous_secret;
  const headers: Headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': `Maildrone-Webhooks/2.0 (emulator/${version})`,
    [signatureHeader]: signatureOf(webhook.secret, delivery.body),
    'X-Maildrone-Event': delivery.event_type,
    'X-Maildrone-Delivery': delivery.id,
    'X-Maildrone-Attempt': String(nextNumber(delivery)),
    'X-Maildrone-Timestamp': String(Math.floor(now / 1000)),
  };
  if (previous && now < previous.until) {
    headers[`${signatureHeader}-Previous`] = signatureOf(previous.secret, delivery.body);
  }
  return headers;
}

/** Seconds or an HTTP date (RFC 9110 10.2.3), as ms from now; a date is reckoned from that of the answer itself. */
function retryAfterOf(headers: Headers, now: number): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  const said = Date.parse(headers.date ?? '');
  return Number.isNaN(at) ? null : Math.max(0, at - (Number.isNaN(said) ? now : said));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses were tried: each has its own reason.
  if (error instanceof AggregateError) return (error.errors as unknown[]).map(reasonOf).join('; ');
  return error.message || String((error as NodeJS.ErrnoException).code ?? error.name);
}

const errorOf = (status: number, { location }: Headers): string | null => {
  if (status < 300 || status >= 400) return null;
  return `Redirects are not followed (${status}${location ? ` to ${location}` : ''})`;
};

const lost = 'Lost on the way, as the fault "drop_first" asks';

const mostConnections = 100;

/** Posts deliveries over HTTP, on connections that are kept open. Redirects are not followed: they count as failures. */
export function createPost(deps: PostDeps): Post {
  const { clock, timers } = deps;
  /** One connection an endpoint, so that none waits for another of the same host. */
  const clients = new Map<string, Client>();
  let closed = false;

  async function clientOf({ id }: Target, origin: string): Promise<Client> {
    const key = `${id} ${origin}`;
    const known = clients.get(key);
    if (known) return known;
    // Loaded with the first delivery: whoever has no endpoint need not wait for it at the start.
    const { Client } = await import('./undici.js');
    if (clients.size >= mostConnections) forgetOldest();
    const client = new Client(origin, {
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: timeoutMs },
    });
    clients.set(key, client);
    return client;
  }
  function forgetOldest() {
    const [oldest] = clients;
    if (!oldest) return;
    clients.delete(oldest[0]);
    void oldest[1].close();
  }

  async function post(webhook: Target, headers: Headers, body: string) {
    const { origin, pathname, search, username, password } = new URL(webhook.url);
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const login = username ? { Authorization: `Basic ${Buffer.from(user).toString('base64')}` } : {};
    const { answer, cut } = exchange(await clientOf(webhook, origin), {
      path: `${pathname}${search}`,
      method: 'POST',
      headers: { ...headers, ...login },
      body,
    });
    const alarm = timers.after(timeoutMs, () =>
      cut(new Error(`No whole answer within ${timeoutMs / 1000} s`)),
    );
    try {
      return await answer;
    } finally {
      alarm.cancel();
    }
  }

  return {
    async send(webhook, delivery, faults) {
      const request_headers = headersOf(webhook, delivery, deps);
      const signed = request_headers[deps.signatureHeader] ?? '';
      if (faults.includes('corrupt_signature')) request_headers[deps.signatureHeader] = corrupted(signed);
      const body = faults.includes('truncate_body') ? truncated(delivery.body) : delivery.body;
      const started = timers.now();
      const now = clock.now();
      const attemptOf = (
        answer: Pick<Attempt, 'status' | 'error' | 'response_headers' | 'response_body'>,
      ) => ({
        number: nextNumber(delivery),
        at: now,
        duration_ms: timers.now() - started,
        faults,
        request_headers,
        trimmed: false,
        ...answer,
      });
      const failed = (error: string) => ({
        ok: false,
        attempt: attemptOf({ status: null, error, response_headers: {}, response_body: '' }),
        retryAfterMs: null,
      });
      if (faults.includes('drop_first')) return failed(lost);
      if (closed) return failed('The emulator stops');
      try {
        const { status, headers, body: response_body } = await post(webhook, request_headers, body);
        const error = errorOf(status, headers);
        const attempt = attemptOf({ status, error, response_headers: headers, response_body });
        const retryAfterMs = retryAfterOf(headers, now);
        return { ok: status >= 200 && status < 300, attempt, retryAfterMs };
      } catch (error) {
        return failed(reasonOf(error));
      }
    },
    close() {
      closed = true;
      for (const client of clients.values()) void client.destroy();
    },
  };
}
