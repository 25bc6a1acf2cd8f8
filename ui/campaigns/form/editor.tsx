import { useCallback } from 'preact/hooks';
import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import { Icon } from '../../shell/late-icons.js';
import type { PageProps } from '../../shell/page.js';
import { useFetched } from '../../shell/loading/use-fetched.js';
import { isEditable } from '../campaign-words.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';
import { CampaignForm } from './campaign-form.js';
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
        <CampaignForm {...props} id={null} initial={emptyValues} />
      ) : (
        <Loaded {...props} source={source} isNew={isNew} />
      )}
    </main>
  );
}

/** The form once the campaign is there that it begins with. */
function Loaded({ source, isNew, ...props }: EditorProps & { source: string; isNew: boolean }) {
  const { control, campaigns } = props;
  const load = useCallback(
    (signal: AbortSignal) => control.data<CampaignReport>(`/campaigns/${encodeURIComponent(source)}`, signal),
    [control, source],
  );
  const fetched = useFetched(load);
  if (fetched.phase === 'loading')
    return (
      <div class="cmp-skeleton tall" aria-busy="true">
        <i />
        <i />
        <i />
      </div>
    );
  if (fetched.phase === 'failed')
    return (
      <Absent
        campaigns={campaigns}
        title={fetched.isMissing ? 'This campaign is not there' : 'The campaign could not be fetched'}
        text={
          fetched.isMissing
            ? 'It was deleted, or the address names no campaign of this workspace.'
            : fetched.issue
        }
      />
    );
  const { campaign } = fetched.value;
  if (!isNew && !isEditable(campaign))
    return (
      <Absent
        campaigns={campaigns}
        title="This campaign can no longer be edited"
        text={`It is ${campaign.status}. A duplicate can be written on.`}
      />
    );
  const values: FormValues = valuesOf(campaign);
  return (
    <CampaignForm {...props} id={isNew ? null : campaign.id} initial={isNew ? copyOf(values) : values} />
  );
}

const Absent = ({ campaigns, title, text }: { campaigns: Campaigns; title: string; text: string }) => (
  <div class="absent" role="alert">
    <h1>{title}</h1>
    <p class="muted">{text}</p>
    <a class="button" href={campaigns.hrefOf(closed)}>
      <Icon name="back" size={14} /> All campaigns
    </a>
  </div>
);
