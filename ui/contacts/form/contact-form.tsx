import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Issue } from '../../../src/contract/errors.js';
import { ActButton } from '../../shell/act-button.js';
import { FieldIssue } from '../../shell/field-issue.js';
import { Icon } from '../../shell/late-icons.js';
import { SplitDetail } from '../../shell/panes/split-detail.js';
import { statuses } from '../route.js';
import { lineFields } from './contact-draft.js';
import type { Draft } from './contact-draft.js';
import { CustomFieldsEditor } from './custom-fields-editor.js';

export interface ContactFormProps {
  title: string;
  action: string;
  draft: Draft;
  /** What the API, or the form itself, expected of which field. */
  issues: readonly Issue[];
  /** How often it was refused. */
  refusals: number;
  isBusy: boolean;
  isNew: boolean;
  /** Why it cannot be saved any more; null where it can. */
  lock: string | null;
  onChange(patch: Partial<Draft>): void;
  onSubmit(): void;
  onClose(): void;
}

const placed = (field: string): boolean =>
  /^(?:email|first_name|last_name|phone|company|tags|status|send_welcome|custom )/.test(field) ||
  field.startsWith('custom_fields.');

/** Whether a fault is of the contact itself, which no field of the form can mend. */
const isOfItself = (field: string): boolean => field === '' || field === 'id';

/** A contact to be filled in. Each fault stands at its field, and the first faulty one gets the focus. */
export function ContactForm(props: ContactFormProps) {
  const { title, action, draft, issues, refusals, isBusy, isNew, lock, onChange } = props;
  const ref = useRef<HTMLFormElement | null>(null);
  useLayoutEffect(() => {
    const isWithin = ref.current?.contains(document.activeElement) ?? false;
    if (issues.length === 0 && isWithin) return;
    const first = ref.current?.querySelector(issues.length > 0 ? '[aria-invalid=true]' : 'input');
    if (first instanceof HTMLElement) first.focus();
    // Not as marks go while a field is mended.
  }, [refusals]);
  const issueOf = (name: string) =>
    issues.find(({ field }) => field === name || field.startsWith(`${name}[`))?.issue ?? null;
  const others = issues.filter(({ field }) => !placed(field));
  const told =
    lock ?? others.map(({ field, issue }) => (isOfItself(field) ? issue : `${field}: ${issue}`)).join('; ');
  return (
    <SplitDetail page="Contacts" label={title} class="contacts-detail">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={props.onClose}>
          <Icon name="close" size={14} /> {isNew ? 'Close' : 'Cancel'}
        </button>
      </div>
      <form
        ref={ref}
        class="detail-body contacts-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (lock === null) props.onSubmit();
        }}
      >
        <h2>{title}</h2>
        <TextField
          {...{ name: 'email', label: 'Email', value: draft.email, issue: issueOf('email') }}
          onInput={(email) => onChange({ email })}
        />
        {lineFields.map(({ field, label }) => (
          <TextField
            key={field}
            {...{ name: field, label, value: draft[field], issue: issueOf(field) }}
            onInput={(value) => onChange({ [field]: value })}
          />
        ))}
        <TextField
          {...{ name: 'tags', label: 'Tags, separated by commas', value: draft.tags, issue: issueOf('tags') }}
          onInput={(tags) => onChange({ tags })}
        />
        {isNew ? <Welcome {...props} /> : <Status {...props} />}
        <CustomFieldsEditor rows={draft.custom} issues={issues} onChange={(custom) => onChange({ custom })} />
        {told !== '' && (
          <p class="notice state-bounced" role="alert">
            <Icon name="warning" /> <bdi>{told}</bdi>
          </p>
        )}
        <p class="contacts-actions">
          <ActButton
            type="submit"
            class="button primary"
            isOff={isBusy || lock !== null}
            title={lock ?? undefined}
          >
            {action}
          </ActButton>
        </p>
      </form>
    </SplitDetail>
  );
}

const Welcome = ({ draft, onChange }: ContactFormProps) => (
  <label class="contacts-check">
    <input
      type="checkbox"
      checked={draft.send_welcome}
      onChange={({ currentTarget }) => onChange({ send_welcome: currentTarget.checked })}
    />
    Send the welcome mail
  </label>
);

const Status = ({ draft, onChange }: ContactFormProps) => (
  <label class="contacts-label">
    Status
    <select
      class="contacts-field"
      value={draft.status}
      onChange={({ currentTarget: { value } }) => {
        const found = statuses.find((each) => each.value === value);
        if (found) onChange({ status: found.value });
      }}
    >
      {statuses.map(({ value, word }) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </select>
  </label>
);

interface TextFieldProps {
  name: string;
  label: ComponentChildren;
  value: string;
  issue: string | null;
  onInput(value: string): void;
}

const TextField = ({ name, label, value, issue, onInput }: TextFieldProps) => (
  <div class="contacts-label">
    <label for={`contact-${name}`}>{label}</label>
    <input
      id={`contact-${name}`}
      class="contacts-field"
      dir="auto"
      autocomplete="off"
      spellcheck={false}
      value={value}
      aria-required={name === 'email'}
      aria-invalid={issue !== null}
      aria-describedby={issue === null ? undefined : `contact-${name}-issue`}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
    {issue !== null && <FieldIssue id={`contact-${name}-issue`} issue={issue} />}
  </div>
);
