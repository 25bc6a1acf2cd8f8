import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '../../src/contract/tables.js';
import type { TableName } from '../../src/contract/tables.js';
import { createCheckpointFile } from '../../src/store/persistence/checkpoint.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { furnish, isFree, smuggled } from '../support/every-row.js';
import type { Row, Tables } from '../support/every-row.js';
import { useDirectory } from '../support/process.js';
import { kindOfLeaf, textLeaves, withText } from '../support/text-leaves.js';
import type { Leaf } from '../support/text-leaves.js';

let tables: Tables;
const cases: { table: TableName; row: Row; leaf: Leaf }[] = [];

const rowsFor = (table: TableName, row: Row): Tables =>
  Object.fromEntries(tableNames.map((name) => [name, name === table ? [row] : []])) as Tables;

beforeAll(async () => {
  tables = await furnish();
  const seen = new Set<string>();
  for (const table of tableNames)
    for (const row of tables[table])
      for (const leaf of textLeaves(row)) {
        const kind = `${table}.${table === 'meta' ? `${row.id}.` : ''}${kindOfLeaf(leaf)}`;
        if (seen.has(kind) || leaf[0] === 'kind') continue;
        seen.add(kind);
        cases.push({ table, row, leaf });
      }
});

describe('A text with a line end, in any field of any table', () => {
  it('stands in every table', () => {
    expect(new Set(cases.map(({ table }) => table))).toEqual(new Set(tableNames));
    expect(cases.length).toBeGreaterThan(80);
  });

  it('is refused by an import with the path of the field, unless it is content or only shown', async () => {
    const emulator = await useEmulator();
    for (const { table, row, leaf } of cases) {
      const changed = withText(row, leaf, smuggled) as Row;
      const raw = JSON.stringify({ maildrone_export: 1, version: storeVersion, ...rowsFor(table, changed) });
      const { status, text } = await callControl(emulator, '/import', { method: 'POST', raw });
      const where = [`${table}[0]`, ...leaf].join('.');
      if (isFree(table, leaf))
        expect([where, status, text.slice(0, 300)]).toEqual([where, 200, expect.any(String)]);
      else
        expect([where, status, text]).toEqual([
          where,
          400,
          expect.stringContaining(`"field":"${table}[0].${String(leaf[0])}`),
        ]);
    }
  });

  it('in db.json stops the start with its path and field', async () => {
    const dir = await useDirectory();
    for (const { table, row, leaf } of cases) {
      if (isFree(table, leaf)) continue;
      const changed = withText(row, leaf, smuggled) as Row;
      await writeFile(
        join(dir, 'db.json'),
        JSON.stringify({ version: storeVersion, seq: 1, ...rowsFor(table, changed) }),
      );
      const field = `${table}.${String(leaf[0])}`;
      await expect(createCheckpointFile(dir).read(), field).rejects.toThrow(
        new RegExp(`db\\.json \\(${table}\\[0\\]\\).*${field}`),
      );
    }
  });
});

it('A program that takes what is left, all at once, sends nothing that was smuggled in', async () => {
  const emulator = await useEmulator();
  const hostile = structuredClone(tables);
  for (const table of tableNames)
    hostile[table] = hostile[table].map((row) =>
      textLeaves(row)
        .filter((leaf) => isFree(table, leaf) && table !== 'meta')
        .reduce((changed, leaf) => withText(changed, leaf, smuggled) as Row, row),
    );
  const id = 'campaign_00000001';
  const drafts = hostile.campaigns.map((row) => ({ ...row, id, status: 'draft', sent_at: null }));
  hostile.campaigns = [...hostile.campaigns, ...drafts];
  hostile.suppressions = [];
  hostile.audiences = [];
  const { mail: _mail, ...state } = hostile as Tables & { mail?: unknown };
  state.messages = state.messages.map((row) => ({ ...row, stored: false }));
  const raw = JSON.stringify(state);
  expect((await callControl(emulator, '/import', { method: 'POST', raw })).status).toBe(200);
  expect((await callApi(emulator, `/campaigns/${id}/send`, { method: 'POST' })).status).toBe(200);
  await emulator.settle();
  const sent = (await emulator.inbox.list({ campaign: id })).filter(({ bounce }) => !bounce);
  expect(sent.map(({ to }) => to.map(({ address }) => address))).toEqual([['ann+click@x.test']]);
  const [head = ''] = (await emulator.inbox.raw(sent[0]?.id ?? '')).toString('utf8').split('\r\n\r\n');
  expect(head).not.toMatch(/^(?:bcc|rcpt)/im);
  expect(head).toMatch(/^Subject: n>.*RCPT TO/m);
  const all = await emulator.inbox.list({ limit: 500 });
  expect(all.filter(({ to }) => to.some(({ address }) => address.includes('evil')))).toEqual([]);
});
