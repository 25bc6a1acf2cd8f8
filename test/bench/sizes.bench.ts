import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from './figures.js';
import { median } from './report.js';
import type { Figure, Report } from './report.js';
import { fillDirectory, fillTexts } from './sample-data.js';
import { seconds } from './smtp-load.js';
import { spawned } from './spawned.js';

/** A million of contacts alone: as many mails of theirs would be 10 GB of disk. */
const sizes = [
  { contacts: 1000, messages: 1000 },
  { contacts: 10_000, messages: 10_000 },
  { contacts: 100_000, messages: 100_000 },
  { contacts: 1_000_000, messages: 0 },
];

interface Cost {
  start: number;
  resident: number;
  list: number;
  search: number;
  write: number;
  send: number;
  stop: number;
  disk: number;
}

const medianMs = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < 15; round += 1) times.push(1000 * (await seconds(work)));
  return median(times);
};

/** A campaign to 500 people among all of them, until its mail has arrived. */
async function sendToSome(connection: Awaited<ReturnType<typeof spawned>>['connection']): Promise<number> {
  const contacts = Array.from({ length: 500 }, (_, n) => ({ email: `some${n}@x.test`, tags: ['some'] }));
  for (const contact of contacts) await call(connection, '/contacts', contact);
  const campaign = await call<{ id: string }>(connection, '/campaigns', {
    name: 'Some',
    subject: 'Hello',
    from_email: 'news@x.test',
    content: { html: '<p>Hello {{email}}</p>' },
    recipients: { type: 'tags', tags: ['some'] },
  });
  return seconds(async () => {
    await call(connection, `/campaigns/${campaign.id}/send`, {});
    await connection.events.waitForAll(
      { type: 'email.delivered', campaign: campaign.id },
      { count: 500, timeout: 60_000 },
    );
  });
}

async function costOf(data: string, size: (typeof sizes)[number]): Promise<Cost> {
  const dir = await fillDirectory(data, size);
  if (size.messages > 0) await fillTexts(dir, size.messages, 2500);
  const { size: disk } = await stat(join(dir, 'db.json'));
  const {
    connection,
    seconds: start,
    resident,
    stop,
  } = await spawned(data, ['--max-messages', '1000000', '--rate-limits', 'off']);
  const list = await medianMs(() => call(connection, '/contacts?limit=20'));
  const search = await medianMs(() => connection.inbox.list({ q: 'gooseberry' }));
  let made = 0;
  const write = await medianMs(() => call(connection, '/contacts', { email: `new${(made += 1)}@x.test` }));
  const send = await sendToSome(connection);
  const held = await resident();
  const ended = await seconds(stop);
  return { start, resident: held, list, search, write, send, stop: ended, disk: disk / 2 ** 20 };
}

const rows: readonly { key: keyof Cost; what: string; unit: Figure['unit'] }[] = [
  { key: 'start', what: 'start', unit: 's' },
  { key: 'resident', what: 'resident', unit: 'MiB' },
  { key: 'list', what: 'a page of contacts', unit: 'ms' },
  { key: 'search', what: 'a text search', unit: 'ms' },
  { key: 'write', what: 'a contact created', unit: 'ms' },
  { key: 'send', what: 'a campaign to 500 of them', unit: 's' },
  { key: 'stop', what: 'the checkpoint at the end', unit: 's' },
  { key: 'disk', what: 'db.json', unit: 'MB' },
];

/** What each thing costs at 1,000 to 1,000,000 rows, and the exponent by which it grows from 10,000 to 100,000. */
export async function run(report: Report): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  try {
    const costs: Cost[] = [];
    for (const size of sizes) costs.push(await costOf(join(dir, String(size.contacts)), size));
    for (const { key, what, unit } of rows) {
      for (const [index, { contacts, messages }] of sizes.entries()) {
        const among = `${contacts.toLocaleString('en')} contacts${messages === 0 ? '' : ' and mails'}`;
        report({ what: `${what}, ${among}`, values: [costs[index]?.[key] ?? NaN], unit });
      }
      const exponent = Math.log10((costs[2]?.[key] ?? NaN) / (costs[1]?.[key] ?? NaN));
      report({ what: '  exponent of its growth', values: [exponent], unit: '×' });
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
