import type { MessageRecord } from '../contract/message.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import { shownUrl } from '../contract/web/endpoint-url.js';
import type { WebhookRecord } from '../contract/webhook.js';
import { problemsOf } from '../contract/request.js';
import type { Logger } from '../contract/logger.js';
import type { Commit, RowChange, Store } from '../core/ports/ports.js';
import type { Requests } from '../core/traffic/request-log.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';

/** A campaign larger than this is logged as a whole, not mail by mail. */
const eachMailUpTo = 20;

/** Logs one readable line for each thing that happens; rows of a bulk change did not happen now. */
export function createConsole(store: Store, log: Logger): { stop(): void } {
  const isOfLargeCampaign = ({ campaign_id }: { campaign_id?: string | undefined }): boolean =>
    campaign_id !== undefined && (store.campaigns.get(campaign_id)?.recipient_count ?? 0) > eachMailUpTo;

  const sending = new Set([...store.campaigns.withStatus('sending')].map(({ id }) => id));

  function logRow(change: RowChange) {
    if (change.table === 'messages' && change.row && !change.before?.parsed) logMail(change.row);
    if (change.table !== 'campaigns' || !change.row) return;
    const { id, name, status, recipient_count } = change.row;
    if (status === 'sending' && !sending.has(id)) {
      log('info', `campaign "${name}" goes out to ${recipient_count}`, { campaign_id: id });
      sending.add(id);
    }
    if (status === 'sent' && sending.delete(id))
      log('info', `campaign "${name}" is sent`, { campaign_id: id });
  }
  /** A mail from outside, once it is parsed. One with a schedule is logged by its events. */
  function logMail({ id, kind, parsed, envelope, subject, schedule, attempts }: MessageRecord) {
    if (kind !== 'smtp' || !parsed || schedule.length > 0 || attempts !== 1) return;
    log('info', `mail from ${envelope.from || '<>'} to ${envelope.to.join(', ')}: ${subject}`, {
      message_id: id,
    });
  }

  const unsubscribe = store.subscribe(({ bulk, changes, events }: Commit) => {
    if (bulk) return;
    changes.forEach(logRow);
    for (const { type, data } of events) {
      if (!isOfLargeCampaign(data))
        log('info', `${type} ${data.email}${data.url ? ` ${data.url}` : ''}`, { ...data });
    }
  });
  return { stop: unsubscribe };
}

/** Logs one line for each call of `/v2`: when, what, how it ended, how long it took, and what is wrong or unknown in it. */
export function logCalls(requests: Pick<Requests, 'onCall'>, log: Logger): () => void {
  return requests.onCall((call) => {
    const { id, at, method, path, status, duration_ms } = call;
    const notes = problemsOf(call);
    const head = `${at.slice(11, 19)} ${method} ${path} ${status ?? 'unanswered'} ${Math.round(duration_ms)} ms`;
    log(notes.length > 0 ? 'warn' : 'info', [head, notes.join('; ')].filter(Boolean).join('  '), {
      request_id: id,
      method,
      path,
      status,
      duration_ms,
    });
  });
}

/** Failures of one endpoint in a row that are logged one by one; after them, every hundredth. */
const mostLoggedEach = 10;

/** Logs failed deliveries and endpoints that are disabled; deliveries that pass are not logged. */
export function logDelivery(log: Logger) {
  const failures = new Map<string, number>();
  return (webhook: WebhookRecord, delivery: DeliveryRecord, { ok, attempt }: AttemptOutcome): void => {
    if (ok) return void failures.delete(webhook.id);
    const inRow = (failures.get(webhook.id) ?? 0) + 1;
    failures.set(webhook.id, inRow);
    if (!webhook.enabled)
      log('warn', `webhook ${shownUrl(webhook.url)} is disabled: ${webhook.disabled_reason}`);
    if (inRow > mostLoggedEach && inRow % 100 !== 0) return;
    const why = attempt.error ?? `status ${attempt.status}`;
    const what = `webhook ${delivery.event_type} to ${shownUrl(webhook.url)} failed: ${why} (attempt ${attempt.number})`;
    const more = inRow >= mostLoggedEach ? `; ${inRow} failures in a row` : '';
    log('warn', `${what}${more}`, { delivery_id: delivery.id });
  };
}
