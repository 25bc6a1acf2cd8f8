import type { PageProps } from '../../shell/page.js';
import type { Campaigns } from '../use-campaigns.js';
import { CampaignTable } from './campaign-table.js';
import { NoCampaign } from './no-campaign.js';

const skeletons = [0, 1, 2, 3, 4, 5];

/** The list, longer by a page when its end comes near; in its place what is the matter where there is none. */
export function CampaignRows({ campaigns, ...page }: PageProps & { campaigns: Campaigns }) {
  const { list, loadMore } = campaigns;
  return (
    <div
      class="rows-scroll cmp-rows"
      tabIndex={0}
      role="region"
      aria-label="Campaigns, newest first"
      aria-busy={list.phase === 'loading'}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        if (scrollTop + 2 * clientHeight > scrollHeight) loadMore();
      }}
    >
      {list.rows.length > 0 ? (
        <CampaignTable campaigns={campaigns} now={page.now} />
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
