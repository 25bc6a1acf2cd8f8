import { useRef, useState } from 'preact/hooks';
import type { CampaignPreview } from '../../../src/contract/campaign-preview.js';
import type { Issue } from '../../../src/contract/errors.js';
import { ActButton } from '../../shell/act-button.js';
import { Confirm } from '../../shell/dialogs/confirm.js';
import { Icon } from '../../shell/late-icons.js';
import { CallError } from '../../shell/workspace/control.js';
import { PreviewView } from '../preview/preview-view.js';
import { usePreview } from '../preview/use-preview.js';
import { closed } from '../route.js';
import { AudienceTable } from '../detail/audience-view.js';
import type { EditorProps } from './editor.js';
import { FormFields } from './form-fields.js';
import { previewOf } from './form-values.js';
import type { FormValues } from './form-values.js';
import { byPlace, issuesOfPreview, sentenceOf, unplaced, withoutPrefix } from './issues.js';
import { useCampaignForm } from './use-campaign-form.js';

/** What happened to a campaign meanwhile, and the way on, where there is one. */
export interface Lock {
  reason: string;
  copyHref: string | null;
}

export interface CampaignFormProps extends EditorProps {
  id: string | null;
  initial: FormValues;
  /** Why it cannot be saved any more; null where it can. */
  lock: Lock | null;
}

/** The form, and beside it the mail that it makes. */
export function CampaignForm({ id, initial, lock, campaigns, ...page }: CampaignFormProps) {
  const form = useCampaignForm({ ...page, campaigns, id, initial });
  const { values, issues, isBusy, save } = form;
  const [isAsking, setAsking] = useState(false);
  const ref = useRef<HTMLFormElement | null>(null);
  const andSend = useRef(false);
  const { contact } = campaigns.route;
  const body = { campaign: previewOf(values), ...(contact === null ? {} : { contact_id: contact }) };
  const state = usePreview(page.control, body, '');
  const found = state.failure ? withoutPrefix(state.failure.issues) : issuesOfPreview(state.preview);
  const judge = () =>
    page.control
      .judge<CampaignPreview>('/campaigns/preview', body)
      .then(issuesOfPreview, (error: unknown) =>
        error instanceof CallError ? withoutPrefix(error.issues) : [],
      );
  const audience = state.preview?.audience ?? null;
  const willWait = values.send_time !== '' && Date.parse(values.send_time) > page.now;
  const off = { isOff: isBusy || lock !== null, title: lock?.reason };
  return (
    <form
      ref={ref}
      class="cmp-form"
      aria-label={id === null ? 'New campaign' : 'Edit campaign'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (lock === null) save(andSend.current, judge);
        andSend.current = false;
      }}
    >
      <header class="cmp-form-head">
        <a class="button quiet" href={campaigns.hrefOf({ ...closed, id })}>
          <Icon name="back" size={14} /> {id === null ? 'All campaigns' : 'Back'}
        </a>
        <h1>{id === null ? 'New campaign' : 'Edit campaign'}</h1>
        <ActButton class="button" {...off} onClick={() => setAsking(true)}>
          <Icon name="sent" size={14} /> Save and send
        </ActButton>
        <ActButton type="submit" class="button primary" {...off}>
          {willWait ? 'Schedule' : 'Save'}
        </ActButton>
      </header>
      <div class="cmp-form-body">
        <div class="cmp-fields">
          <Notices lock={lock} issues={unplaced(issues)} />
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
      {isAsking && lock === null && (
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

/** What keeps it from being saved and stands at no field. */
const Notices = ({ lock, issues }: { lock: Lock | null; issues: readonly Issue[] }) =>
  lock ? (
    <p class="notice state-bounced" role="alert">
      <Icon name="warning" />
      <span>
        {lock.reason}
        {lock.copyHref !== null && (
          <>
            : <a href={lock.copyHref}>duplicate it</a>
          </>
        )}
      </span>
    </p>
  ) : (
    <>
      {issues.map((issue) => (
        <p class="notice state-bounced" role="alert" key={issue.field}>
          <Icon name="warning" /> <bdi>{sentenceOf(issue)}</bdi>
        </p>
      ))}
    </>
  );
