import type { PageProps } from '../shell/page.js';
import { usePane } from '../shell/panes/use-pane.js';
import { CampaignDetail } from './detail/campaign-detail.js';
import { Editor } from './form/editor.js';
import { CampaignRows } from './list/campaign-rows.js';
import { ListHead } from './list/list-head.js';
import { closed } from './route.js';
import { useCampaigns } from './use-campaigns.js';
import '../shell/styles/pages.css';
import './styles/index.css';

/** The campaigns with what they came to, one of them opened, or one that is being written. */
export function CampaignsPage(props: PageProps) {
  const campaigns = useCampaigns(props);
  const { id, view, from } = campaigns.route;
  const isWriting = id === 'new' || (id !== null && view === 'edit');
  usePane({
    opened: props.address.steps.join('/'),
    openId: id,
    close: () => campaigns.navigate(isWriting && id !== 'new' ? { ...closed, id } : closed),
  });
  if (isWriting) return <Editor {...props} key={`${id} ${from}`} campaigns={campaigns} />;
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
