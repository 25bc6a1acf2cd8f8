import { useState } from 'preact/hooks';
import type { Delivery } from '../../src/contract/delivery.js';
import type { CursorMeta } from '../../src/contract/envelope.js';
import { ActButton } from '../shell/act-button.js';
import { FilterButtons } from '../shell/lists/filter-buttons.js';
import { Icon } from '../shell/late-icons.js';
import type { PageProps } from '../shell/page.js';
import { reasonOf } from '../shell/workspace/control.js';
import type { Control } from '../shell/workspace/control.js';
import { statuses } from './route.js';
import type { Webhooks } from './use-webhooks.js';

/** The ids of all deliveries that failed, of one endpoint or any, however many the page has loaded. */
async function failedOf(control: Control, endpoint: string | null): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ status: 'failed', limit: '500' });
    if (endpoint) query.set('webhook', endpoint);
    if (cursor !== '') query.set('cursor', cursor);
    const signal = AbortSignal.timeout(10_000);
    const { data, meta }: { data: Delivery[]; meta: CursorMeta } = await control.page(
      `/deliveries?${query}`,
      signal,
    );
    for (const { id } of data) found.push(id);
    cursor = meta.next_cursor;
  }
  return found;
}

export const WebhooksHead = ({ webhooks: { navigate } }: { webhooks: Webhooks }) => (
  <header class="page-head">
    <div class="page-title">
      <h1>Webhooks</h1>
      <button
        type="button"
        class="button primary"
        onClick={() => navigate({ id: 'new', isEditing: false }, 'push')}
      >
        <Icon name="plus" size={14} /> Add an endpoint
      </button>
    </div>
  </header>
);

/** What the list of deliveries is narrowed by, between the endpoints and that list. */
export function DeliveriesHead({ webhooks, control, show }: PageProps & { webhooks: Webhooks }) {
  const { route, navigate, deliveries } = webhooks;
  const [isBusy, setBusy] = useState(false);
  const { rows, cursor } = deliveries.list;
  const shown = rows.filter(({ status }) => status === 'failed').length;
  async function redeliverFailed() {
    setBusy(true);
    try {
      const failed = await failedOf(control, route.endpoint);
      for (const id of failed) await control.change('POST', `/deliveries/${id}/redeliver`);
      show(`${failed.length} ${failed.length === 1 ? 'delivery was' : 'deliveries were'} attempted again`);
    } catch (error) {
      show(reasonOf(error), 'bad');
    }
    setBusy(false);
  }
  return (
    <div class="deliveries-head page-tools">
      <h2>Deliveries</h2>
      <FilterButtons
        label="State"
        choices={statuses}
        chosen={route.status}
        onChoose={(status) => navigate({ status }, 'replace')}
      />
      {route.endpoint !== null && (
        <button
          type="button"
          class="filter"
          aria-pressed="true"
          onClick={() => navigate({ endpoint: null }, 'replace')}
        >
          Of one endpoint
        </button>
      )}
      {shown > 0 && (
        <ActButton
          class="button quiet small"
          isOff={isBusy}
          title={isBusy ? 'They are being delivered' : 'One attempt more of each'}
          onClick={() => void redeliverFailed()}
        >
          <Icon name="again" size={14} /> Deliver {cursor === null ? shown : 'all'} failed again
        </ActButton>
      )}
    </div>
  );
}
