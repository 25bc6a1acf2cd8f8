import { useCallback } from 'preact/hooks';
import type { Delivery } from '../../src/contract/delivery.js';
import { reasonOf } from '../shell/workspace/control.js';
import { HttpSide } from '../shell/http-side.js';
import { Icon } from '../shell/late-icons.js';
import { NotThere } from '../shell/not-there.js';
import type { PageProps } from '../shell/page.js';
import { useCurrent } from '../shell/lists/use-current.js';
import { SplitDetail } from '../shell/panes/split-detail.js';
import { exactWords, relativeWords } from '../words/time-words.js';
import { AttemptView } from './attempt-view.js';
import { isDelivery } from './use-webhooks.js';
import { DeliveryChip, endOf, isAccepted } from './delivery-words.js';

export interface DeliveryDetailProps extends PageProps {
  id: string;
  onClose(): void;
}

/** One delivery: each attempt with what was sent and what came back. */
export function DeliveryDetail({ id, onClose, ...page }: DeliveryDetailProps) {
  const { control, feed, show, now } = page;
  const load = useCallback(
    (signal: AbortSignal) => control.data<Delivery>(`/deliveries/${id}`, signal),
    [control, id],
  );
  const fetched = useCurrent({ feed, load, isNews: isDelivery });
  const redeliver = () => {
    control.change<Delivery>('POST', `/deliveries/${id}/redeliver`).then(
      ({ attempts }) => {
        const last = attempts.at(-1);
        show(
          last ? `Attempt ${last.number}: ${endOf(last)}` : 'Delivered again',
          last && !isAccepted(last) ? 'bad' : 'plain',
        );
      },
      (error: unknown) => show(reasonOf(error), 'bad'),
    );
  };
  return (
    <SplitDetail page="Webhooks" label="Delivery">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
        {fetched.phase === 'ready' && (
          <button type="button" class="button quiet" onClick={redeliver}>
            <Icon name="again" size={14} /> Deliver again
          </button>
        )}
      </div>
      {fetched.phase === 'failed' && (
        <NotThere what="delivery" failure={fetched} place="webhooks" onBack={onClose} />
      )}
      {fetched.phase === 'ready' && <DeliveryBody delivery={fetched.value} now={now} clip={page.clip} />}
    </SplitDetail>
  );
}

interface DeliveryBodyProps extends Pick<PageProps, 'now' | 'clip'> {
  delivery: Delivery;
}

/** The request once, which is byte for byte the same for every attempt, and beside it what came back. */
function DeliveryBody({ delivery, now, clip }: DeliveryBodyProps) {
  const { attempts, next_attempt_at } = delivery;
  const newest = attempts.at(-1);
  const shownHeaders = attempts.findLast(({ trimmed }) => !trimmed)?.request_headers ?? {};
  return (
    <div class="detail-body">
      <h2>{delivery.event_type}</h2>
      <p class="facts">
        <DeliveryChip status={delivery.status} />
        <code>{delivery.id}</code>
        <time dateTime={delivery.created_at}>{exactWords(delivery.created_at)}</time>
        {delivery.status === 'pending' && next_attempt_at !== null && (
          <span title={exactWords(next_attempt_at)}>Next attempt {relativeWords(next_attempt_at, now)}</span>
        )}
      </p>
      <div class="sides">
        <HttpSide
          title={newest ? 'Request' : 'To be sent'}
          headers={shownHeaders}
          body={delivery.body}
          size={null}
          clip={clip}
        />
        <div class="attempts">
          {[...attempts].reverse().map((attempt) => (
            <AttemptView
              key={attempt.number}
              {...{ attempt, shownHeaders, now, clip }}
              isNewest={attempt === newest}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
