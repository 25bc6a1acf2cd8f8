import type { PageProps } from '../shell/page.js';
import { CampaignDetail } from './detail/campaign-detail.js';
import { Editor } from './form/editor.js';
import { CampaignRows } from './list/campaign-rows.js';
import { ListHead } from './list/list-head.js';
import { useCampaigns } from './use-campaigns.js';
import './styles/index.css';

/** The campaigns with what they came to, one of them opened, or one that is being written. */
export function CampaignsPage(props: PageProps) {
  const campaigns = useCampaigns(props);
  const { id, view, from } = campaigns.route;
  if (id === 'new' || (id !== null && view === 'edit'))
    return <Editor {...props} key={`${id} ${from}`} campaigns={campaigns} />;
  return (
    <main class={`split campaigns ${id === null ? 'at-list' : 'at-detail'}`}>
      <section class="split-list" aria-label="Campaigns">
        <ListHead campaigns={campaigns} />
        <CampaignRows {...props} campaigns={campaigns} />
      </section>
      {id !== null && <CampaignDetail {...props} key={id} id={id} campaigns={campaigns} />}
    </main>
  );
}
