import { exactWords, relativeWords } from '../../words/time-words.js';
import { isoTimeOf } from '../local-time.js';
import { Check, Field, TextField } from './fields.js';
import type { FormValues } from './form-values.js';
import type { byPlace } from './issues.js';
import { TemplateField } from './template-field.js';
import type { CampaignForm } from './use-campaign-form.js';

export interface FormFieldsProps {
  form: CampaignForm;
  issues: ReturnType<typeof byPlace>;
  /** The time of the workspace in ms. */
  now: number;
}

/** The fields of a campaign, each with what is wrong at it. */
export function FormFields({ form: { values, change }, issues, now }: FormFieldsProps) {
  const bind = (field: keyof FormValues) => ({
    id: `cmp-${field}`,
    value: String(values[field]),
    onText: (text: string) => change({ [field]: text }),
  });
  return (
    <>
      <fieldset>
        <legend>Message</legend>
        <TextField
          {...bind('name')}
          label="Name"
          hint="For you: recipients do not see it"
          issue={issues.name}
          isFirst
        />
        <TextField
          {...bind('subject')}
          label="Subject"
          hint="A template, such as Hello {{first_name}}"
          issue={issues.subject}
        />
        <div class="cmp-pair">
          <TextField {...bind('from_name')} label="From, name" optional issue={issues.from_name} />
          <TextField {...bind('from_email')} type="email" label="From, address" issue={issues.from_email} />
        </div>
        <TextField {...bind('reply_to')} type="email" label="Reply to" optional issue={issues.reply_to} />
        <TemplateField {...bind('html')} label="HTML" rows={14} issue={issues['content.html']} />
        <TemplateField
          {...bind('text')}
          label="Text"
          rows={4}
          hint="Made from the HTML where it is empty"
          issue={issues['content.text']}
        />
      </fieldset>
      <Recipients form={{ values, change }} issues={issues} bind={bind} />
      <fieldset>
        <legend>Settings</legend>
        <Check
          label="Track opens"
          isOn={values.track_opens}
          onChange={(track_opens) => change({ track_opens })}
        />
        <Check
          label="Track clicks"
          isOn={values.track_clicks}
          onChange={(track_clicks) => change({ track_clicks })}
        />
        <Check
          label="Google Analytics (utm parameters on links)"
          isOn={values.google_analytics}
          onChange={(google_analytics) => change({ google_analytics })}
        />
        {issues.settings && <p class="bad">{issues.settings}</p>}
        <TextField
          {...bind('send_time')}
          type="datetime-local"
          label="Send time"
          optional
          hint={timeHint(values.send_time, now)}
          issue={issues.send_time}
        />
      </fieldset>
    </>
  );
}

/** What a send time means on the clock of the workspace. */
function timeHint(local: string, now: number): string {
  const time = isoTimeOf(local);
  if (time === null)
    return `On the clock of the workspace, where it is ${exactWords(new Date(now).toISOString())}`;
  return Date.parse(time) > now
    ? `It goes out by itself, ${relativeWords(time, now)} on the clock of the workspace`
    : 'This has passed on the clock of the workspace: it stays a draft';
}

interface RecipientsProps {
  form: Pick<CampaignForm, 'values' | 'change'>;
  issues: FormFieldsProps['issues'];
  bind(field: keyof FormValues): { id: string; value: string; onText(text: string): void };
}

const Recipients = ({ form: { values, change }, issues, bind }: RecipientsProps) => (
  <fieldset>
    <legend>Recipients</legend>
    <div class="cmp-choices" role="radiogroup" aria-label="Recipients">
      {(['all', 'tags'] as const).map((type) => (
        <label key={type} class="cmp-check">
          <input
            type="radio"
            name="cmp-type"
            checked={values.type === type}
            onChange={() => change({ type })}
          />
          {type === 'all' ? 'All active contacts' : 'Contacts with any of these tags'}
        </label>
      ))}
    </div>
    {values.type === 'tags' ? (
      <TextField {...bind('tags')} label="Tags" hint="Separated by commas" issue={issues.recipients} />
    ) : (
      issues.recipients && (
        <Field id="cmp-recipients" issue={issues.recipients}>
          {null}
        </Field>
      )
    )}
    <TextField
      {...bind('exclude_tags')}
      label="Without tags"
      optional
      hint="Who has one of these gets nothing"
      issue={issues['recipients.exclude_tags']}
    />
  </fieldset>
);
