import type { ComponentChildren } from 'preact';
import { FieldIssue } from '../../shell/field-issue.js';

export interface FieldProps {
  id: string;
  hint?: string | undefined;
  issue: string | undefined;
  children: ComponentChildren;
}

const issueId = (id: string): string => `${id}-issue`;
const hintId = (id: string): string => `${id}-hint`;

/** What describes a field, by its id. */
export const describedBy = ({ id, hint, issue }: Omit<FieldProps, 'children'>): string | undefined =>
  issue ? issueId(id) : hint ? hintId(id) : undefined;

/** A field with what is wrong at it, or else a hint. */
export const Field = ({ id, hint, issue, children }: FieldProps) => (
  <div class="cmp-field">
    {children}
    {issue ? (
      <FieldIssue id={issueId(id)} issue={issue} />
    ) : (
      hint && (
        <p class="cmp-hint" id={hintId(id)}>
          {hint}
        </p>
      )
    )}
  </div>
);

export interface TextFieldProps extends Omit<FieldProps, 'children'> {
  label: string;
  value: string;
  type?: 'text' | 'email' | 'datetime-local';
  optional?: boolean;
  /** Whether the focus begins here. */
  isFirst?: boolean;
  onText(text: string): void;
}

export function TextField({ label, value, type = 'text', onText, ...rest }: TextFieldProps) {
  const input = {
    id: rest.id,
    dir: 'auto',
    autocomplete: 'off',
    'data-first-focus': rest.isFirst,
    value,
    'aria-invalid': rest.issue !== undefined,
    'aria-describedby': describedBy(rest),
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onText(currentTarget.value),
  } as const;
  return (
    <Field {...rest}>
      <label for={rest.id}>
        {label}
        {rest.optional && <span class="muted"> (optional)</span>}
      </label>
      {type === 'datetime-local' ? (
        <input {...input} type="datetime-local" />
      ) : (
        <input {...input} type="text" inputMode={type} />
      )}
    </Field>
  );
}

export interface CheckProps {
  label: string;
  isOn: boolean;
  onChange(isOn: boolean): void;
}

export const Check = ({ label, isOn, onChange }: CheckProps) => (
  <label class="cmp-check">
    <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
    {label}
  </label>
);
