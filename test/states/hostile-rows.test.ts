import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import { tableNames } from '../../src/contract/tables.js';
import type { TableName } from '../../src/contract/tables.js';
import { startEmulator } from '../../src/index.js';
import { createCheckpointFile } from '../../src/store/persistence/checkpoint.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';
import { kindOfLeaf, textLeaves, withText } from '../support/text-leaves.js';
import type { Leaf } from '../support/text-leaves.js';

type Row = { id: string; kind?: string } & Record<string, unknown>;
type Tables = Record<TableName, Row[]>;

const smuggled = (text: string) => `${text}>\r\nRCPT TO:<evil@x.test>\r\nBcc: evil@x.test\r\n\r\nDATA`;

/** Texts that may have lines: content, what others answered, and what is only ever shown or searched. */
const free = new Set([
  ...['campaigns.content.html', 'campaigns.content.text', 'contacts.custom_fields.note'],
  ...[
    'messages.from.name',
    'messages.to.*.name',
    'messages.subject',
    'messages.preview',
    'messages.missing.*',
  ],
  ...['messages.bounce.status', 'messages.bounce.diagnostic', 'messages.reply.status', 'messages.reply.text'],
  ...['events.data.url', 'events.data.bounce.status', 'events.data.bounce.diagnostic', 'deliveries.body'],
  ...['deliveries.attempts.*.error', 'deliveries.attempts.*.response_body', 'webhooks.disabled_reason'],
]);
const isFree = (table: TableName, leaf: Leaf) =>
  free.has(`${table}.${kindOfLeaf(leaf)}`) ||
  /^deliveries\.attempts\.\*\.re(?:quest|sponse)_headers\./.test(`${table}.${kindOfLeaf(leaf)}`);

let tables: Tables;
const cases: { table: TableName; row: Row; leaf: Leaf }[] = [];

/** A workspace with a row of every kind in every table. */
async function furnish(): Promise<Tables> {
  const emulator = await startEmulator({ webhookUrl: ['http://127.0.0.1:1/'] });
  const contact = { first_name: 'A', last_name: 'B', phone: '1', company: 'C', tags: ['a'] };
  for (const email of ['ann+click@x.test', 'bob+bounce@x.test'])
    await callApi(emulator, '/contacts', {
      method: 'POST',
      body: { email, ...contact, custom_fields: { note: 'n' } },
    });
  const body = {
    ...{
      name: 'n',
      subject: '{{custom_fields.note}}{{no}}',
      from_name: 'f',
      from_email: 'f@x.test',
      reply_to: 'r@x.test',
    },
    content: { html: '<a href="https://x.test/">a</a>', text: 't' },
    recipients: { type: 'tags', tags: ['a'], exclude_tags: ['z'] },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await emulator.faults.add({
    match: { path: '/v2/x' },
    respond: { status: 500, code: 'X', message: 'm', headers: { 'X-Y': 'z' } },
  });
  await emulator.faults.add({
    smtp: { stage: 'end', match: { from: 'nobody', to: 'nobody' }, reply: '450 4.2.1 Later' },
  });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('31d');
  const [webhook] = await emulator.webhooks.list();
  if (webhook) await emulator.webhooks.rotate(webhook.id);
  const state = JSON.parse((await emulator.export()).toString('utf8')) as Tables;
  await emulator.stop();
  const [member] = state.contacts;
  state.audiences = [{ id: data.id, members: [[member?.id, member?.email]] }];
  return state;
}

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
