import { crc32 } from 'node:zlib';
import { hexOf } from '../files/checksum.js';
import { Count, largestCount } from '../../contract/count.js';
import { tableNames, tableSchemas } from '../../contract/tables.js';
import type { TableName } from '../../contract/tables.js';
import { readFileJson } from '../../contract/json/json-place.js';
import { storeLimits } from '../../contract/json/json-text.js';
import type { JournalOp } from '../tables/database.js';
import { migrateFields, migrateRow, storeVersion, versionFault } from './migrations.js';
import { damageAdvice, jsonError, StoreFileError } from '../files/store-file-error.js';

/** Whether a value may be the number of a commit. */
export const isCommitNumber = (value: unknown): value is number => Count.safeParse(value).success;
export const commitNumberIssue = `expected a whole number from 0 to ${largestCount}`;

/** One commit as a line of the journal. Lines of version 1 do not name their version. */
export interface Line {
  version: number;
  seq: number;
  ops: JournalOp[];
}

const { journal: advice } = damageAdvice;
const checksum = /,"crc":"([0-9a-f]{8})"\}$/;

/** The commit in a line, whose checksum is verified. Lines of earlier releases and those written by hand have none. */
function requireIntact(text: string, where: string): string {
  const [end, crc] = checksum.exec(text) ?? [];
  if (end === undefined) return text;
  const commit = `${text.slice(0, -end.length)}}`;
  if (hexOf(crc32(commit)) === crc) return commit;
  throw new StoreFileError(where, 'is not as it was written (its checksum differs).', advice);
}

/** Reads a line that stands at `where`, in the present shape of its rows. */
export async function parseLine(text: string, where: string): Promise<Line> {
  const read = await readFileJson(requireIntact(text, where), storeLimits);
  if ('fault' in read) throw jsonError(where, { ...read.fault, line: null }, advice);
  const parsed = read.value as { version?: unknown; seq?: unknown; ops?: unknown } | null;
  if (parsed?.seq === undefined || !Array.isArray(parsed.ops)) {
    throw new StoreFileError(where, 'is not a commit (it has no "seq" and "ops").', advice);
  }
  const strange = Object.keys(parsed).find((key) => !['version', 'seq', 'ops'].includes(key));
  if (strange !== undefined)
    throw new StoreFileError(where, `has a field that no commit has: ${JSON.stringify(strange)}.`, advice);
  const { seq } = parsed;
  if (!isCommitNumber(seq)) throw new StoreFileError(where, `has a bad "seq": ${commitNumberIssue}.`, advice);
  const version = parsed.version ?? 1;
  const fault = versionFault(version);
  if (fault) throw new StoreFileError(where, fault.issue, fault.advice || advice);
  const ops = (parsed.ops as unknown[]).map((op) => parseOp(op, version as number, where));
  return { version: version as number, seq, ops };
}

/** Whether rows of a table have a field. A table of rows of many shapes is never changed by field. */
function isFieldOf(table: TableName, key: string): boolean {
  const schema = tableSchemas[table];
  return !('shape' in schema) || Object.hasOwn(schema.shape, key);
}

function parseOp(op: unknown, version: number, where: string): JournalOp {
  const refuse = (why: string) => new StoreFileError(where, why, advice);
  const [table, value, kind] = Array.isArray(op) ? (op as unknown[]) : [];
  if (typeof table !== 'string' || !tableNames.includes(table as TableName))
    throw refuse(`names no table of ours: ${JSON.stringify(table)}.`);
  if (kind !== undefined && kind !== 'changed')
    throw refuse(`has a change of a kind that is not known: ${JSON.stringify(kind)}.`);
  if (kind && typeof (value as { id?: unknown } | null)?.id !== 'string')
    throw refuse('has a change of a row without an "id".');
  if (typeof value === 'string') return [table, value] as JournalOp;
  if (kind) {
    const fields = migrateFields(table, value, version);
    const strange = Object.keys(fields as object).find((key) => !isFieldOf(table as TableName, key));
    if (strange !== undefined) throw refuse(`changes a field that no row has: ${table}.${strange}.`);
    return [table, fields, kind] as JournalOp;
  }
  return [table, migrateRow(table, value, version)] as JournalOp;
}

export function encodeLine(seq: number, ops: readonly JournalOp[]): string {
  const commit = JSON.stringify({ version: storeVersion, seq, ops });
  return `${commit.slice(0, -1)},"crc":"${hexOf(crc32(commit))}"}`;
}
