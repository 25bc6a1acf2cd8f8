import type { Delivery } from '../../src/contract/delivery.js';
import type { Webhook } from '../../src/contract/webhook.js';
import { clockWords, exactWords, relativeWords, spanWords } from '../words/time-words.js';
import { DeliveryChip, endOf } from './delivery-words.js';

export interface DeliveryTableProps {
  deliveries: readonly Delivery[];
  endpoints: readonly Webhook[] | null;
  openId: string | null;
  now: number;
  hrefOf(id: string): string;
}

/** Events as they went to the endpoints, newest first. */
export const DeliveryTable = ({ deliveries, endpoints, openId, now, hrefOf }: DeliveryTableProps) => (
  <table class="table deliveries">
    <thead>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">Event</th>
        <th scope="col">State</th>
        <th scope="col">Last attempt</th>
      </tr>
    </thead>
    <tbody>
      {deliveries.map((delivery) => (
        <tr key={delivery.id} class={delivery.id === openId ? 'table-row open' : 'table-row'}>
          <td class="muted">
            <time dateTime={delivery.created_at} title={exactWords(delivery.created_at)}>
              {clockWords(Date.parse(delivery.created_at))}
            </time>
          </td>
          <td class="delivery-cell">
            <a href={hrefOf(delivery.id)} aria-current={delivery.id === openId ? 'true' : undefined}>
              {delivery.event_type}
              {delivery.test && <span class="muted"> (test)</span>}
            </a>
            {(endpoints?.length ?? 0) > 1 && (
              <bdi class="muted mono">{endpoints?.find(({ id }) => id === delivery.webhook_id)?.url}</bdi>
            )}
          </td>
          <td>
            <DeliveryChip status={delivery.status} />
          </td>
          <td class="muted last-cell">
            <LastAttempt delivery={delivery} now={now} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

function LastAttempt({
  delivery: { attempts, status, next_attempt_at },
  now,
}: {
  delivery: Delivery;
  now: number;
}) {
  const last = attempts.at(-1);
  return (
    <>
      {last ? `${endOf(last)} · ${spanWords(last.duration_ms)}` : 'none yet'}
      {attempts.length > 1 && ` · attempt ${last?.number}`}
      {status === 'pending' && next_attempt_at !== null && (
        <span class="next" title={exactWords(next_attempt_at)}>
          next {relativeWords(next_attempt_at, now)}
        </span>
      )}
    </>
  );
}
