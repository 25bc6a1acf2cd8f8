import { customPrefix, importFields } from '../../contract/contact-import.js';
import { invalidField } from '../../contract/errors.js';

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
/** Fields of the API that the emulator gives itself. */
const ownFields = new Set(['id', 'created_at', 'updated_at', 'subscribed_at', 'custom_fields']);

/** The field that a heading names: a custom one where it names none of the API, null where it is not imported. */
function fieldOf(heading: string): string | null {
  if (heading === '' || heading.startsWith(customPrefix)) return heading || null;
  const key = heading.toLowerCase().replace(/[\s-]+/g, '_');
  const known =
    importFields.find((field) => field === key) ?? new Map(Object.entries(otherHeadings)).get(key);
  return known ?? (ownFields.has(key) ? null : customPrefix + heading);
}

/** The field of each column by its heading; of two columns for one field the first. */
export function fieldsOfHeadings(headings: readonly string[]): (string | null)[] {
  const fields = headings.map(fieldOf);
  return fields.map((field, index) => (fields.indexOf(field) === index ? field : null));
}

/** Throws a 400 where the columns of a call do not fit those of the file. */
export function requireFitting(columns: readonly (string | null)[], headings: readonly string[]): void {
  if (columns.length !== headings.length)
    throw invalidField('columns', `Expected ${headings.length} fields, one for each column of the file`);
  const twice = columns.findIndex((field, index) => field !== null && columns.indexOf(field) !== index);
  if (twice >= 0) throw invalidField(`columns[${twice}]`, 'Expected each field once');
}

/** A line by fields, as the schema of an imported contact takes it. An empty cell says nothing of its field. */
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
