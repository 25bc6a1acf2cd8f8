import type { DeliveryStatus } from '../../src/contract/delivery.js';
import type { Address } from '../shell/address/address.js';

/** Where one is among the webhooks: `#/webhooks/dlv_1a2b3c4d?endpoint=wh_1a2b3c4d&status=failed`, `#/webhooks/wh_1a2b3c4d/edit`. */
export interface Route {
  /** A delivery or an endpoint, or `new`. */
  id: string | null;
  /** Whether the endpoint is being changed. */
  isEditing: boolean;
  endpoint: string | null;
  status: DeliveryStatus | null;
}

export const statuses: readonly { value: DeliveryStatus; word: string }[] = [
  { value: 'pending', word: 'Pending' },
  { value: 'succeeded', word: 'Delivered' },
  { value: 'failed', word: 'Failed' },
];

export function routeOf({ steps: [id, view], query }: Address): Route {
  const status = statuses.find(({ value }) => value === query.get('status'))?.value ?? null;
  return { id: id ?? null, isEditing: view === 'edit', endpoint: query.get('endpoint'), status };
}

export function addressOf({ id, isEditing, endpoint, status }: Route): Address {
  const query = new URLSearchParams();
  if (endpoint) query.set('endpoint', endpoint);
  if (status) query.set('status', status);
  return { page: 'webhooks', steps: id ? [id, ...(isEditing ? ['edit'] : [])] : [], query };
}

/** The filters of the list of deliveries. */
export function filterOf({ endpoint, status }: Route): URLSearchParams {
  const query = new URLSearchParams();
  if (endpoint) query.set('webhook', endpoint);
  if (status) query.set('status', status);
  return query;
}
