import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { FieldIssue } from '../shell/field-issue.js';
import { useMark } from './marks.js';
import type { Resource } from './use-resource.js';

export interface SectionProps {
  title: string;
  /** What it is for, in a sentence. */
  lead: ComponentChildren;
  children: ComponentChildren;
}

export const Section = ({ title, lead, children }: SectionProps) => (
  <section class="set-section" aria-labelledby="set-title">
    <h2 id="set-title">{title}</h2>
    <p class="set-lead">{lead}</p>
    {children}
  </section>
);

/** A part of a section with a heading of its own. */
export const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <div class="set-part" role="group" aria-label={title}>
    <h3>{title}</h3>
    {children}
  </div>
);

export interface LoadedProps<T> {
  of: Resource<T>;
  children: (value: T) => ComponentChildren;
}

/** What was fetched, its place while it comes, or why it did not. */
export function Loaded<T>({ of: { fetched, reload }, children }: LoadedProps<T>) {
  if (fetched.phase === 'ready') return <>{children(fetched.value)}</>;
  if (fetched.phase === 'loading') return <Skeleton />;
  return (
    <div class="notice state-bounced set-failed" role="alert">
      <span>This could not be fetched: {fetched.issue}</span>
      <button type="button" class="button small" onClick={reload}>
        Try again
      </button>
    </div>
  );
}

export const Skeleton = () => (
  <div class="set-skeleton" aria-busy="true">
    <i />
    <i />
    <i />
  </div>
);

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  /** What is wrong at it, as the control with its id says. */
  mark?: { id: string; issue: string | null };
  children: ComponentChildren;
}

/** A control with its label above and a hint below, or in its place what is wrong. */
const Field = ({ label, hint, mark, children }: FieldProps) => (
  <div class="set-field">
    <label>
      <span>{label}</span>
      {children}
      {hint !== undefined && !mark?.issue && <small>{hint}</small>}
    </label>
    {mark?.issue && <FieldIssue id={mark.id} issue={mark.issue} />}
  </div>
);

export interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; word: string }[];
  onChoose(value: NoInfer<T>): void;
}

/** One of a few. */
export const Choice = <T extends string>({ label, value, choices, onChoose }: ChoiceProps<T>) => (
  <Field label={label}>
    <select
      class="set-input"
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = choices.find((choice) => choice.value === currentTarget.value);
        if (chosen) onChoose(chosen.value);
      }}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.word}
        </option>
      ))}
    </select>
  </Field>
);

export interface TextInputProps {
  label: string;
  value: string;
  onInput(value: string): void;
  /** Its name in the API, by which a refusal names it. */
  field?: string;
  hint?: ComponentChildren;
  type?: 'text' | 'number' | 'email' | 'search' | 'datetime-local';
  placeholder?: string;
  required?: boolean;
  min?: number;
  max?: number;
  step?: number | 'any';
}

export function TextInput({ label, hint, field, onInput, ...input }: TextInputProps) {
  const mark = useMark(field);
  const change = (value: string) => {
    mark.clear();
    onInput(value);
  };
  return (
    <Field label={label} hint={hint} mark={mark}>
      <TypedInput {...input} {...mark.attributes} onInput={change} />
    </Field>
  );
}

/** JSX takes the type of an input as one literal. */
function TypedInput({
  type,
  onInput,
  ...input
}: Omit<TextInputProps, 'label' | 'hint' | 'field'> & ReturnType<typeof useMark>['attributes']) {
  const shared = {
    ...input,
    class: 'set-input',
    autocomplete: 'off',
    spellcheck: false,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onInput(currentTarget.value),
  } as const;
  switch (type) {
    case 'number':
      return <input type="number" {...shared} />;
    case 'email':
      return <input type="email" {...shared} />;
    case 'search':
      return <input type="search" dir="auto" {...shared} />;
    case 'datetime-local':
      return <input type="datetime-local" {...shared} />;
    case 'text':
    case undefined:
      return <input type="text" dir="auto" {...shared} />;
  }
}

/**
 * Calls `send` where a form is sent, and nothing else happens. Where that resolves with true, the form is reset (`onReset` is to
 * empty its fields), as otherwise one that is required and empty again is marked as faulty.
 */
export const onSubmit =
  (send: () => Promise<boolean> | void) =>
  (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    void Promise.resolve(send()).then((isDone) => {
      if (isDone === true) form.reset();
    });
  };
