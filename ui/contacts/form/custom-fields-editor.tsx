import type { Issue } from '../../../src/contract/errors.js';
import { FieldIssue } from '../../shell/field-issue.js';
import { Icon } from '../../shell/late-icons.js';
import { customTypes, fieldOfKey, fieldOfRow } from './custom-rows.js';
import type { CustomRow, CustomType } from './custom-rows.js';

export interface CustomFieldsEditorProps {
  rows: readonly CustomRow[];
  issues: readonly Issue[];
  onChange(rows: readonly CustomRow[]): void;
}

const isType = (text: string): text is CustomType => customTypes.some(({ type }) => type === text);

/** An issue of the row: our own by its place, the API's by its key. */
const issueOf = (issues: readonly Issue[], { key }: CustomRow, index: number): string | null => {
  const path = `custom_fields.${key}`;
  const found = issues.find(
    ({ field }) =>
      field === fieldOfRow(index) || (key !== '' && (field === path || field.startsWith(`${path}.`))),
  );
  return found?.issue ?? null;
};

/** Custom fields as rows of key, type and value. */
export function CustomFieldsEditor({ rows, issues, onChange }: CustomFieldsEditorProps) {
  const change = (index: number, patch: Partial<CustomRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...patch } : row)));
  return (
    <fieldset class="contacts-custom">
      <legend>Custom fields</legend>
      {rows.map((row, index) => {
        const keyIssue = issues.find(({ field }) => field === fieldOfKey(index))?.issue ?? null;
        const issue = issueOf(issues, row, index);
        return (
          <div key={index} class="contacts-custom-row">
            <input
              class="contacts-field"
              dir="auto"
              aria-label={`Key of custom field ${index + 1}`}
              placeholder="Key"
              value={row.key}
              aria-invalid={keyIssue !== null}
              aria-describedby={keyIssue === null ? undefined : `custom-key-issue-${index}`}
              onInput={({ currentTarget }) => change(index, { key: currentTarget.value })}
            />
            <select
              class="contacts-field"
              aria-label={`Type of custom field ${index + 1}`}
              value={row.type}
              onChange={({ currentTarget: { value } }) => {
                if (isType(value)) change(index, { type: value });
              }}
            >
              {customTypes.map(({ type, label }) => (
                <option key={type} value={type}>
                  {label}
                </option>
              ))}
            </select>
            <CustomValue {...{ row, index, issue }} onChange={(value) => change(index, { value })} />
            <button
              type="button"
              class="button quiet square"
              aria-label={`Remove custom field ${index + 1}`}
              onClick={() => onChange(rows.filter((_row, at) => at !== index))}
            >
              <Icon name="close" size={14} />
            </button>
            {keyIssue !== null && <FieldIssue id={`custom-key-issue-${index}`} issue={keyIssue} />}
            {issue !== null && <FieldIssue id={`custom-issue-${index}`} issue={issue} />}
          </div>
        );
      })}
      <button
        type="button"
        class="button small"
        onClick={() => onChange([...rows, { key: '', type: 'text', value: '' }])}
      >
        <Icon name="plus" size={14} /> Add a custom field
      </button>
    </fieldset>
  );
}

interface CustomValueProps {
  row: CustomRow;
  index: number;
  issue: string | null;
  onChange(value: string): void;
}

function CustomValue({ row, index, issue, onChange }: CustomValueProps) {
  const shared = {
    class: 'contacts-field',
    'aria-label': `Value of custom field ${index + 1}`,
    'aria-invalid': issue !== null,
    'aria-describedby': issue === null ? undefined : `custom-issue-${index}`,
  };
  if (row.type === 'boolean')
    return (
      <select
        {...shared}
        value={row.value === 'true' ? 'true' : 'false'}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    );
  return (
    <input
      {...shared}
      dir="auto"
      placeholder={row.type === 'json' ? '["a", 1]' : 'Value'}
      inputMode={row.type === 'number' ? 'decimal' : 'text'}
      value={row.value}
      onInput={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
