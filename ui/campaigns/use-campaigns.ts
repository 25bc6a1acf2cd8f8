import { useCallback, useMemo } from 'preact/hooks';
import type { CampaignSummary } from '../../src/contract/campaign-summary.js';
import type { LiveFrame } from '../../src/contract/frame.js';
import { formatAddress } from '../shell/address.js';
import type { PageProps } from '../shell/page.js';
import { useCursorList } from '../shell/use-cursor-list.js';
import { addressOf, filterOf, routeOf } from './route.js';
import type { Route } from './route.js';

/** Whether a frame says that some campaign, or what it came to, is another now. */
const isCampaign = (frame: LiveFrame): boolean =>
  frame.type === 'campaign' ||
  frame.type === 'campaign_removed' ||
  (frame.type === 'message' && frame.message.campaign_id !== null);

/** The campaigns of the page, kept current, and where one is among them. */
export function useCampaigns({ control, feed, address, go }: PageProps) {
  const route = useMemo(() => routeOf(address), [address]);
  const query = filterOf(route).toString();
  const { list, loadMore, refresh } = useCursorList<CampaignSummary>({
    control,
    feed,
    path: '/campaigns/summaries',
    query,
    isNews: isCampaign,
  });
  const navigate = useCallback(
    (patch: Partial<Route>, how: 'push' | 'replace' = 'push') => go(addressOf({ ...route, ...patch }), how),
    [go, route],
  );
  const hrefOf = (patch: Partial<Route>) => formatAddress(addressOf({ ...route, ...patch }));
  return { route, list, loadMore, refresh, navigate, hrefOf };
}
export type Campaigns = ReturnType<typeof useCampaigns>;
