import { useRef, useState } from 'preact/hooks';
import { Confirm } from '../../shell/dialogs/confirm.js';
import { Icon } from '../../shell/late-icons.js';
import { PreviewView } from '../preview/preview-view.js';
import { usePreview } from '../preview/use-preview.js';
import { closed } from '../route.js';
import { AudienceTable } from '../detail/audience-view.js';
import type { EditorProps } from './editor.js';
import { FormFields } from './form-fields.js';
import { previewOf } from './form-values.js';
import type { FormValues } from './form-values.js';
import { byPlace, issuesOfPreview, unplaced, withoutPrefix } from './issues.js';
import { useCampaignForm } from './use-campaign-form.js';

export interface CampaignFormProps extends EditorProps {
  id: string | null;
  initial: FormValues;
}

/** The form, and beside it the mail that it makes. */
export function CampaignForm({ id, initial, campaigns, ...page }: CampaignFormProps) {
  const form = useCampaignForm({ ...page, campaigns, id, initial });
  const { values, issues, isBusy, save } = form;
  const [isAsking, setAsking] = useState(false);
  const ref = useRef<HTMLFormElement | null>(null);
  const andSend = useRef(false);
  const { contact } = campaigns.route;
  const body = { campaign: previewOf(values), ...(contact === null ? {} : { contact_id: contact }) };
  const state = usePreview(page.control, body, '');
  const found = state.failure ? withoutPrefix(state.failure.issues) : issuesOfPreview(state.preview);
  const audience = state.preview?.audience ?? null;
  const willWait = values.send_time !== '' && Date.parse(values.send_time) > page.now;
  return (
    <form
      ref={ref}
      class="cmp-form"
      aria-label={id === null ? 'New campaign' : 'Edit campaign'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(andSend.current, found);
        andSend.current = false;
      }}
    >
      <header class="cmp-form-head">
        <a class="button quiet" href={campaigns.hrefOf({ ...closed, id })}>
          <Icon name="back" size={14} /> {id === null ? 'All campaigns' : 'Back'}
        </a>
        <h1>{id === null ? 'New campaign' : 'Edit campaign'}</h1>
        <button type="button" class="button" disabled={isBusy} onClick={() => setAsking(true)}>
          <Icon name="sent" size={14} /> Save and send
        </button>
        <button type="submit" class="button primary" disabled={isBusy}>
          {willWait ? 'Schedule' : 'Save'}
        </button>
      </header>
      <div class="cmp-form-body">
        <div class="cmp-fields">
          {unplaced(issues).map(({ field, issue }) => (
            <p class="notice state-bounced" role="alert" key={field}>
              <Icon name="warning" />
              <span>
                {field !== '' && <code>{field}</code>} <bdi>{issue}</bdi>
              </span>
            </p>
          ))}
          <FormFields form={form} issues={byPlace([...issues, ...found])} now={page.now} />
          {audience && (
            <section class="cmp-section" aria-label="Who would get it now">
              <AudienceTable audience={audience} />
            </section>
          )}
        </div>
        <PreviewView
          {...page}
          state={state}
          onContact={(chosen) => campaigns.navigate({ contact: chosen }, 'replace')}
        />
      </div>
      {isAsking && (
        <Confirm
          title={
            audience === null
              ? 'Save it and send it now?'
              : `Save it and send it to ${audience.recipients.toLocaleString()} ${audience.recipients === 1 ? 'contact' : 'contacts'} now?`
          }
          text="The mail goes into the inbox of this emulator and nowhere else. Once sent, a campaign cannot be edited."
          action="Save and send"
          isHarmless
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            andSend.current = true;
            ref.current?.requestSubmit();
          }}
        />
      )}
    </form>
  );
}
