import { useCallback, useMemo } from 'preact/hooks';
import type { Delivery } from '../../src/contract/delivery.js';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { Webhook } from '../../src/contract/webhook.js';
import type { PageProps } from '../shell/page.js';
import { useCursorList } from '../shell/lists/use-cursor-list.js';
import { useCurrent } from '../shell/lists/use-current.js';
import { useDelayedDeletion } from '../shell/lists/use-delayed-deletion.js';
import { addressOf, filterOf, routeOf } from './route.js';
import type { Route } from './route.js';

export const isDelivery = (frame: LiveFrame): boolean =>
  frame.type === 'changed' && frame.tables.includes('deliveries');
const isEndpoint = (frame: LiveFrame): boolean =>
  frame.type === 'changed' && frame.tables.includes('webhooks');

/** The endpoints and deliveries of the page, kept current. */
export function useWebhooks({ control, feed, address, go, show }: PageProps) {
  const route = useMemo(() => routeOf(address), [address]);
  const query = filterOf(route).toString();
  const deliveries = useCursorList<Delivery>({
    control,
    feed,
    path: '/deliveries',
    query,
    isNews: isDelivery,
    openId: route.id?.startsWith('dlv_') ? route.id : null,
  });
  const load = useCallback((signal: AbortSignal) => control.data<Webhook[]>('/webhooks', signal), [control]);
  const endpoints = useCurrent({ feed, load, isNews: isEndpoint });

  const navigate = useCallback(
    (patch: Partial<Route>, how: 'push' | 'replace') => go(addressOf({ ...route, ...patch }), how),
    [go, route],
  );
  return {
    ...{ route, deliveries, navigate },
    removal: useDelayedDeletion(control, show),
    endpoints: endpoints.phase === 'ready' ? endpoints.value : null,
    /** Why the endpoints could not be read; null where they could. */
    failure: endpoints.phase === 'failed' ? endpoints.issue : null,
    reload() {
      endpoints.refresh();
      deliveries.refresh();
    },
  };
}
export type Webhooks = ReturnType<typeof useWebhooks>;
