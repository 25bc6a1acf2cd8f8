import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { installMaildev, launch } from './peers.js';
import { median, percentile } from './report.js';
import type { Report } from './report.js';
import { fillDirectory, fillTexts } from './sample-data.js';
import { leanRate, rawMail } from './smtp-load.js';

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

/** Pages and searches of the same 10,000 mails by us and by MailDev, by turns. */
async function besideMaildev(dir: string, report: Report): Promise<void> {
  const maildev = await installMaildev(dir);
  if (!maildev) return;
  const { stop } = await launch(maildev, dir);
  const emulator = await startEmulator({ data: join(dir, 'data') });
  const load = { count: 10_000, connections: 5, raw: rawMail('b@example.test') };
  await leanRate({ host: '127.0.0.1', port: maildev.smtpPort }, load);
  await leanRate(emulator.smtp, load);
  await emulator.inbox.list({ q: 'nowhere' });
  const pairs = [
    { what: 'a page of 10,000 mails', ours: '?limit=50', theirs: '?limit=50', demand: '≥ 5' },
    {
      what: 'a text search of 10,000 mails',
      ours: '?limit=50&q=nowhere',
      theirs: '?limit=50&search=nowhere',
      demand: '≥ 20',
    },
  ];
  for (const { what, ours, theirs, demand } of pairs) {
    const [own, other]: [number[], number[]] = [[], []];
    for (let round = 0; round < 20; round += 1) {
      own.push(await timed(`${emulator.url}/_emulator/messages${ours}`, emulator.apiKey));
      other.push(await timed(new URL(`/api/email/summary${theirs}`, maildev.url).href, ''));
    }
    report({ what, values: own, unit: 'ms' });
    report({ what: `  by ${maildev.name}`, values: other, unit: 'ms' });
    report({ what: '  times as fast', values: [median(other) / median(own)], unit: '×', demand });
  }
  await emulator.stop();
  await stop();
}

/** Lists and searches at 1,000 and 100,000 rows, and beside MailDev at 10,000. */
export async function run(report: Report): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  try {
    await queries(dir, report);
    await besideMaildev(dir, report);
  } finally {
    agent.destroy();
    await rm(dir, { recursive: true, force: true });
  }
}
