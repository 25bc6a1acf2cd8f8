import { customPrefix, importFields } from './contact-import.js';
import { invalidField } from './errors.js';
import { countWords } from './text/count-words.js';

/** Other headings that stand for a field, without regard to case, blanks and dashes. */
const otherHeadings: Readonly<Record<string, string>> = {
  e_mail: 'email',
  mail: 'email',
  email_address: 'email',
  e_mail_address: 'email',
  mail_address: 'email',
  full_name: 'name',
  firstname: 'first_name',
  forename: 'first_name',
  given_name: 'first_name',
  lastname: 'last_name',
  surname: 'last_name',
  family_name: 'last_name',
  phone_number: 'phone',
  telephone: 'phone',
  mobile: 'phone',
  organization: 'company',
  organisation: 'company',
  company_name: 'company',
  tag: 'tags',
};
/** Fields of the API that the emulator gives itself; a data set may say them too. */
export const ownFields = ['id', 'subscribed_at', 'created_at', 'updated_at'] as const;
const known = new Map<string, string | null>([
  ...Object.entries(otherHeadings),
  ...importFields.map((field) => [field, field] as const),
  ...[...ownFields, 'custom_fields'].map((field) => [field, null] as const),
]);

/** A heading without regard to case, blanks and dashes. */
const keyOf = (heading: string): string => heading.toLowerCase().replace(/[\s-]+/g, '_');

/** The field that a heading names: a custom one where it names none of the API, null where it is not read. */
function fieldOf(heading: string, further: readonly string[]): string | null {
  if (heading === '' || heading.startsWith(customPrefix)) return heading || null;
  const key = keyOf(heading);
  if (further.includes(key)) return key;
  return known.get(key) ?? (known.has(key) ? null : customPrefix + heading);
}

/**
 * The field of each column of a CSV file of contacts by its heading, of two columns for one field the first. `further` are
 * fields that are read besides those of an import.
 */
export function fieldsOfHeadings(
  headings: readonly string[],
  further: readonly string[] = [],
): (string | null)[] {
  const fields = headings.map((heading) => fieldOf(heading, further));
  return fields.map((field, index) => (fields.indexOf(field) === index ? field : null));
}

/** Why headings leave open which column is meant: two have the same one. Null where they do not; empty ones name none. */
export function headingFault(headings: readonly string[]): string | null {
  // The keys of custom fields are as they are written.
  const names = headings.map((heading) => (known.has(keyOf(heading)) ? keyOf(heading) : heading));
  const second = names.findIndex((name, at) => name !== '' && names.indexOf(name) < at);
  if (second < 0) return null;
  const first = names.indexOf(names[second] ?? '');
  const [one, other] = [first, second].map((at) => `${at + 1} ("${headings[at]}")`);
  return `Expected each heading once, got it in the columns ${one} and ${other}`;
}

/** Throws a 400 where the columns of a call do not fit those of the file. */
export function requireFitting(columns: readonly (string | null)[], headings: readonly string[]): void {
  if (columns.length !== headings.length)
    throw invalidField(
      'columns',
      `Expected ${countWords(headings.length, 'field')}, one for each column of the file`,
    );
  const twice = columns.findIndex((field, index) => field !== null && columns.indexOf(field) !== index);
  if (twice >= 0) throw invalidField(`columns[${twice}]`, 'Expected each field once');
}

/** A line by fields, as the schemas of an imported contact and of a data set take it. An empty cell says nothing of its field. */
export function contactOfCells(cells: readonly string[], fields: readonly (string | null)[]): unknown {
  const contact = new Map<string, unknown>();
  const custom = new Map<string, string>();
  const given = fields.flatMap((field, index) => {
    const value = cells[index] ?? '';
    return field === null || value === '' ? [] : [{ field, value }];
  });
  for (const { field, value } of given) {
    if (field.startsWith(customPrefix)) custom.set(field.slice(customPrefix.length), value);
    else if (field === 'tags') contact.set(field, tagsOfCell(value));
    else if (field === 'status') contact.set(field, value.toLowerCase());
    else if (field !== 'name') contact.set(field, value);
  }
  const name = given.find(({ field }) => field === 'name')?.value.split(/\s+/);
  if (name) for (const [field, value] of namesOf(name)) if (!contact.has(field)) contact.set(field, value);
  if (custom.size > 0) contact.set('custom_fields', Object.fromEntries(custom));
  return Object.fromEntries(contact);
}

const namesOf = ([first = '', ...rest]: readonly string[]): [string, string][] =>
  rest.length > 0
    ? [
        ['first_name', first],
        ['last_name', rest.join(' ')],
      ]
    : [['first_name', first]];

/** Tags in one cell, separated by semicolon or comma. */
const tagsOfCell = (cell: string): string[] =>
  cell
    .split(/[;,]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
