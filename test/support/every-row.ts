import type { Campaign } from '../../src/contract/campaign.js';
import type { TableName } from '../../src/contract/tables.js';
import { startEmulator } from '../../src/index.js';
import { callApi } from './emulator.js';
import { kindOfLeaf } from './text-leaves.js';
import type { Leaf } from './text-leaves.js';

export type Row = { id: string; kind?: string } & Record<string, unknown>;
export type Tables = Record<TableName, Row[]>;

/** What SMTP would take as further commands and headers. */
export const smuggled = (text: string) => `${text}>\r\nRCPT TO:<evil@x.test>\r\nBcc: evil@x.test\r\n\r\nDATA`;

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
/** Whether a text of a row may have lines. */
export const isFree = (table: TableName, leaf: Leaf) =>
  free.has(`${table}.${kindOfLeaf(leaf)}`) ||
  /^deliveries\.attempts\.\*\.re(?:quest|sponse)_headers\./.test(`${table}.${kindOfLeaf(leaf)}`);

/** A workspace with a row of every kind in every table. */
export async function furnish(): Promise<Tables> {
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
