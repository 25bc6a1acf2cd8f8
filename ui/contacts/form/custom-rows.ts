import type { Contact } from '../../../src/contract/contact.js';
import type { Issue } from '../../../src/contract/errors.js';

type Fields = Contact['custom_fields'];

/** What the value of a custom field is written as. */
export const customTypes = [
  { type: 'text', label: 'Text' },
  { type: 'number', label: 'Number' },
  { type: 'boolean', label: 'True or false' },
  { type: 'json', label: 'JSON' },
] as const;
export type CustomType = (typeof customTypes)[number]['type'];

/** One custom field in the form. */
export interface CustomRow {
  key: string;
  type: CustomType;
  value: string;
}

function rowOf([key, value]: [string, Fields[string]]): CustomRow {
  if (typeof value === 'string') return { key, type: 'text', value };
  if (typeof value === 'number') return { key, type: 'number', value: String(value) };
  if (typeof value === 'boolean') return { key, type: 'boolean', value: String(value) };
  return { key, type: 'json', value: JSON.stringify(value) };
}

export const customRowsOf = (fields: Fields): CustomRow[] => Object.entries(fields).map(rowOf);

/** The value of a row, or what was expected of it. */
function valueOf({ type, value }: CustomRow): { value: Fields[string] } | { issue: string } {
  switch (type) {
    case 'text':
      return { value };
    case 'boolean':
      return { value: value === 'true' };
    case 'number': {
      const number = Number(value);
      return value.trim() === '' || !Number.isFinite(number)
        ? { issue: 'Expected a number such as 42 or 3.5' }
        : { value: number };
    }
    case 'json':
      try {
        return { value: JSON.parse(value) as Fields[string] };
      } catch (error) {
        return { issue: `Expected valid JSON: ${(error as Error).message}` };
      }
  }
}

/** The name of a row among the fields of the form, and that of its key. */
export const fieldOfRow = (index: number): string => `custom ${index}`;
export const fieldOfKey = (index: number): string => `${fieldOfRow(index)} key`;

/** The custom fields that the rows come to. A row without key and value counts as none. */
export function valuesOf(rows: readonly CustomRow[]): { fields: Fields; issues: Issue[] } {
  const fields = new Map<string, Fields[string]>();
  const issues: Issue[] = [];
  rows.forEach((row, index) => {
    if (row.key === '' && row.value === '') return;
    const taken = valueOf(row);
    if (row.key === '') issues.push({ field: fieldOfKey(index), issue: 'Expected a key that is not empty' });
    else if (fields.has(row.key)) issues.push({ field: fieldOfKey(index), issue: 'Expected each key once' });
    else if ('issue' in taken) issues.push({ field: fieldOfRow(index), issue: taken.issue });
    else fields.set(row.key, taken.value);
  });
  return { fields: Object.fromEntries(fields), issues };
}
