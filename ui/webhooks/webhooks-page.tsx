import { formatAddress } from '../shell/address.js';
import { reasonOf } from '../shell/control.js';
import { FilterButtons } from '../shell/filter-buttons.js';
import { Icon } from '../shell/icons.js';
import type { PageProps } from '../shell/page.js';
import { DeliveryDetail } from './delivery-detail.js';
import { DeliveryTable } from './delivery-table.js';
import { EndpointDetail } from './endpoint-detail.js';
import { EndpointList } from './endpoint-list.js';
import { NewEndpoint } from './new-endpoint.js';
import { NoEndpoint } from './no-endpoint.js';
import { addressOf, statuses } from './route.js';
import { useWebhooks } from './use-webhooks.js';
import type { Webhooks } from './use-webhooks.js';
import './styles/index.css';

/** Endpoints and their health, deliveries as they go out, and one of either opened. */
export function WebhooksPage(props: PageProps) {
  const webhooks = useWebhooks(props);
  const { route, endpoints, deliveries, navigate } = webhooks;
  const { rows } = deliveries.list;
  return (
    <main class={`split webhooks ${route.id === null ? 'at-list' : 'at-detail'}`}>
      <section class="split-list" aria-label="Webhooks">
        <WebhooksHead {...props} webhooks={webhooks} />
        <div
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
          {rows.length > 0 && (
            <DeliveryTable
              deliveries={rows}
              endpoints={endpoints}
              openId={route.id}
              now={props.now}
              hrefOf={(id) => formatAddress(addressOf({ ...route, id }))}
            />
          )}
          {rows.length === 0 && deliveries.list.phase === 'ready' && endpoints?.length !== 0 && (
            <p class="absent muted">{route.status ? 'No delivery matches.' : 'Nothing was sent yet.'}</p>
          )}
        </div>
      </section>
      <Opened {...props} webhooks={webhooks} onClose={() => navigate({ id: null }, 'push')} />
    </main>
  );
}

function Opened({ webhooks, onClose, ...page }: PageProps & { webhooks: Webhooks; onClose(): void }) {
  const { id } = webhooks.route;
  if (id === null) return null;
  if (id === 'new') return <NewEndpoint {...page} onClose={onClose} />;
  if (id.startsWith('wh_')) {
    const endpoint = webhooks.endpoints?.find((each) => each.id === id);
    return endpoint ? <EndpointDetail {...page} key={id} endpoint={endpoint} onClose={onClose} /> : null;
  }
  return <DeliveryDetail {...page} key={id} id={id} onClose={onClose} />;
}

function WebhooksHead({ webhooks, control, show }: PageProps & { webhooks: Webhooks }) {
  const { route, navigate, deliveries } = webhooks;
  const failed = deliveries.list.rows.filter(({ status }) => status === 'failed');
  async function redeliverFailed() {
    try {
      for (const { id } of failed) await control.change('POST', `/deliveries/${id}/redeliver`);
      show(`${failed.length} ${failed.length === 1 ? 'delivery was' : 'deliveries were'} attempted again`);
    } catch (error) {
      show(reasonOf(error), 'bad');
    }
  }
  return (
    <header class="page-head">
      <div class="page-title">
        <h1>Webhooks</h1>
        <button type="button" class="button" onClick={() => navigate({ id: 'new' }, 'push')}>
          <Icon name="plus" size={14} /> Add an endpoint
        </button>
      </div>
      <div class="page-tools">
        <FilterButtons
          label="State"
          choices={statuses}
          chosen={route.status}
          onChoose={(status) => navigate({ status }, 'replace')}
        />
        {failed.length > 0 && (
          <button type="button" class="button quiet small" onClick={() => void redeliverFailed()}>
            <Icon name="again" size={14} /> Deliver {failed.length} failed again
          </button>
        )}
      </div>
    </header>
  );
}
