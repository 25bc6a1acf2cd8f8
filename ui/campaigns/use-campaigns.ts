import { useCallback, useMemo } from 'preact/hooks';
import type { CampaignSummary } from '../../src/contract/campaign-summary.js';
import type { CountedMeta } from '../../src/contract/envelope.js';
import type { LiveFrame } from '../../src/contract/frame.js';
import { formatAddress } from '../shell/address/address.js';
import type { PageProps } from '../shell/page.js';
import { placeInList } from '../shell/lists/use-open-place.js';
import { pageSize, usePages } from '../shell/lists/use-pages.js';
import { useDelayedDeletion } from '../shell/lists/use-delayed-deletion.js';
import { addressOf, filterOf, routeOf } from './route.js';
import type { Route } from './route.js';

/** Whether a frame says that some campaign, or what it came to, is another now. */
const isCampaign = (frame: LiveFrame): boolean =>
  frame.type === 'campaign' ||
  frame.type === 'campaign_removed' ||
  (frame.type === 'message' && frame.message.campaign_id !== null);

/** The campaigns of the page in the true length of their list, kept current, and where one is among them. */
export function useCampaigns({ control, feed, address, go, show }: PageProps) {
  const route = useMemo(() => routeOf(address), [address]);
  const query = filterOf(route).toString();
  const load = useCallback(
    async (page: number, signal: AbortSignal) => {
      const params = new URLSearchParams(query);
      params.set('page', String(page));
      params.set('limit', String(pageSize));
      const path = `/campaigns/summaries?${params}`;
      const { data, meta } = await control.page<CampaignSummary[], CountedMeta>(path, signal);
      return { rows: data, total: meta.total };
    },
    [control, query],
  );
  const pages = usePages<CampaignSummary>({ feed, load, isNews: isCampaign });
  const askPlace = useCallback(
    (id: string, signal: AbortSignal) => placeInList(control, { path: '/campaigns', query }, id, signal),
    [control, query],
  );
  const navigate = useCallback(
    (patch: Partial<Route>, how: 'push' | 'replace' = 'push') => go(addressOf({ ...route, ...patch }), how),
    [go, route],
  );
  const hrefOf = (patch: Partial<Route>) => formatAddress(addressOf({ ...route, ...patch }));
  return { ...pages, route, query, askPlace, navigate, hrefOf, removal: useDelayedDeletion(control, show) };
}
export type Campaigns = ReturnType<typeof useCampaigns>;
