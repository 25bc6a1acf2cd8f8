import { isUtf8 } from 'node:buffer';
import { issueWords } from '../../contract/issue-words.js';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import { ExportedMail, exportMark, exportVersion } from '../../contract/snapshot.js';
import { distinctFields, tableNames, tableSchemas } from '../../contract/tables.js';
import type { TableName, Tables } from '../../contract/tables.js';
import { createElementReader, TextFault } from './json-elements.js';
import type { Element } from './json-elements.js';
import { encodeTables } from '../persistence/checkpoint-format.js';
import { migrateRow, storeVersion } from '../persistence/migrations.js';
import { storedMail } from './snapshots.js';
import type { Pace } from '../../core/time/pace.js';
import type { GetMail } from '../mail/blobs.js';
import { noRows } from '../store.js';
import { largestNumber, tooLargeAt } from './growing-numbers.js';
import type { WholeState } from '../store.js';

const mailLine = (id: MessageId, raw: Buffer): string =>
  JSON.stringify(isUtf8(raw) ? { id, text: raw.toString('utf8') } : { id, base64: raw.toString('base64') });

/** A whole state as one file of JSON: a record a line, the keys in the order of their schema, the raw mail at the end. */
export async function* encodeExport({
  tables,
  mail,
  pace,
}: {
  tables: WholeState;
  mail: { get: GetMail };
  pace: Pace;
}): AsyncGenerator<string> {
  yield `{\n"${exportMark}": ${exportVersion},\n"version": ${storeVersion}`;
  for (const slice of encodeTables(tables)) {
    yield slice;
    await pace();
  }
  yield ',\n"mail": [';
  let separator = '\n';
  for (const id of storedMail(tables)) {
    // Mail in memory is there at once, and gives nobody else a turn.
    await pace();
    const raw = await mail.get(id);
    if (!raw) continue;
    yield `${separator}${mailLine(id, raw)}`;
    separator = ',\n';
  }
  yield '\n]\n}\n';
}

/** A fault of an export: 400 with the line and the field, a path such as `contacts[3].email`. */
const fault = (line: number, field: string, issue: string): AppError =>
  new AppError('INVALID_REQUEST', `The file cannot be imported: line ${line}: ${field}: ${issue}`, {
    field,
    issue,
    line,
  });

const mailAtOnce = 32;

/** Gathers an export: each record is checked as it comes. */
function createGathering(putMail: (id: MessageId, raw: Buffer) => Promise<void>) {
  const tables = noRows();
  const seen = new Set<string>();
  const stored = new Set<string>();
  const putting: Promise<void>[] = [];
  let isMarked = false;
  let storedVersion: number | null = null;

  function once(what: string, field: string, line: number) {
    if (seen.has(what)) throw fault(line, field, 'Expected a value that no record before has');
    seen.add(what);
  }
  function header({ key, value, line }: Element) {
    if (!isMarked && key !== exportMark)
      throw fault(line, key, `Expected an export of maildrone-emulator, which begins with "${exportMark}"`);
    isMarked = true;
    if (key !== exportMark && key !== 'version') throw fault(line, key, 'Expected no such member');
    const known = key === exportMark ? exportVersion : storeVersion;
    const version = Number(value);
    if (version > known)
      throw fault(
        line,
        key,
        `Expected at most ${known}: the file is of a newer maildrone-emulator (${version})`,
      );
    if (!Number.isInteger(version) || version < 1)
      throw fault(line, key, 'Expected a whole number from 1 on');
    if (key === 'version') storedVersion = version;
  }
  function record<K extends TableName>(table: K, value: unknown, { index, line }: Element) {
    const field = `${table}[${index}]`;
    if (storedVersion === null) throw fault(line, table, 'Expected "version" before the records');
    const result = tableSchemas[table].safeParse(migrateRow(table, value, storedVersion), {
      error: issueWords,
    });
    if (!result.success) {
      const [issue] = result.error.issues;
      throw fault(line, [field, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'invalid');
    }
    const row = result.data as Tables[K];
    // What a user keeps of a contact is counted by nobody.
    const large = table === 'contacts' ? null : tooLargeAt(row, field);
    if (large !== null) throw fault(line, large, `Expected a number of at most ${largestNumber}`);
    once(`${table} id ${row.id}`, `${field}.id`, line);
    const distinct = distinctFields[table];
    if (distinct)
      once(`${table} ${distinct.field} ${distinct.valueOf(row)}`, `${field}.${distinct.field}`, line);
    if ('stored' in row && row.stored) stored.add(row.id);
    (tables[table] as Tables[K][]).push(row);
  }
  function mail(value: unknown, { index, line }: Element) {
    const field = `mail[${index}]`;
    const result = ExportedMail.safeParse(value, { error: issueWords });
    if (!result.success) throw fault(line, field, result.error.issues[0]?.message ?? 'invalid');
    const { id, text, base64 } = result.data;
    if (!stored.delete(id))
      throw fault(line, `${field}.id`, 'Expected the id of a stored message that comes before, and once');
    const raw = Buffer.from(text ?? base64 ?? '', text === undefined ? 'base64' : 'utf8');
    const put = putMail(id as MessageId, raw);
    // `settle` rejects with it.
    put.catch(() => undefined);
    putting.push(put);
  }
  return {
    tables,
    take(element: Element) {
      const { key, index, value, line } = element;
      if (index === null) return header(element);
      const table = tableNames.find((name) => name === key);
      if (!isMarked || (!table && key !== 'mail'))
        throw fault(line, key, `Expected one of ${[...tableNames, 'mail'].join(', ')}`);
      if (table) record(table, value, element);
      else mail(value, element);
    },
    /** The outline alone does not say that it is an export. */
    end() {
      if (!isMarked) throw new TextFault(1, 'file', `Expected an export, which begins with "${exportMark}"`);
    },
    /** Lets some mail be written before more is read. */
    async settle(most = mailAtOnce) {
      if (putting.length > most) await Promise.all(putting.splice(0));
    },
  };
}

/**
 * Reads an export and hands its raw mail on as it comes. Rejects with a 400 that names line and field; nothing but that
 * mail has been kept then.
 */
export async function readExport(
  source: AsyncIterable<Buffer>,
  { putMail, pace }: { putMail(id: MessageId, raw: Buffer): Promise<void>; pace: Pace },
): Promise<WholeState> {
  const gathering = createGathering(putMail);
  const reader = createElementReader(gathering.take);
  try {
    for await (const chunk of source) {
      // What has come already is read without a wait, so others get their turn here.
      await pace();
      reader.write(chunk);
      await gathering.settle();
    }
    reader.end();
    gathering.end();
  } catch (error) {
    await gathering.settle(0).catch(() => undefined);
    throw error instanceof TextFault ? fault(error.line, error.field, error.issue) : error;
  }
  await gathering.settle(0);
  return gathering.tables;
}
