import { useMemo } from 'preact/hooks';
import type { Delivery } from '../../src/contract/delivery.js';
import type { Webhook } from '../../src/contract/webhook.js';
import { shownUrl } from '../words/endpoint-words.js';
import { rowTimeWords } from '../words/time-phrases.js';
import { exactWords, relativeWords, spanWords } from '../words/time-words.js';
import { DeliveryChip, endOf } from './delivery-words.js';
import { UrlText } from './url-text.js';

export interface DeliveryTableProps {
  deliveries: readonly Delivery[];
  endpoints: readonly Webhook[] | null;
  /** The place of the first row among all that keys move through. */
  firstIndex: number;
  openId: string | null;
  now: number;
  hrefOf(id: string): string;
}

/** Events as they went to the endpoints, newest first. */
export const DeliveryTable = ({ deliveries, ...table }: DeliveryTableProps) => (
  <table class="table deliveries">
    <thead>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">Event</th>
        <th scope="col">State</th>
        <th scope="col" class="last-cell">
          Last attempt
        </th>
      </tr>
    </thead>
    <tbody>
      {deliveries.map((delivery, at) => (
        <DeliveryRow key={delivery.id} {...table} delivery={delivery} index={table.firstIndex + at} />
      ))}
    </tbody>
  </table>
);

/** The recipient whom an event is about; null where the body names none. */
function recipientIn(body: string): string | null {
  try {
    const { data } = JSON.parse(body) as { data?: { email?: unknown } };
    return typeof data?.email === 'string' ? data.email : null;
  } catch {
    return null;
  }
}

type RowProps = Omit<DeliveryTableProps, 'deliveries' | 'firstIndex'> & { delivery: Delivery; index: number };

function DeliveryRow({ delivery, index, endpoints, openId, now, hrefOf }: RowProps) {
  const { id, webhook_id, created_at } = delivery;
  const isOpen = id === openId;
  const recipient = useMemo(() => recipientIn(delivery.body), [delivery.body]);
  const url =
    endpoints && endpoints.length > 1 ? endpoints.find((each) => each.id === webhook_id)?.url : null;
  return (
    <tr data-index={index} class={isOpen ? 'table-row open' : 'table-row'}>
      <td class="muted">
        <time dateTime={created_at} title={exactWords(created_at)}>
          {rowTimeWords(Date.parse(created_at), now)}
        </time>
      </td>
      <td class="delivery-cell">
        <a class="row-link" href={hrefOf(id)} aria-current={isOpen ? 'true' : undefined}>
          {delivery.event_type}
          {delivery.test && <span class="muted"> (test)</span>}
        </a>
        {recipient !== null && <bdi class="muted delivery-recipient">{recipient}</bdi>}
        {url && <UrlText url={shownUrl(url)} />}
        <span class="delivery-line muted">
          <LastAttempt delivery={delivery} now={now} />
        </span>
      </td>
      <td>
        <DeliveryChip status={delivery.status} />
      </td>
      <td class="muted last-cell">
        <LastAttempt delivery={delivery} now={now} />
      </td>
    </tr>
  );
}

interface LastAttemptProps {
  delivery: Delivery;
  now: number;
}

/** "next in 4 min", "due now". */
function nextWords(at: string, now: number): string {
  const words = relativeWords(at, now);
  return words.startsWith('in ') ? `next ${words}` : 'due now';
}

/** Where there is no room, how it ended is cut, which the delivery shows whole: not how long it took and which it was. */
function LastAttempt({ delivery: { attempts, status, next_attempt_at }, now }: LastAttemptProps) {
  const last = attempts.at(-1);
  return (
    <>
      {last ? (
        <span class="last-attempt">
          <bdi title={last.error ?? undefined}>{endOf(last)}</bdi>
          <span>
            &nbsp;· {spanWords(last.duration_ms)}
            {attempts.length > 1 && ` · attempt ${last.number}`}
          </span>
        </span>
      ) : (
        'none yet'
      )}
      {status === 'pending' && next_attempt_at !== null && (
        <span class="next" title={exactWords(next_attempt_at)}>
          {nextWords(next_attempt_at, now)}
        </span>
      )}
    </>
  );
}
