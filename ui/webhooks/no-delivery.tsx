import { Icon } from '../shell/late-icons.js';
import { RowSkeletons } from '../shell/loading/row-skeletons.js';
import type { Webhooks } from './use-webhooks.js';

/** In the place of an empty list of deliveries: why it is. */
export function NoDelivery({
  webhooks: { route, deliveries, failure, navigate, reload },
}: {
  webhooks: Webhooks;
}) {
  const { phase, issue } = deliveries.list;
  const reason = failure ?? (phase === 'failed' ? issue : null);
  if (reason !== null)
    return (
      <div class="absent" role="alert">
        <h2>The webhooks could not be fetched</h2>
        <p class="muted">
          <bdi>{reason}</bdi>
        </p>
        <button type="button" class="button" onClick={reload}>
          <Icon name="again" size={14} /> Try again
        </button>
      </div>
    );
  if (phase === 'loading') return <RowSkeletons height="line" hasHead />;
  if (route.status === null && route.endpoint === null)
    return (
      <div class="absent">
        <h2>Nothing was sent yet</h2>
        <p class="muted">Open an endpoint and send it a test, or send a campaign.</p>
      </div>
    );
  return (
    <div class="absent">
      <h2>No delivery matches</h2>
      <button
        type="button"
        class="button"
        onClick={() => navigate({ status: null, endpoint: null }, 'replace')}
      >
        Show all deliveries
      </button>
    </div>
  );
}
