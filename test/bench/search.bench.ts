import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../src/index.js';
import { barred, unmeasured } from './bars.js';
import type { BarName } from './bars.js';
import { sharesOf } from './figures.js';
import { ofPeer, startMaildev } from './peers.js';
import { percentile } from './report.js';
import type { Report } from './report.js';
import { fillDirectory, fillTexts } from './sample-data.js';
import type { Setting } from './setting.js';
import { leanRate, rawMail } from './smtp-load.js';
import { spawned } from './spawned.js';

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

interface Target {
  size: number;
  connection: Connection;
}

/** The same calls at every size by turns; answers how long each took at each size, without the first of each path. */
async function timesOf(targets: readonly Target[], paths: readonly string[], calls: number) {
  const times = targets.map((): number[] => []);
  for (let round = 0; round <= Math.ceil(calls / paths.length); round += 1) {
    for (const path of paths) {
      for (const [index, { connection }] of targets.entries()) {
        const time = await timed(`${connection.url}${path}`, connection.apiKey);
        if (round > 0) times[index]?.push(time);
      }
    }
  }
  return times;
}

interface Compared {
  what: string;
  paths: readonly string[];
  /** The bars of the second and third size, of the first. */
  asked: readonly (BarName | null)[];
}

async function compare(
  targets: readonly Target[],
  { what, paths, asked }: Compared,
  { report, calls }: Rest,
) {
  const times = await timesOf(targets, paths, calls);
  // The paths cost differently: the dear ones show in the late calls.
  const late = times.map((values) => percentile(values, 0.95));
  for (const [index, { size }] of targets.entries()) {
    report({
      what: `${what} at ${size}`,
      values: times[index] ?? [],
      unit: 'ms',
      demand: index === 0 ? '(floor)' : '',
    });
    report({ what: '  95th percentile', values: late.slice(index, index + 1), unit: 'ms' });
    const bar = index === 0 ? null : asked[index - 1];
    if (bar) report(barred(bar, [(late[index] ?? NaN) / (late[0] ?? NaN)]));
  }
}

interface Rest {
  report: Report;
  /** How many calls of each kind at each size. */
  calls: number;
}

const contactPaths = [
  '/v2/contacts?limit=20',
  '/v2/contacts?limit=20&tags=vip',
  '/v2/contacts?limit=20&tags=vip,active',
  '/v2/contacts?limit=20&tags=active&status=active',
];
const contactSearches = ['lovelace', 'ada%20hop&page=2', 'company%2042&tags=new', '.77', 'nobody'].map(
  (search) => `/v2/contacts?limit=20&search=${search}`,
);
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

async function queries(dir: string, setting: Setting, report: Report): Promise<void> {
  const targets: Target[] = [];
  const stops: (() => Promise<void>)[] = [];
  const rest = { report, calls: setting.isSmall ? 20 : 300 };
  try {
    for (const size of [setting.count(1000), setting.count(10_000), setting.count(100_000)]) {
      const data = join(dir, String(size));
      await fillTexts(await fillDirectory(data, { contacts: size, messages: size }), size, 1000);
      const { connection, stop } = await spawned(data, ['--max-messages', '1000000', '--rate-limits', 'off']);
      targets.push({ size, connection });
      stops.push(stop);
    }
    const [, , large] = targets;
    await compare(
      targets,
      { what: 'page of the inbox', paths: messagePaths, asked: ['list10', 'list100'] },
      rest,
    );
    await compare(
      targets,
      { what: 'text search', paths: searchPaths, asked: ['search10', 'search100'] },
      rest,
    );
    await compare(
      targets,
      { what: 'page of contacts', paths: contactPaths, asked: [null, 'contacts100'] },
      rest,
    );
    await compare(targets, { what: 'text search of contacts', paths: contactSearches, asked: [] }, rest);
    const [slowest = []] = large ? await timesOf([large], contactSearches, contactSearches.length) : [];
    report(barred('contactSearch', [Math.max(...slowest)]));
  } finally {
    for (const stop of stops) await stop();
  }
}

/** The calls that ask for the same of both, and the bar of each. */
const pairs = [
  { what: 'page of the mails', ours: '?limit=50', theirs: '?limit=50', bar: 'listOfMaildev' },
  {
    what: 'text search',
    ours: '?limit=50&q=nowhere',
    theirs: '?limit=50&search=nowhere',
    bar: 'searchOfMaildev',
  },
] as const;

/** Pages and searches of the same 10,000 mails by us and by MailDev, by turns. */
async function besideMaildev(dir: string, setting: Setting, report: Report): Promise<void> {
  const miss = (reason: string) => pairs.forEach(({ bar }) => report(unmeasured(bar, reason)));
  const maildev = await startMaildev(setting, dir);
  if ('missing' in maildev) return miss(maildev.missing);
  const load = { count: setting.count(10_000), connections: 5, raw: rawMail('b@example.test') };
  const filled = await ofPeer(60, leanRate(maildev.smtp, load));
  if ('missing' in filled) return miss(filled.missing);
  const { connection, stop } = await spawned(join(dir, 'beside'));
  await leanRate(connection.smtp, load);
  await connection.inbox.list({ q: 'nowhere' });
  for (const { what, ours, theirs, bar } of pairs) {
    const [own, other]: [number[], number[]] = [[], []];
    for (let round = 0; round <= setting.rounds(20); round += 1) {
      const mine = await timed(`${connection.url}/_emulator/messages${ours}`, connection.apiKey);
      const answer = await ofPeer(20, timed(new URL(`/api/email/summary${theirs}`, maildev.url).href, ''));
      if (round === 0 || 'missing' in answer) continue;
      own.push(mine);
      other.push(answer.value);
    }
    report({ what: `${what}, ${load.count} of them`, values: own, unit: 'ms' });
    report({ what: `  by ${maildev.name}`, values: other, unit: 'ms' });
    report(barred(bar, sharesOf(other, own)));
  }
  await stop();
  await maildev.stop();
}

/** Lists and searches at 1,000, 10,000 and 100,000 rows, and beside MailDev at 10,000. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'search-'));
  try {
    await queries(dir, setting, report);
    await besideMaildev(dir, setting, report);
  } finally {
    agent.destroy();
    await rm(dir, { recursive: true, force: true });
  }
}
