import { useCallback } from 'preact/hooks';
import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import type { LiveFrame } from '../../../src/contract/frame.js';
import { Icon } from '../../shell/icons.js';
import { NotThere } from '../../shell/not-there.js';
import type { PageProps } from '../../shell/page.js';
import { useCurrent } from '../../shell/lists/use-current.js';
import { SplitDetail } from '../../shell/panes/split-detail.js';
import { isEditable } from '../campaign-words.js';
import { PreviewPane } from '../preview/preview-pane.js';
import { closed } from '../route.js';
import type { View } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';
import { Actions } from './actions.js';
import { Head } from './head.js';
import { ReportView } from './report-view.js';

const gapMs = 700;

export interface CampaignDetailProps extends PageProps {
  id: string;
  campaigns: Campaigns;
}

/** Whether a frame is, or may be, about a campaign, its mail or what happened to that. */
const isAbout = (frame: LiveFrame, id: string): boolean =>
  (frame.type === 'campaign' && frame.campaign.id === id) ||
  (frame.type === 'campaign_removed' && frame.id === id) ||
  frame.type === 'message_removed' ||
  (frame.type === 'message' && frame.message.campaign_id === id) ||
  (frame.type === 'event' && frame.event.data.campaign_id === id);

/** One campaign: what can be done with it, what it came to, and its mail as any contact gets it. */
export function CampaignDetail({ id, campaigns, ...page }: CampaignDetailProps) {
  const { control, feed } = page;
  const { navigate } = campaigns;
  const load = useCallback(
    (signal: AbortSignal) => control.data<CampaignReport>(`/campaigns/${encodeURIComponent(id)}`, signal),
    [control, id],
  );
  const isNews = useCallback((frame: LiveFrame) => isAbout(frame, id), [id]);
  const fetched = useCurrent({ feed, load, isNews, gapMs });
  const close = () => navigate(closed);
  return (
    <SplitDetail page="Campaigns" label="Campaign" isBusy={fetched.phase === 'loading'} class="cmp-detail">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={close}>
          <Icon name="close" size={14} /> Close
        </button>
        {fetched.phase === 'ready' && <Actions {...page} campaigns={campaigns} report={fetched.value} />}
      </div>
      {fetched.phase === 'failed' && (
        <NotThere what="campaign" failure={fetched} place="campaigns" onBack={close} />
      )}
      {fetched.phase === 'loading' && (
        <div class="cmp-skeleton tall">
          <i />
          <i />
          <i />
        </div>
      )}
      {fetched.phase === 'ready' && (
        <DetailBody {...page} campaigns={campaigns} report={fetched.value} isNews={isNews} />
      )}
    </SplitDetail>
  );
}

export interface DetailBodyProps extends PageProps {
  campaigns: Campaigns;
  report: CampaignReport;
  isNews(frame: LiveFrame): boolean;
}

function DetailBody(props: DetailBodyProps) {
  const { report, campaigns } = props;
  const { campaign } = report;
  const { route, navigate } = campaigns;
  const view = route.view ?? (isEditable(campaign) ? 'preview' : 'report');
  return (
    <div class="detail-body">
      <Head report={report} now={props.now} />
      <nav class="cmp-views" aria-label="Views of the campaign">
        <ViewLink campaigns={campaigns} view="report" open={view}>
          {isEditable(campaign) ? 'Who gets it' : 'Report'}
        </ViewLink>
        <ViewLink campaigns={campaigns} view="preview" open={view}>
          Preview
        </ViewLink>
      </nav>
      {view === 'preview' ? (
        <PreviewPane
          {...props}
          source={{ campaign_id: campaign.id }}
          version={campaign.updated_at}
          contact={route.contact}
          onContact={(contact) => navigate({ view: 'preview', contact }, 'replace')}
        />
      ) : (
        <ReportView {...props} />
      )}
    </div>
  );
}

interface ViewLinkProps {
  campaigns: Campaigns;
  view: View;
  open: View;
  children: string;
}

const ViewLink = ({ campaigns, view, open, children }: ViewLinkProps) => (
  <a href={campaigns.hrefOf({ view })} aria-current={view === open ? 'page' : undefined}>
    {children}
  </a>
);
