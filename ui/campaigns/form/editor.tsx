import { useCallback, useRef } from 'preact/hooks';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import type { LiveFrame } from '../../../src/contract/frame.js';
import { NotThere } from '../../shell/not-there.js';
import type { PageProps } from '../../shell/page.js';
import type { Fetched } from '../../shell/loading/use-fetched.js';
import { useCurrent } from '../../shell/lists/use-current.js';
import { isEditable } from '../campaign-words.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';
import { CampaignForm } from './campaign-form.js';
import type { Lock } from './campaign-form.js';
import { copyOf, emptyValues, valuesOf } from './form-values.js';
import type { FormValues } from './form-values.js';

export interface EditorProps extends PageProps {
  campaigns: Campaigns;
}

/** A campaign that is written: a new one, a copy, or a saved one; beside it the mail as a contact would get it. */
export function Editor(props: EditorProps) {
  const { id, from } = props.campaigns.route;
  const isNew = id === 'new';
  const source = isNew ? from : id;
  return (
    <main data-pane class="campaigns cmp-editor">
      {source === null ? (
        <CampaignForm {...props} id={null} initial={emptyValues} lock={null} />
      ) : (
        <Loaded {...props} source={source} isNew={isNew} />
      )}
    </main>
  );
}

const isAbout = (frame: LiveFrame, id: string): boolean =>
  (frame.type === 'campaign' && frame.campaign.id === id) ||
  (frame.type === 'campaign_removed' && frame.id === id);

/** What happened to a campaign while it is edited, so that it cannot be saved; null where nothing did. */
function lockOf(now: Fetched<CampaignReport>, copyHref: string): Lock | null {
  if (now.phase === 'failed' && now.isMissing)
    return { reason: 'This campaign was deleted meanwhile', copyHref: null };
  if (now.phase !== 'ready' || isEditable(now.value.campaign)) return null;
  return { reason: 'This campaign has been sent meanwhile and cannot be edited', copyHref };
}

/** The form once the campaign is there that it begins with. What is entered stays, whatever happens to that meanwhile. */
function Loaded({ source, isNew, ...props }: EditorProps & { source: string; isNew: boolean }) {
  const { control, campaigns, feed } = props;
  const first = useRef<Campaign | null>(null);
  const load = useCallback(
    (signal: AbortSignal) => control.data<CampaignReport>(`/campaigns/${encodeURIComponent(source)}`, signal),
    [control, source],
  );
  const isNews = useCallback((frame: LiveFrame) => isAbout(frame, source), [source]);
  const fetched = useCurrent({ feed, load, isNews });
  if (fetched.phase === 'ready') first.current ??= fetched.value.campaign;
  const campaign = first.current;
  if (fetched.phase === 'loading')
    return (
      <div class="cmp-skeleton tall" aria-busy="true">
        <i />
        <i />
        <i />
      </div>
    );
  if (fetched.phase === 'failed' && !campaign)
    return (
      <NotThere
        isAlone
        what="campaign"
        failure={fetched}
        place="campaigns"
        onBack={() => campaigns.navigate(closed)}
      />
    );
  if (!campaign) return null;
  if (!isNew && !isEditable(campaign))
    return (
      <div class="absent" role="alert">
        <h1>This campaign can no longer be edited</h1>
        <p class="muted">It is {campaign.status}. A duplicate can be written on.</p>
        <a class="button" href={campaigns.hrefOf(closed)}>
          Back to the campaigns
        </a>
      </div>
    );
  const values: FormValues = valuesOf(campaign);
  return (
    <CampaignForm
      {...props}
      id={isNew ? null : campaign.id}
      initial={isNew ? copyOf(values) : values}
      lock={isNew ? null : lockOf(fetched, campaigns.hrefOf({ ...closed, id: 'new', from: source }))}
    />
  );
}
