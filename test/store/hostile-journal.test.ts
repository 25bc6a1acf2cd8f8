import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '../../src/contract/tables.js';
import type { TableName } from '../../src/contract/tables.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { openStore } from '../../src/store/store.js';
import { furnish, isFree, smuggled } from '../support/every-row.js';
import type { Row, Tables } from '../support/every-row.js';
import { useDirectory } from '../support/process.js';
import { kindOfLeaf, textLeaves, withText } from '../support/text-leaves.js';
import type { Leaf } from '../support/text-leaves.js';

interface Case {
  title: string;
  table: TableName;
  row: Row;
  field: string;
  /** The row with the fault in it. */
  changed: Row;
}

/** A value that no field of ours may have: those with an object have named fields, and nothing is a list of lists of it. */
const wrong = [[{ wrong: true }]];

/** Fields that take any JSON, or whatever a caller named. */
const any = /^contacts\.custom_fields|^meta\.value/;

/** A line of the journal; with the checksum that it would have, unless it is as a person writes it. */
function lineOf(seq: number, ops: unknown[], isSigned: boolean): string {
  const commit = JSON.stringify({ version: storeVersion, seq, ops });
  const sum = crc32(commit).toString(16).padStart(8, '0');
  return isSigned ? `${commit.slice(0, -1)},"crc":"${sum}"}\n` : `${commit}\n`;
}

let tables: Tables;
let cases: Case[] = [];

function casesOf(table: TableName, row: Row): Case[] {
  const kind = table === 'meta' ? `meta ${row.id}` : table;
  const ofText = textLeaves(row)
    .filter((leaf) => leaf[0] !== 'kind' && !isFree(table, leaf))
    .map((leaf: Leaf) => ({
      ...{ title: `${kind}.${kindOfLeaf(leaf)} with a line end`, table, row, field: String(leaf[0]) },
      changed: withText(row, leaf, smuggled) as Row,
    }));
  const ofType = Object.keys(row)
    .filter((field) => !any.test(`${table}.${field}`))
    .map((field) => ({
      ...{ title: `${kind}.${field} of a wrong type`, table, row, field },
      changed: { ...row, [field]: wrong },
    }));
  return [...ofText, ...ofType];
}

beforeAll(async () => {
  tables = await furnish();
  const seen = new Set<string>();
  const all = tableNames.flatMap((table) => tables[table].flatMap((row) => casesOf(table, row)));
  cases = all.filter(({ title }) => !seen.has(title) && seen.add(title));
});

describe('A row that was edited by hand in a line of the journal', () => {
  const open = (dir: string) =>
    openStore({ dir, random: systemRandom, timers: systemTimers, log: () => undefined });

  it('is every field of every table', () => {
    expect(new Set(cases.map(({ table }) => table))).toEqual(new Set(tableNames));
    expect(cases.length).toBeGreaterThan(150);
  });

  it('stops the start with file, line and field: as a row without a checksum, and as a changed field with one', async () => {
    const dir = join(await useDirectory(), 'default');
    await (await open(dir)).close({ checkpoint: false });
    for (const [index, { title, table, row, field, changed }] of cases.entries()) {
      // In turn: both go through the same check. The id of a change names the row.
      const isChange = index % 2 === 1 && field !== 'id';
      const isSigned = isChange;
      const sound = lineOf(1, [[table, row]], isSigned);
      const op = isChange ? [table, { id: row.id, [field]: changed[field] }, 'changed'] : [table, changed];
      await writeFile(join(dir, 'journal.jsonl'), sound + lineOf(2, [op], isSigned));
      const fault = await open(dir).then(
        (store) => store.close({ checkpoint: false }).then(() => 'taken'),
        (error: Error) => error.message,
      );
      expect(fault, title).toContain(
        `${join(dir, 'journal.jsonl')} (line 2): has a bad row: ${table}.${field}`,
      );
    }
  });

  it('is taken as it stands where it is sound', async () => {
    const dir = join(await useDirectory(), 'default');
    const ops = tableNames.flatMap((table) => tables[table].map((row) => [table, row]));
    await (await open(dir)).close({ checkpoint: false });
    await writeFile(join(dir, 'journal.jsonl'), lineOf(1, ops, false));
    const store = await open(dir);
    expect([...store.contacts.values()].length).toBe(tables.contacts.length);
    await store.close({ checkpoint: false });
  });
});
