import { useRef } from 'preact/hooks';
import { formatAddress } from '../shell/address/address.js';
import { Icon } from '../shell/icons.js';
import { NotThere } from '../shell/not-there.js';
import type { PageProps } from '../shell/page.js';
import { usePane } from '../shell/panes/use-pane.js';
import { useDrawnRows, useRowKeys } from '../shell/keys/use-row-keys.js';
import { SplitDetail } from '../shell/panes/split-detail.js';
import { DeliveryDetail } from './delivery-detail.js';
import { DeliveryTable } from './delivery-table.js';
import { EndpointDetail } from './endpoint-detail.js';
import { EndpointList } from './endpoint-list.js';
import { NewEndpoint } from './new-endpoint.js';
import { NoEndpoint } from './no-endpoint.js';
import { NoDelivery } from './no-delivery.js';
import { addressOf } from './route.js';
import { useWebhooks } from './use-webhooks.js';
import type { Webhooks } from './use-webhooks.js';
import { DeliveriesHead, WebhooksHead } from './webhooks-head.js';
import '../shell/styles/pages.css';
import './styles/index.css';

/** Endpoints and their health, deliveries as they go out, and one of either opened. */
export function WebhooksPage(props: PageProps) {
  const webhooks = useWebhooks(props);
  const { route, endpoints, deliveries, navigate } = webhooks;
  const { rows } = deliveries.list;
  const box = useRef<HTMLDivElement | null>(null);
  // One way through both lists, as they stand.
  const ids = [...(endpoints ?? []), ...rows].map(({ id }) => id);
  const hasFilter = route.status !== null || route.endpoint !== null;
  const close = () => navigate(route.isEditing ? { isEditing: false } : { id: null }, 'push');
  useRowKeys({
    rows: useDrawnRows(ids, box, route.id),
    query: deliveries.list.query,
    openId: route.id,
    open: (id) => navigate({ id, isEditing: false }, 'replace'),
  });
  usePane({ opened: props.address.steps.join('/'), openId: route.id, close });
  return (
    <main class={`split webhooks ${route.id === null ? 'at-list' : 'at-detail'}`}>
      <section class="split-list" aria-label="Webhooks">
        <WebhooksHead webhooks={webhooks} />
        <div
          ref={box}
          class="rows-scroll"
          tabIndex={0}
          role="region"
          aria-label="Endpoints and deliveries"
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (scrollTop + 2 * clientHeight > scrollHeight) deliveries.loadMore();
          }}
        >
          {endpoints?.length === 0 && <NoEndpoint {...props} />}
          <EndpointList {...props} webhooks={webhooks} />
          {(rows.length > 0 || hasFilter) && <DeliveriesHead {...props} webhooks={webhooks} />}
          {rows.length > 0 && (
            <DeliveryTable
              deliveries={rows}
              endpoints={endpoints}
              firstIndex={endpoints?.length ?? 0}
              openId={route.id}
              now={props.now}
              hrefOf={(id) => formatAddress(addressOf({ ...route, id, isEditing: false }))}
            />
          )}
          {rows.length === 0 && endpoints?.length !== 0 && <NoDelivery webhooks={webhooks} />}
        </div>
      </section>
      <Opened
        {...props}
        webhooks={webhooks}
        onClose={() => navigate({ id: null, isEditing: false }, 'push')}
      />
    </main>
  );
}

interface OpenedProps extends PageProps {
  webhooks: Webhooks;
  onClose(): void;
}

function Opened({ webhooks, onClose, ...page }: OpenedProps) {
  const { id } = webhooks.route;
  if (id === null) return null;
  if (id === 'new') return <NewEndpoint {...page} onClose={onClose} />;
  if (!id.startsWith('wh_')) return <DeliveryDetail {...page} key={id} id={id} onClose={onClose} />;
  const endpoint = webhooks.endpoints?.find((each) => each.id === id);
  if (!endpoint) return <EndpointAbsent webhooks={webhooks} onClose={onClose} />;
  const onEdit = (next: boolean) => webhooks.navigate({ isEditing: next }, next ? 'push' : 'replace');
  return <EndpointDetail {...page} key={id} {...{ endpoint, webhooks, onEdit, onClose }} />;
}

/** In the place of an endpoint that is not there, or not yet. */
function EndpointAbsent({
  webhooks: { endpoints, failure },
  onClose,
}: Pick<OpenedProps, 'webhooks' | 'onClose'>) {
  const isKnown = endpoints !== null || failure !== null;
  return (
    <SplitDetail page="Webhooks" label="Endpoint" isBusy={!isKnown}>
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
      </div>
      {isKnown && (
        <NotThere
          what="endpoint"
          failure={{ isMissing: failure === null, issue: failure ?? '' }}
          place="webhooks"
          onBack={onClose}
        />
      )}
    </SplitDetail>
  );
}
