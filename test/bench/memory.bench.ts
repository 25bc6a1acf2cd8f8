import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../src/app/listen.js';
import { barred, unmeasured } from './bars.js';
import { sharesOf } from './figures.js';
import { bareServer, launch, ofPeer, residentOf, startMaildev } from './peers.js';
import { median } from './report.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { leanRate, rawMail } from './smtp-load.js';
import { spawned } from './spawned.js';

const send = (smtp: { host: string; port: number }, count: number) =>
  leanRate(smtp, { count, connections: 5, raw: rawMail('b@example.test') });
const settings = ['--max-messages', '1000000'];
/** No chunk of mail begins later than so many seconds after the first. */
const longest = 45;

/** Collections of garbage that are due come within some seconds. */
const restOf =
  ({ isSmall }: Setting) =>
  (ms: number) =>
    pause(isSmall ? 200 : ms);

async function bareMemory(dir: string, rest: () => Promise<void>): Promise<number> {
  const port = await findFreePort('127.0.0.1');
  const file = join(dir, 'bare.mjs');
  await writeFile(file, bareServer);
  const url = `http://127.0.0.1:${port}/`;
  const { pid, stop } = await launch({ name: 'bare', args: [file, String(port)], url, smtpPort: 0 }, dir);
  await rest();
  const resident = await residentOf(pid);
  await stop();
  return resident;
}

async function idleMemory(data: string, rest: () => Promise<void>): Promise<number> {
  const { resident, stop } = await spawned(data, settings);
  await rest();
  const idle = await resident();
  await stop();
  return idle;
}

/** Both idle, by turns; answers what ours holds. */
async function benchIdle(dir: string, report: Report, setting: Setting): Promise<number> {
  const [bare, idle]: [number[], number[]] = [[], []];
  const rest = () => restOf(setting)(14_000);
  for (let round = 0; round < setting.rounds(3); round += 1) {
    bare.push(await bareMemory(dir, rest));
    idle.push(await idleMemory(join(dir, `idle${round}`), rest));
  }
  report({ what: 'bare node:http', values: bare, unit: 'MiB', demand: '(floor)' });
  report({ what: 'idle', values: idle, unit: 'MiB' });
  report(barred('idleOfBare', sharesOf(idle, bare)));
  return median(idle);
}

/** MailDev with as many mails as we have then. */
async function benchMaildev(
  dir: string,
  ours: { mails: number; held: number },
  report: Report,
  setting: Setting,
) {
  const maildev = await startMaildev(setting, dir);
  if ('missing' in maildev) return report(unmeasured('memoryOfMaildev', maildev.missing));
  const answer = await ofPeer(60, send(maildev.smtp, ours.mails));
  await restOf(setting)(5000);
  const resident = await residentOf(maildev.pid);
  await maildev.stop();
  if ('missing' in answer) return report(unmeasured('memoryOfMaildev', answer.missing));
  report({ what: `${maildev.name} with as many`, values: [resident], unit: 'MiB' });
  report(barred('memoryOfMaildev', [ours.held / resident]));
}

/** With 10,000 mails of 10 KB, with up to 100,000, and after a restart over them. */
async function benchMails(dir: string, idle: number, report: Report, setting: Setting) {
  const data = join(dir, 'data');
  const rest = () => restOf(setting)(14_000);
  const first = await spawned(data, settings);
  const chunk = setting.count(10_000);
  const searchable = () => first.connection.inbox.list({ q: 'nowhere' });
  await send(first.connection.smtp, chunk);
  await searchable();
  await rest();
  const few = { mails: chunk, held: await first.resident() };
  report({ what: `with ${few.mails} mails of 10 KB, just received`, values: [few.held], unit: 'MiB' });
  let mails = chunk;
  for (
    const from = performance.now();
    mails < 10 * chunk && performance.now() - from < longest * 1000;
    mails += chunk
  ) {
    await send(first.connection.smtp, chunk);
    // What is not read yet is no mail at rest.
    await searchable();
  }
  await rest();
  const received = await first.resident();
  await first.stop();
  const again = await spawned(data, settings);
  await rest();
  const restarted = await again.resident();
  await again.stop();
  report({ what: `with ${mails}, just received`, values: [received], unit: 'MiB' });
  report({ what: `with ${mails}, after a restart`, values: [restarted], unit: 'MiB' });
  report(barred('receivedOfRestarted', [received / restarted]));
  report(barred('growth', [((restarted - idle) * 1024) / mails]));
  return few;
}

/** What processes keep resident (Linux alone says it). */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'memory-'));
  try {
    const idle = await benchIdle(dir, report, setting);
    const few = await benchMails(dir, idle, report, setting);
    await benchMaildev(dir, few, report, setting);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
