import type { Webhook } from '../../src/contract/webhook.js';
import { formatAddress } from '../shell/address/address.js';
import { Chip } from '../shell/chip.js';
import { RowSkeletons } from '../shell/loading/row-skeletons.js';
import type { PageProps } from '../shell/page.js';
import { allEvents } from './endpoint-form.js';
import { Health } from './health.js';
import { UrlText } from './url-text.js';
import { addressOf } from './route.js';
import type { Webhooks } from './use-webhooks.js';

const eventWords = ({ events }: Webhook): string =>
  events.length === allEvents.length
    ? 'All events'
    : events.map((event) => event.replace('email.', '')).join(', ');

/** The endpoints, with their health. */
export function EndpointList({ webhooks, control, feed }: PageProps & { webhooks: Webhooks }) {
  const { endpoints, failure, route, removal } = webhooks;
  if (endpoints === null && failure === null) return <RowSkeletons height="endpoint" count={2} />;
  return (
    <ul class="endpoints-list" aria-label="Endpoints">
      {endpoints?.map((endpoint, index) => (
        <li
          key={endpoint.id}
          data-index={index}
          class={`table-row endpoint-row${endpoint.id === route.id ? ' open' : ''}${removal.leaving.has(endpoint.id) ? ' leaving' : ''}`}
        >
          <a
            class="row-link"
            href={formatAddress(addressOf({ ...route, id: endpoint.id, isEditing: false }))}
            aria-current={endpoint.id === route.id ? 'true' : undefined}
          >
            <UrlText url={endpoint.url} />
          </a>
          <span class="endpoint-facts muted">
            {eventWords(endpoint)}
            {endpoint.origin === 'play' && <Chip tiny>Of the demo</Chip>}
            {!endpoint.enabled && (
              <Chip tiny icon="close" state="bounced" title={endpoint.disabled_reason ?? undefined}>
                Disabled
              </Chip>
            )}
            {endpoint.enabled && endpoint.failing_since !== null && (
              <Chip tiny icon="clock" state="deferred">
                Failing
              </Chip>
            )}
            {endpoint.faults && <Chip tiny>Faults on</Chip>}
          </span>
          <Health {...{ control, feed }} endpoint={endpoint.id} />
        </li>
      ))}
    </ul>
  );
}
