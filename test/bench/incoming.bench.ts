import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { call, median, perSecond, probe, log, times } from './figures.js';
import { leanRate, rawMail, seconds, singleRate, startBare } from './smtp-load.js';
import { spawned } from './spawned.js';

const outsideMails = 4000;
const rounds = 5;

const options = { count: outsideMails, connections: 5, raw: rawMail('b@example.test') };

/** How fast smtp-server and simpleParser take mail in and read it. */
async function parserRate(): Promise<number> {
  let parsing: Promise<unknown> = Promise.resolve();
  const parser = await startBare((body) => {
    parsing = parsing.then(() => simpleParser(body));
  });
  const took = await seconds(async () => {
    await leanRate(parser, options);
    await parsing;
  });
  await parser.close();
  return outsideMails / took;
}

/** How fast mail is acknowledged, and how fast it can be searched. */
async function emulatorRates(emulator: EmulatorHandle) {
  let acknowledged = 0;
  const took = await seconds(async () => {
    acknowledged = await leanRate(emulator.smtp, options);
    await emulator.inbox.list({ q: 'nothing-of-the-kind' });
  });
  return { acknowledged, searchable: outsideMails / took };
}

async function benchOutside(emulator: EmulatorHandle): Promise<void> {
  const bare = await startBare();
  await leanRate(bare, options);
  await emulatorRates(emulator);
  const acknowledged: number[] = [];
  const searchable: number[] = [];
  let last = '';
  for (let round = 0; round < rounds; round += 1) {
    const floor = await leanRate(bare, options);
    const rates = await emulatorRates(emulator);
    acknowledged.push(rates.acknowledged / floor);
    searchable.push(rates.searchable / (await parserRate()));
    last = `${perSecond(rates.acknowledged)} of ${perSecond(floor)}`;
    await pause(1000);
    globalThis.gc?.();
  }
  const each = (shares: readonly number[]) =>
    `${median(shares).toFixed(2)} × (${shares.map((share) => share.toFixed(2)).join(' ')})`;
  log(`outside mail acknowledged (last ${last})`, each(acknowledged), '≥ 0.70 × bare');
  log('parsed and searchable', each(searchable), '≥ 1.00 × smtp-server + simpleParser');
  const stock = await singleRate(bare, 30);
  const single = await singleRate(emulator.smtp, 300);
  const figure = `${perSecond(single)}, ${times(single, stock)}`;
  log('one mail per connection', figure, '≥ 10.00 × smtp-server as shipped');
  await bare.close();
}

/** In a process of its own: what sending and asking cost here would be taken for a stall there. */
async function benchLarge() {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const { connection, stop } = await spawned(data);
  const attachment = Buffer.alloc(3_750_000, 'attachment').toString('base64').replace(/.{76}/g, '$&\r\n');
  const mime = 'Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  const raw = Buffer.from(`From: a@example.test\r\nSubject: Large\r\n${mime}${attachment}\r\n`);
  const list = () => call(connection, '/contacts?limit=20');
  const idle = await probe(list, afterMs(3000));
  await leanRate(connection.smtp, { count: 1, connections: 1, raw });
  let over = false;
  const probing = probe(list, () => over);
  await leanRate(connection.smtp, { count: 10, connections: 1, raw });
  await connection.inbox.list({ q: 'large' });
  over = true;
  const worst = Math.max(...(await probing));
  log('longest API call of an idle emulator', `${Math.max(...idle).toFixed(1)} ms`, '(floor)');
  log('longest API call while 10 mails of 5 MB come in', `${worst.toFixed(1)} ms`, '≤ 50 ms');
  await stop();
  await rm(data, { recursive: true, force: true });
}

function afterMs(ms: number): () => boolean {
  const until = performance.now() + ms;
  return () => performance.now() > until;
}

export async function run(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const emulator = await startEmulator({ data });
  await benchOutside(emulator);
  await emulator.stop();
  await rm(data, { recursive: true, force: true });
  await benchLarge();
}
