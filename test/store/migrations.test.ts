import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Campaign, CampaignStats } from '../../src/index.js';
import { tableNames } from '../../src/contract/tables.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { openStore } from '../../src/store/store.js';
import type { WholeState } from '../../src/store/store.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

type Row = Record<string, unknown> & { id: string };
type Tables = Record<string, Row[]>;

const folderOf = (version: number) => join(import.meta.dirname, `data-v${version}`);
const oldVersions = Array.from({ length: storeVersion - 1 }, (_, index) => index + 1);
const isOfTable = ([name]: [string, unknown]) => (tableNames as string[]).includes(name);

/** What each version changed, said once more and apart from the code: a row of version n to one of n + 1. */
const changes: ((table: string, row: Row) => Row)[] = [
  (table, row) => {
    if (table !== 'messages') return row;
    const { plan, handed_over_at, outcome, ...rest } = row;
    const { reception, acts, bot } = (outcome ?? {}) as Record<string, unknown>;
    return {
      ...rest,
      schedule: plan,
      sent_at: handed_over_at,
      outcome: outcome === null ? null : { result: reception, actions: acts, bot },
    };
  },
  (table, row) => {
    if (table === 'campaigns') return { ...row, last_start: null };
    return table === 'suppressions' ? { ...row, message_id: null } : row;
  },
  (table, row) => {
    if (table === 'keys')
      return row['name'] === 'Made with the workspace' ? { ...row, origin: 'workspace' } : row;
    if (table !== 'meta') return row;
    if (row.id === 'workspace') return { ...row, inherited: [] };
    return row.id === 'quota' ? { ...row, others: {} } : row;
  },
];
const inPresentShape = (tables: Tables, version: number): Tables =>
  Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      rows.map((row) => changes.slice(version - 1).reduce((changed, change) => change(table, changed), row)),
    ]),
  );

const rowsOfFile = (path: string): Tables =>
  Object.fromEntries(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Tables).filter(isOfTable));

/** The rows of a directory of an older version: its checkpoint, and the lines of its journal one after the other. */
function rowsOfDirectory(dir: string): Tables {
  const tables = rowsOfFile(join(dir, 'db.json'));
  const lines = readFileSync(join(dir, 'journal.jsonl'), 'utf8').split('\n').slice(0, -1);
  for (const { ops } of lines.map((line) => JSON.parse(line) as { ops: [string, Row | string, string?][] })) {
    for (const [table, value, kind] of ops) {
      const id = typeof value === 'string' ? value : value.id;
      const rows = tables[table] ?? [];
      const at = rows.findIndex((row) => row.id === id);
      if (typeof value === 'string') rows.splice(at, 1);
      else if (at < 0) rows.push(value);
      else rows[at] = kind ? { ...rows[at], ...value } : value;
    }
  }
  return tables;
}

const sorted = (tables: Tables | WholeState): Tables =>
  Object.fromEntries(
    Object.entries(tables as Tables).map(([table, rows]) => [
      table,
      [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  );

async function useOldData(version: number): Promise<{ data: string; workspace: string }> {
  const data = await useDirectory();
  cpSync(join(folderOf(version), 'data'), data, { recursive: true });
  return { data, workspace: join(data, 'workspaces', 'default') };
}

async function readRows(dir: string): Promise<WholeState> {
  const timers = systemTimers;
  const store = await openStore({ dir, random: systemRandom, timers, log: () => undefined });
  onTestFinished(() => store.close({ checkpoint: false }));
  return store.capture();
}

it('there is a data directory of every older version, with rows of every table', () => {
  expect(oldVersions.length).toBeGreaterThan(0);
  expect(changes).toHaveLength(oldVersions.length);
  for (const version of oldVersions) {
    const rows = rowsOfDirectory(join(folderOf(version), 'data', 'workspaces', 'default'));
    expect(Object.entries(rows).filter(([, { length }]) => length === 0)).toEqual([]);
    expect(Object.keys(rows)).toEqual(tableNames);
    const statuses = (table: string) => [...new Set(rows[table]?.map(({ status }) => status))].sort();
    expect(statuses('campaigns')).toEqual(['draft', 'scheduled', 'sending', 'sent']);
    expect(statuses('messages')).toEqual(['bounced', 'deferred', 'delivered', 'queued', 'sent']);
    expect(statuses('deliveries')).toContain('pending');
  }
});

it.each(oldVersions)('a directory of version %i opens with every row of it', async (version) => {
  const { data } = await useOldData(version);
  const names = readdirSync(join(data, 'workspaces'));
  expect(names).toHaveLength(2);
  for (const workspace of names.map((name) => join(data, 'workspaces', name))) {
    const expected = inPresentShape(rowsOfDirectory(workspace), version);
    expect(sorted(await readRows(workspace))).toEqual(sorted(expected));
    // Its checkpoint is of our version at once, so that a release before this one refuses it and does not misread our lines.
    await expect
      .poll(() => readFileSync(join(workspace, 'db.json'), 'utf8').slice(0, 40))
      .toContain(`"version": ${storeVersion},`);
    await expect.poll(() => existsSync(join(workspace, 'db.json.tmp'))).toBe(false);
    expect(sorted(rowsOfFile(join(workspace, 'db.json')))).toEqual(sorted(expected));
  }
});

it.each(oldVersions)('a process goes on with a directory of version %i', async (version) => {
  const { data } = await useOldData(version);
  const before = rowsOfDirectory(join(data, 'workspaces', 'default'));
  const running = await startProcess(['--data', data]);
  expect(await running.settle()).toBe(true);
  const { data: campaigns } = await callApi<Campaign[]>(running, '/campaigns');
  expect(campaigns.map(({ status }) => status).sort()).toEqual(['draft', 'scheduled', 'sent', 'sent']);
  const resumed = campaigns.find(({ name }) => name === 'Sending');
  const { data: stats } = await callApi<CampaignStats>(running, `/campaigns/${resumed?.id}/stats`);
  expect(stats.stats.sent).toBe(6);
  const inbox = await running.inbox.list({ limit: 500 });
  expect(inbox.length).toBe(before['messages']?.length);
  for (const { id, size } of inbox) expect((await running.inbox.raw(id)).length).toBe(size);
  expect((await running.inbox.list({ q: '"in the journal alone"' })).length).toBe(1);
  await running.clock.advance('1h');
  const mails = (await running.inbox.list({ status: 'deferred' })).map(({ to }) => to[0]?.address);
  expect(mails).toEqual([]);
  await running.kill();
  const again = await startProcess(['--data', data]);
  expect((await again.inbox.list({ limit: 500 })).length).toBe(inbox.length);
});

it.each(oldVersions)('a snapshot and an export of version %i are taken back whole', async (version) => {
  const { data, workspace } = await useOldData(version);
  const emulator = await useEmulator({ data });
  const rowsNow = async () => JSON.parse((await emulator.export()).toString()) as Tables;
  const ids = (tables: Tables, table: string) => tables[table]?.map(({ id }) => id).sort();
  const messagesOf = (tables: Tables) => sorted({ messages: tables['messages'] ?? [] })['messages'];
  const kept = inPresentShape(rowsOfFile(join(workspace, 'snapshots', 'base.1', 'db.json')), version);
  await emulator.snapshots.restore('base');
  let rows = await rowsNow();
  expect(messagesOf(rows)).toEqual(messagesOf(kept));
  expect(tableNames.map((table) => ids(rows, table))).toEqual(tableNames.map((table) => ids(kept, table)));
  expect((await emulator.faults.list()).length).toBe(1);

  const file = join(folderOf(version), 'export.json');
  const held = inPresentShape(rowsOfFile(file), version);
  await emulator.import(await readFile(file));
  rows = await rowsNow();
  expect(messagesOf(rows)).toEqual(messagesOf(held));
  expect(tableNames.map((table) => ids(rows, table))).toEqual(tableNames.map((table) => ids(held, table)));
});

it('what a newer release wrote is refused by its version, wherever it stands', async () => {
  const version = storeVersion + 1;
  const newer = `was written by a newer maildrone-emulator (store version ${version}, this one knows ${storeVersion})`;
  const { workspace } = await useOldData(1);
  const journal = join(workspace, 'journal.jsonl');
  const lines = readFileSync(journal, 'utf8');
  await appendFile(journal, `{"version":${version},"seq":9999,"ops":[]}\n`);
  await expect(readRows(workspace)).rejects.toThrow(newer);
  await writeFile(journal, lines.replace('{"seq"', '{"version":"two","seq"'));
  await expect(readRows(workspace)).rejects.toThrow(/line 1\).*"version" that is no whole number/);
  const db = join(workspace, 'db.json');
  await writeFile(db, readFileSync(db, 'utf8').replace('"version": 1', `"version": ${version}`));
  await expect(readRows(workspace)).rejects.toThrow(newer);

  const { data, workspace: other } = await useOldData(1);
  const snapshot = join(other, 'snapshots', 'base.1', 'db.json');
  await writeFile(snapshot, readFileSync(snapshot, 'utf8').replace('"version": 1', `"version": ${version}`));
  const emulator = await useEmulator({ data });
  await expect(emulator.snapshots.restore('base')).rejects.toThrow(newer);
  const exported = readFileSync(join(folderOf(1), 'export.json'), 'utf8');
  await expect(
    emulator.import(exported.replace('"version": 1', `"version": ${version}`)),
  ).rejects.toMatchObject({ details: { field: 'version', line: 3 } });
});
