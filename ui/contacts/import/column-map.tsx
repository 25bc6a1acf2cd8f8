import type { ContactImport } from '../../../src/contract/contact-import.js';

export interface ColumnMapProps {
  columns: ContactImport['columns'];
  onChange(fields: readonly (string | null)[]): void;
}

const known = [
  { field: 'email', word: 'Email' },
  { field: 'name', word: 'Name (first and last)' },
  { field: 'first_name', word: 'First name' },
  { field: 'last_name', word: 'Last name' },
  { field: 'phone', word: 'Phone' },
  { field: 'company', word: 'Company' },
  { field: 'tags', word: 'Tags' },
  { field: 'status', word: 'Status' },
] as const;
const prefix = 'custom_fields.';

/** The custom field that a column becomes: the one it is, or one of its heading. */
const customOf = ({ name, field }: ColumnMapProps['columns'][number], index: number): string =>
  field?.startsWith(prefix) ? field : `${prefix}${(name || `column ${index + 1}`).slice(0, 100)}`;

/** Which field each column is; a field that another column was is taken from it. */
export function ColumnMap({ columns, onChange }: ColumnMapProps) {
  const set = (index: number, field: string | null) =>
    onChange(
      columns.map((column, at) => {
        if (at === index) return field;
        return column.field === field ? null : column.field;
      }),
    );
  return (
    <table class="contacts-columns">
      <caption class="hidden">Columns of the file</caption>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Is</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column, index) => (
          <tr key={index}>
            <td>
              <bdi class="contacts-column-name">{column.name || `Column ${index + 1}`}</bdi>
              <bdi class="contacts-column-examples muted">{column.examples.join(' · ')}</bdi>
            </td>
            <td>
              <select
                class="contacts-field"
                aria-label={`Field of column ${column.name || index + 1}`}
                value={column.field ?? ''}
                onChange={({ currentTarget: { value } }) => set(index, value === '' ? null : value)}
              >
                {known.map(({ field, word }) => (
                  <option key={field} value={field}>
                    {word}
                  </option>
                ))}
                <option value={customOf(column, index)}>
                  Custom field {customOf(column, index).slice(prefix.length)}
                </option>
                <option value="">Leave out</option>
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
