import type { PageProps } from '../../shell/page.js';
import { useRowKeys } from '../../shell/keys/use-row-keys.js';
import { useRowWindow } from '../../shell/lists/use-row-window.js';
import type { Campaigns } from '../use-campaigns.js';
import { CampaignTable } from './campaign-table.js';
import { NoCampaign } from './no-campaign.js';

const skeletons = [0, 1, 2, 3, 4, 5];

/** The list in its true length; in its place what is the matter where there is none. */
export function CampaignRows({ campaigns, ...page }: PageProps & { campaigns: Campaigns }) {
  const { list, route, navigate } = campaigns;
  const view = useRowWindow({ ...campaigns, openId: route.id });
  useRowKeys({
    rows: view.rows,
    query: campaigns.query,
    openId: route.id,
    open: (id) => navigate({ id }, 'replace'),
  });
  return (
    <div
      ref={view.ref}
      class="rows-scroll cmp-rows"
      tabIndex={0}
      role="region"
      aria-label="Campaigns, newest first"
      aria-busy={list.phase === 'loading'}
      onScroll={view.onScroll}
    >
      {list.total > 0 ? (
        <CampaignTable campaigns={campaigns} view={view} now={page.now} />
      ) : list.phase === 'loading' ? (
        skeletons.map((row) => (
          <div key={row} class="cmp-skeleton">
            <i />
            <i />
          </div>
        ))
      ) : (
        <NoCampaign {...page} campaigns={campaigns} />
      )}
    </div>
  );
}
