import { issueWords } from '../../contract/issue-words.js';
import { ImportedContact } from '../../contract/contact-import.js';
import {
  contactOfCells,
  fieldsOfHeadings,
  headingFault,
  requireFitting,
} from '../../contract/contact-columns.js';
import type { ContactImport, ContactImportInput } from '../../contract/contact-import.js';
import type { ContactRecord } from '../../contract/contact.js';
import { AppError } from '../../contract/errors.js';
import type { CsvLine, ReadCsv } from '../ports/csv.js';
import type { Store } from '../ports/ports.js';
import { countWords } from '../../contract/text/count-words.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { Clock } from '../time/clock.js';
import { newContact } from './new-contact.js';
import { faultsOfMerge, patchContact, putUpdate } from './update-contact.js';

export interface ImportDeps {
  store: Store;
  clock: Clock;
  readCsv: ReadCsv;
}

/** Contacts of one commit, and lines checked in one turn of the event loop. */
const sliceSize = 500;
/** So many faults are named; all are counted. */
const mostFaults = 200;
const examplesOfColumn = 3;

/** A file as it was read: its columns, the contacts of its sound lines, and what is wrong with the others. */
interface ReadFile extends Pick<ContactImport, 'columns' | 'lines' | 'faulty' | 'faults'> {
  contacts: ImportedContact[];
}

/** What becomes of a contact of the file. */
type Judged = { before: ContactRecord | null; after: ContactRecord };

/** Imports contacts of a CSV file. Throws a 400 on `csv` or `columns`; nothing is changed before the whole file was read. */
export function createContactImport({ store, clock, readCsv }: ImportDeps) {
  const judge = (given: ImportedContact, existing: ContactImportInput['existing']): Judged => {
    const before = store.contacts.byEmail(given.email) ?? null;
    if (!before) {
      const after = newContact({ ...given, id: store.newId('contact'), created_at: clock.now() });
      return { before, after };
    }
    // The spelling of an address that is there already stays.
    const patch = { ...given, email: undefined };
    return { before, after: existing === 'skip' ? before : patchContact(before, patch, clock.now()) };
  };
  /** What a line is refused for though it is sound by itself: what it is merged with grows beyond the limits. */
  const faultsWith = (existing: ContactImportInput['existing']) => (given: ImportedContact) => {
    const { before, after } = judge(given, existing);
    return before ? faultsOfMerge(after, before === after ? {} : given) : [];
  };
  const put = (judged: readonly Judged[]) =>
    store.commit((tx) => {
      for (const { before, after } of judged) {
        if (!before) tx.put('contacts', after);
        else if (before !== after) putUpdate(tx, store, { before, after });
      }
    });

  return async ({ csv, columns, existing, faulty, preview }: ContactImportInput): Promise<ContactImport> => {
    const { contacts, ...read } = await readFile(readCsv(csv), columns, faultsWith(existing));
    if (!preview && faulty === 'refuse') requireSound(read);
    const result = { preview, ...read, created: 0, updated: 0, unchanged: 0 };
    for (let from = 0; from < contacts.length; from += sliceSize) {
      const judged = contacts.slice(from, from + sliceSize).map((given) => judge(given, existing));
      for (const { before, after } of judged)
        result[before === null ? 'created' : before === after ? 'unchanged' : 'updated'] += 1;
      if (!preview) {
        put(judged);
        await store.durable();
      }
      await yieldToEventLoop();
    }
    return result;
  };
}

function requireSound({ faults: [first], faulty }: Pick<ReadFile, 'faults' | 'faulty'>): void {
  if (!first) return;
  const { line, field, issue } = first;
  const others = faulty > 1 ? ` (and ${faulty - 1} more faulty lines)` : '';
  throw new AppError('INVALID_REQUEST', `Line ${line}, ${field}: ${issue}${others}`, {
    field: 'csv',
    issue: `Line ${line}, ${field}: ${issue}${others}`,
    line,
  });
}

async function readFile(
  slices: AsyncIterable<CsvLine[]>,
  given: readonly (string | null)[] | undefined,
  faultsOf: FaultsOf,
): Promise<ReadFile> {
  let checker: ReturnType<typeof createLineChecker> | null = null;
  for await (const lines of slices) {
    for (let from = 0; from < lines.length; from += sliceSize) {
      for (const line of lines.slice(from, from + sliceSize)) {
        if (checker) checker.check(line);
        else checker = createLineChecker(line, given, faultsOf);
      }
      await yieldToEventLoop();
    }
  }
  return (checker ?? createLineChecker({ line: 1, cells: [] }, given, faultsOf)).read;
}

/** What is wrong with a line that has not as many cells as the heading. */
const uneven = (cells: readonly string[], heading: readonly string[]) => ({
  field: 'line',
  issue: `Expected ${countWords(heading.length, 'cell')}, as in the heading; there are ${cells.length}`,
});

/** What is wrong with the custom fields that a line leads to. */
type FaultsOf = (given: ImportedContact) => string[];

/** Checks one line after the other by the columns of the heading. */
function createLineChecker(
  heading: CsvLine,
  given: readonly (string | null)[] | undefined,
  faultsOf: FaultsOf,
) {
  const fields = given ?? fieldsOfHeadings(heading.cells);
  requireFitting(fields, heading.cells);
  const seen = new Map<string, number>();
  const columns = heading.cells.map((name, index) => ({
    name,
    field: fields[index] ?? null,
    examples: [] as string[],
  }));
  const read: ReadFile = { columns, lines: 0, contacts: [], faulty: 0, faults: [] };
  const refuse = (line: number, found: readonly { field: string; issue: string }[]) => {
    read.faulty += 1;
    for (const { field, issue } of found)
      if (read.faults.length < mostFaults) read.faults.push({ line, field, issue });
  };
  const missing = fields.includes('email') ? null : 'Expected a column with the address';
  const ambiguous = given ? null : headingFault(heading.cells);
  const isFile = (missing ?? ambiguous) === null;
  if (missing !== null) read.faults.push({ line: heading.line, field: 'email', issue: missing });
  if (ambiguous !== null) read.faults.push({ line: heading.line, field: 'columns', issue: ambiguous });

  function check({ line, cells }: CsvLine): void {
    read.lines += 1;
    cells.forEach((value, index) => {
      const { examples } = columns[index] ?? {};
      if (examples && value !== '' && examples.length < examplesOfColumn) examples.push(value.slice(0, 200));
    });
    if (!isFile) return void (read.faulty += 1);
    if (cells.length !== heading.cells.length) return refuse(line, [uneven(cells, heading.cells)]);
    const parsed = ImportedContact.safeParse(contactOfCells(cells, fields), { error: issueWords });
    if (!parsed.success) return refuse(line, parsed.error.issues.map(issueOf));
    const { email } = parsed.data;
    const holder = seen.get(email.toLowerCase());
    if (holder !== undefined)
      return refuse(line, [{ field: 'email', issue: `Expected each address once; line ${holder} has it` }]);
    const [tooMuch] = faultsOf(parsed.data);
    if (tooMuch !== undefined) return refuse(line, [{ field: 'custom_fields', issue: tooMuch }]);
    seen.set(email.toLowerCase(), line);
    read.contacts.push(parsed.data);
  }
  return { read, check };
}

const issueOf = ({ path, message }: { path: PropertyKey[]; message: string }) => ({
  field: path.length > 0 ? path.map(String).join('.') : 'line',
  issue: message,
});
