import { tableNames } from '../../contract/tables.js';
import type { TableName } from '../../contract/tables.js';
import type { JournalOp } from '../tables/database.js';
import { migrateFields, migrateRow, storeVersion, versionFault } from './migrations.js';
import { StoreFileError } from '../files/store-file-error.js';

/** One commit as a line of the journal. Lines of version 1 do not name their version. */
export interface Line {
  version: number;
  seq: number;
  ops: JournalOp[];
}

/** Reads a line that stands at `where`, in the present shape of its rows. */
export function parseLine(text: string, where: string): Line {
  let parsed: { version?: unknown; seq?: unknown; ops?: unknown };
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch (error) {
    throw new StoreFileError(
      where,
      `is not valid JSON: ${(error as Error).message}.`,
      'Nothing was changed.',
    );
  }
  if (typeof parsed.seq !== 'number' || !Array.isArray(parsed.ops)) {
    throw new StoreFileError(where, 'is not a commit (it has no "seq" and "ops").', 'Nothing was changed.');
  }
  const version = parsed.version ?? 1;
  const fault = versionFault(version);
  if (fault) throw new StoreFileError(where, fault.issue, fault.advice || 'Nothing was changed.');
  const ops = (parsed.ops as unknown[]).map((op) => parseOp(op, version as number, where));
  return { version: version as number, seq: parsed.seq, ops };
}

function parseOp(op: unknown, version: number, where: string): JournalOp {
  const refuse = (why: string) => new StoreFileError(where, why, 'Nothing was changed.');
  const [table, value, kind] = Array.isArray(op) ? (op as unknown[]) : [];
  if (typeof table !== 'string' || !tableNames.includes(table as TableName))
    throw refuse(`names no table of ours: ${JSON.stringify(table)}.`);
  if (kind !== undefined && kind !== 'changed')
    throw refuse(`has a change of a kind that is not known: ${JSON.stringify(kind)}.`);
  if (kind && typeof (value as { id?: unknown } | null)?.id !== 'string')
    throw refuse('has a change of a row without an "id".');
  if (typeof value === 'string') return [table, value] as JournalOp;
  if (kind) return [table, migrateFields(table, value, version), kind] as JournalOp;
  return [table, migrateRow(table, value, version)] as JournalOp;
}

export const encodeLine = (seq: number, ops: readonly JournalOp[]): string =>
  JSON.stringify({ version: storeVersion, seq, ops });
