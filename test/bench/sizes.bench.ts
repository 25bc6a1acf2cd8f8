import { mkdtemp, rm } from 'node:fs/promises';
import { totalmem, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../src/index.js';
import { call } from './figures.js';
import { median } from './report.js';
import type { Figure, Report } from './report.js';
import { fillDirectory, fillTexts } from './sample-data.js';
import type { Setting } from './setting.js';
import { sizeColumns } from './size-columns.js';
import type { SizeColumn } from './size-columns.js';
import { seconds } from './smtp-load.js';
import { spawned } from './spawned.js';

const sizes = [1000, 10_000, 100_000, 1_000_000];
const settings = ['--max-messages', '10000000', '--rate-limits', 'off'];
/** Characters of the text of a mail: enough for the search, and a million of them fit on a disk. */
const characters = 200;
/** What contacts and mails need at most, each in bytes: a size that this machine cannot hold is not tried. */
const bytesOf = (size: number): number => size * 6000;
/** A million is more than the heap that V8 allows unless told otherwise. */
const heapFor = (size: number): string[] =>
  size < 1_000_000 ? [] : [`--max-old-space-size=${Math.floor((totalmem() * 0.6) / 2 ** 20)}`];
const recipients = 500;

const medianMs = async (work: (round: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < 15; round += 1) times.push(1000 * (await seconds(() => work(round))));
  return median(times);
};

/** A campaign to 500 people among all of them, until its mail has arrived. */
async function sendToSome(connection: Connection): Promise<number> {
  const contacts = Array.from({ length: recipients }, (_, n) => ({
    email: `some${n}@x.test`,
    tags: ['some'],
  }));
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
      { count: recipients, timeout: 60_000 },
    );
  });
}

/** Reports what each thing costs as soon as it is known: at the largest sizes time may run out. */
async function costsOf(data: string, size: number, tell: (column: SizeColumn, value: number) => void) {
  const dir = await fillDirectory(data, { contacts: size, messages: size });
  await fillTexts(dir, size, characters);
  const { connection, seconds: start, resident, stop } = await spawned(data, settings, heapFor(size));
  tell('start', start);
  tell('list', await medianMs(() => connection.inbox.list({ limit: 20 })));
  tell('contacts', await medianMs(() => call(connection, '/contacts?limit=20')));
  tell('search', await medianMs(() => connection.inbox.list({ q: 'gooseberry', limit: 20 })));
  tell('write', await medianMs((round) => call(connection, '/contacts', { email: `new${round}@x.test` })));
  tell('send', await sendToSome(connection));
  tell('memory', await resident());
  tell('checkpoint', await seconds(stop));
}

/** What each thing costs at 1,000 to 1,000,000 contacts and mails, and the exponent by which it grows from one to the next. */
export async function run(report: Report, { isSmall }: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'sizes-'));
  const before = new Map<SizeColumn, number>();
  try {
    for (const size of isSmall ? [300, 3000] : sizes) {
      const among = `${size.toLocaleString('en')} contacts and mails`;
      if (bytesOf(size) > totalmem() * 0.6) {
        report({
          what: `all at ${among}`,
          values: [],
          unit: '',
          missing: 'this machine has too little memory',
        });
        continue;
      }
      const data = join(dir, String(size));
      await costsOf(data, size, (column, value) => {
        const { what, unit }: { what: string; unit: Figure['unit'] } = sizeColumns[column];
        report({ what: `${what}, ${among}`, values: [value], unit, size });
        const last = before.get(column);
        if (last !== undefined)
          report({ what: '  exponent of its growth', values: [Math.log10(value / last)], unit: '' });
        before.set(column, value);
      });
      await rm(data, { recursive: true, force: true });
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
