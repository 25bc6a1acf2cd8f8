import { useRef } from 'preact/hooks';
import { describedBy, Field } from './fields.js';
import { lineOfIssue } from './issues.js';

export interface TemplateFieldProps {
  id: string;
  label: string;
  value: string;
  rows: number;
  hint?: string;
  issue: string | undefined;
  onText(text: string): void;
}

/** A template of several lines. A fault shows its line, and a button leads there. */
export function TemplateField({ label, value, rows, onText, ...rest }: TemplateFieldProps) {
  const { id, issue } = rest;
  const ref = useRef<HTMLTextAreaElement | null>(null);
  const line = issue === undefined ? null : lineOfIssue(issue);
  const text = line === null ? undefined : value.split('\n')[line - 1];
  function goToLine() {
    const area = ref.current;
    if (!area || line === null || text === undefined) return;
    const start =
      value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + text.length);
    const height = area.scrollHeight / value.split('\n').length;
    area.scrollTop = Math.max(0, (line - 3) * height);
  }
  return (
    <Field {...rest}>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        ref={ref}
        class="mono"
        rows={rows}
        dir="auto"
        spellcheck={false}
        value={value}
        aria-invalid={issue !== undefined}
        aria-describedby={describedBy(rest)}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {line !== null && text !== undefined && (
        <button
          type="button"
          class="cmp-line-link"
          onClick={goToLine}
          aria-label={`Go to line ${line}: ${text.trim()}`}
        >
          <span class="cmp-line-number">{line}</span>
          <bdi>{text.trim() === '' ? ' ' : text}</bdi>
        </button>
      )}
    </Field>
  );
}
