import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createTransport } from 'nodemailer';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { openStore } from '../../src/store/store.js';
import { choices, contactOf, fillDirectory, fillTexts, textOf } from './sample-data.js';
import { sharesOf } from './figures.js';
import { percentile } from './report.js';
import type { Report } from './report.js';
import { spawned } from './spawned.js';
import { encodeLine } from '../../src/store/persistence/journal-line.js';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const log = () => undefined;
const stores = { random: systemRandom, timers: systemTimers, log };

const perTick = 50;
// Below the 16 MB of journal at which a snapshot begins.
const ticks = 160;

/** Commits in ticks of 50 and, by turns, bare appends of the very same bytes. */
async function commitRound(dir: string): Promise<{ commits: number; bare: number }> {
  const store = await openStore({ dir, ...stores });
  const file = await open(join(dir, 'bare'), 'a');
  const taken = { commits: 0, bare: 0 };
  for (let n = 0; n < ticks; n += 1) {
    const rows = Array.from({ length: perTick }, (_, index) => contactOf(n * perTick + index));
    const from = store.seq;
    const lines = rows.map((row, index) => encodeLine(from + 1 + index, [['contacts', row]]));
    const started = performance.now();
    for (const row of rows) store.commit((tx) => tx.put('contacts', row));
    await store.durable();
    const between = performance.now();
    await tick();
    await file.write(Buffer.concat(lines.map((line) => Buffer.from(`${line}\n`))));
    taken.commits += between - started;
    taken.bare += performance.now() - between;
  }
  const written = await Promise.all([readFile(join(dir, 'journal.jsonl')), readFile(join(dir, 'bare'))]);
  if (!written[0].equals(written[1])) throw new Error('the bare appends are not the bytes of the journal');
  await file.close();
  await store.close({ checkpoint: false });
  return taken;
}

async function commits(dir: string, report: Report): Promise<void> {
  await commitRound(join(dir, 'warm'));
  const [rates, floors]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    const taken = await commitRound(join(dir, `commits${round}`));
    rates.push((ticks * perTick * 1000) / taken.commits);
    floors.push((ticks * perTick * 1000) / taken.bare);
  }
  report({ what: 'appends of the same bytes alone', values: floors, unit: '/s', demand: '(floor)' });
  report({ what: 'commits with journal', values: rates, unit: '/s' });
  report({ what: '  of bare appends', values: sharesOf(rates, floors), unit: '×', demand: '≥ 0.33' });
}

const agent = new Agent({ keepAlive: true });
/** Time until the whole answer is there. */
async function timed(url: string, key: string): Promise<number> {
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    get(url, { agent, headers: { Authorization: `Bearer ${key}` } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
  return performance.now() - started;
}
interface Compared {
  what: string;
  paths: readonly string[];
  goal: number;
  report: Report;
}

/** The same calls to a small and a large emulator by turns. */
async function compare(
  small: EmulatorHandle,
  large: EmulatorHandle,
  { what, paths, goal, report }: Compared,
) {
  const times: [number[], number[]] = [[], []];
  const first: [number[], number[]] = [[], []];
  const rounds = Math.ceil(400 / paths.length);
  for (let round = 0; round < rounds; round += 1) {
    for (const path of paths) {
      for (const [index, emulator] of [small, large].entries()) {
        const time = await timed(`${emulator.url}${path}`, emulator.apiKey);
        (round === 0 ? first : times)[index]?.push(time);
      }
    }
  }
  const [p95Small, p95Large] = times.map((values) => percentile(values, 0.95)) as [number, number];
  report({ what: `${what} among 1,000, p95`, values: [p95Small], unit: 'ms', demand: '(floor)' });
  report({ what: `${what} among 100,000, p95`, values: [p95Large], unit: 'ms' });
  report({ what: '  of that among 1,000', values: [p95Large / p95Small], unit: '×', demand: `≤ ${goal}` });
  report({ what: `  the slowest first call`, values: [Math.max(...first[1])], unit: 'ms' });
}

const contactPaths = [
  '/v2/contacts?limit=20',
  '/v2/contacts?limit=20&tags=vip',
  '/v2/contacts?limit=20&tags=vip,active',
  '/v2/contacts?limit=20&tags=active&status=active',
  '/v2/contacts?limit=20&search=lovelace',
  '/v2/contacts?limit=20&search=ada%20hop&page=2',
  '/v2/contacts?limit=20&search=company%2042&tags=new',
  '/v2/contacts?limit=20&search=.77',
  '/v2/contacts?limit=20&search=example.com&tags=vip&status=active',
  '/v2/contacts?limit=20&search=nobody',
];
const messagePaths = [
  '/_emulator/messages?limit=20',
  '/_emulator/messages?limit=20&status=bounced',
  '/_emulator/messages?limit=20&campaign=campaign_00000007',
  '/_emulator/messages?limit=20&to=user77@',
  '/_emulator/messages?limit=20&subject=order%2042',
  '/_emulator/messages?limit=20&q=is:unread',
  '/_emulator/messages?limit=20&since=2024-03-20T00:05:00Z',
];
const searchPaths = ['gooseberry', '"on its way"', 'badi', 'yoqui', 'nowhere', 'order 555', 'coco baco'].map(
  (q) => `/_emulator/messages?limit=20&q=${encodeURIComponent(q)}`,
);

async function queries(dir: string, report: Report): Promise<void> {
  const openWith = async (count: number, name: string) => {
    const data = join(dir, name);
    const workspace = await fillDirectory(data, { contacts: count, messages: count });
    await fillTexts(workspace, count, 2500);
    return startEmulator({ data, maxMessages: 1_000_000, rateLimits: 'off' });
  };
  const small = await openWith(1000, 'small');
  const large = await openWith(100_000, 'large');
  await compare(small, large, { what: 'contacts', paths: contactPaths, goal: 2, report });
  await compare(small, large, { what: 'messages', paths: messagePaths, goal: 2, report });
  await compare(small, large, { what: 'text search', paths: searchPaths, goal: 5, report });
  await small.stop();
  await large.stop();
}

async function checkpoint(dir: string, report: Report): Promise<void> {
  const workspace = await fillDirectory(join(dir, 'large2'), { contacts: 100_000, messages: 50_000 });
  const started = performance.now();
  const store = await openStore({ dir: workspace, ...stores });
  const seconds = (performance.now() - started) / 1000;
  report({ what: 'loading 100,000 contacts and 50,000 messages', values: [seconds], unit: 's' });
  store.commit((tx) => tx.put('contacts', contactOf(100_000)));
  await store.durable();
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  // The floor: what the machine does to a loop that has nothing to do.
  delay.enable();
  const idleUntil = performance.now() + 2000;
  while (performance.now() < idleUntil) await tick();
  const idle = delay.max / 1e6;
  delay.reset();
  const began = performance.now();
  await store.close({ checkpoint: true });
  delay.disable();
  report({ what: 'checkpoint of them', values: [(performance.now() - began) / 1000], unit: 's' });
  report({ what: '  longest stall meanwhile', values: [delay.max / 1e6], unit: 'ms', demand: '≤ 50' });
  report({ what: '  of an idle loop in 2 s', values: [idle], unit: 'ms', demand: '(floor)' });
}

async function memory(dir: string, report: Report): Promise<void> {
  const data = join(dir, 'memory');
  const empty = await spawned(data);
  const smtp = createTransport({ ...empty.connection.smtp, secure: false, pool: true, maxConnections: 4 });
  const next = choices(5);
  const send = (n: number) =>
    smtp.sendMail({ from: 'a@x.test', to: `u${n}@x.test`, subject: `Mail ${n}`, text: textOf(next, 10_000) });
  for (let from = 0; from < 10_000; from += 20)
    await Promise.all(Array.from({ length: 20 }, (_, n) => send(from + n)));
  smtp.close();
  await empty.connection.inbox.list({ q: 'nowhere' });
  await empty.stop();
  const full = await spawned(data);
  const grown = full.mebibytes - empty.mebibytes;
  report({ what: 'start without mail', values: [empty.seconds], unit: 's', demand: '(floor)' });
  report({ what: 'start with 10,000 mails of 10 KB', values: [full.seconds], unit: 's' });
  report({ what: 'resident without mail', values: [empty.mebibytes], unit: 'MiB', demand: '(floor)' });
  report({ what: 'resident more with 98 MiB of mail', values: [grown], unit: 'MiB' });
  await full.stop();
  const filled = join(dir, 'started');
  await fillDirectory(filled, { contacts: 100_000, messages: 0 });
  const large = await spawned(filled);
  report({ what: 'start with 100,000 contacts', values: [large.seconds], unit: 's' });
  report({ what: 'resident with them', values: [large.mebibytes], unit: 'MiB' });
  await large.stop();
}

/** The figures of the store; floors and goals are of this machine and this run. */
export async function run(report: Report): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  try {
    await commits(dir, report);
    await checkpoint(dir, report);
    await queries(dir, report);
    await memory(dir, report);
  } finally {
    agent.destroy();
    await rm(dir, { recursive: true, force: true });
  }
}
