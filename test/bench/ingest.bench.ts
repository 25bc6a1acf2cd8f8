import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { call, probe, sharesOf } from './figures.js';
import { installMaildev, launch } from './peers.js';
import { median } from './report.js';
import type { Report } from './report.js';
import { leanRate, rawMail, seconds, singleRate, startBare } from './smtp-load.js';
import type { Bare } from './smtp-load.js';
import { spawned } from './spawned.js';

const outsideMails = 4000;
const rounds = 5;
const sustained = 100_000;
const chunks = 20;

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

async function benchOutside(emulator: EmulatorHandle, report: Report): Promise<void> {
  const bare = await startBare();
  await leanRate(bare, options);
  await emulatorRates(emulator);
  const floors: number[] = [];
  const parsers: number[] = [];
  const acknowledged: number[] = [];
  const searchable: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await leanRate(bare, options));
    const rates = await emulatorRates(emulator);
    acknowledged.push(rates.acknowledged);
    searchable.push(rates.searchable);
    parsers.push(await parserRate());
    await pause(1000);
    globalThis.gc?.();
  }
  report({ what: 'bare smtp-server', values: floors, unit: '/s', demand: '(floor)' });
  report({ what: 'smtp-server and simpleParser', values: parsers, unit: '/s', demand: '(floor)' });
  report({ what: 'mail from outside acknowledged', values: acknowledged, unit: '/s' });
  report({ what: '  of bare', values: sharesOf(acknowledged, floors), unit: '×', demand: '≥ 0.70' });
  report({ what: 'parsed and searchable', values: searchable, unit: '/s' });
  const parsed = sharesOf(searchable, parsers);
  report({ what: '  of smtp-server and simpleParser', values: parsed, unit: '×', demand: '≥ 1.00' });
  await benchSingle(emulator, bare, report);
  await bare.close();
}

async function benchSingle(emulator: EmulatorHandle, bare: Bare, report: Report): Promise<void> {
  const stock: number[] = [];
  const single: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    stock.push(await singleRate(bare, 10));
    single.push(await singleRate(emulator.smtp, 100));
  }
  report({ what: 'one mail per connection', values: single, unit: '/s' });
  const shares = sharesOf(single, stock);
  report({ what: '  of smtp-server as shipped', values: shares, unit: '×', demand: '≥ 10.00' });
}

/** In a process of its own: what sending and asking cost here would be taken for a stall there. */
async function benchLarge(report: Report) {
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
  const floor = [Math.max(...idle)];
  report({ what: 'longest API call of an idle emulator', values: floor, unit: 'ms', demand: '(floor)' });
  const what = 'longest API call while 10 mails of 5 MB come in';
  report({ what, values: [worst], unit: 'ms', demand: '≤ 50' });
  await stop();
  await rm(data, { recursive: true, force: true });
}

function afterMs(ms: number): () => boolean {
  const until = performance.now() + ms;
  return () => performance.now() > until;
}

/** A hundred thousand mails without a pause, in chunks: acknowledged, and the last of them searchable. */
async function benchSustained(report: Report): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const { connection, stop } = await spawned(data, ['--max-messages', '200000']);
  const bare = await startBare();
  const chunk = { ...options, count: sustained / chunks };
  const rates: number[] = [];
  let slept = 0;
  const took = await seconds(async () => {
    for (let n = 0; n < chunks; n += 1) rates.push(await leanRate(connection.smtp, chunk));
    slept = await seconds(() => connection.inbox.list({ q: 'nothing-of-the-kind' }));
  });
  const floors: number[] = [];
  for (let n = 0; n < rounds; n += 1) floors.push(await leanRate(bare, chunk));
  await bare.close();
  await stop();
  await rm(data, { recursive: true, force: true });
  const rate = sustained / took;
  report({
    what: `${sustained.toLocaleString('en')} without a pause, searchable`,
    values: [rate],
    unit: '/s',
  });
  report({ what: '  of bare', values: [rate / median(floors)], unit: '×', demand: '≥ 0.40' });
  report({ what: '  chunks of 5,000', values: rates, unit: '/s' });
  const slowest = Math.min(...rates) / median(rates);
  report({ what: '  the slowest chunk of the median', values: [slowest], unit: '×', demand: '≥ 0.50' });
  report({ what: '  the last searchable after', values: [slept], unit: 's' });
  await benchMaildev(rate, report);
}

/** MailDev over its first 10,000, when it is at its fastest. */
async function benchMaildev(ours: number, report: Report): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const maildev = await installMaildev(dir);
  if (maildev) {
    const { stop } = await launch(maildev, dir);
    const rate = await leanRate({ host: '127.0.0.1', port: maildev.smtpPort }, { ...options, count: 10_000 });
    await stop();
    report({ what: `${maildev.name}, 10,000`, values: [rate], unit: '/s' });
    report({ what: '  ours without a pause, of it', values: [ours / rate], unit: '×', demand: '≥ 4' });
  }
  await rm(dir, { recursive: true, force: true });
}

/** Mail from outside, in bursts, one by one, large and without a pause. */
export async function run(report: Report): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const emulator = await startEmulator({ data });
  await benchOutside(emulator, report);
  await emulator.stop();
  await rm(data, { recursive: true, force: true });
  await benchLarge(report);
  await benchSustained(report);
}
