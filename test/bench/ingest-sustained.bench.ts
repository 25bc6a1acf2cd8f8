import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { barred, unmeasured } from './bars.js';
import { ofPeer, startMaildev, startProgram } from './peers.js';
import { median } from './report.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { leanRate, rawMail, seconds } from './smtp-load.js';
import { spawned } from './spawned.js';

/** No chunk begins later than so many seconds after the first. */
const longest = 120;

type Rate = (count: number) => Promise<number>;

/** Chunk after chunk without a pause, then until the last is searchable. */
async function sustain(
  send: Rate,
  search: () => Promise<unknown>,
  { count, chunk }: { count: number; chunk: number },
) {
  const chunks: number[] = [];
  const from = performance.now();
  const passed = () => (performance.now() - from) / 1000;
  while (chunks.length * chunk < count && passed() < longest) chunks.push(await send(chunk));
  const mails = chunks.length * chunk;
  const acknowledged = mails / passed();
  const slept = await seconds(search);
  return { mails, chunks, acknowledged, searchable: mails / passed(), slept };
}

/** A hundred thousand mails without a pause; bare smtp-server and MailDev take theirs before and after. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'ingest-'));
  const raw = rawMail('b@example.test');
  const rateTo = (target: { host: string; port: number }) => (count: number) =>
    leanRate(target, { count, connections: 5, raw });
  const { connection, stop } = await spawned(join(dir, 'data'), ['--max-messages', '1000000']);
  const floor = await startProgram('smtp-floor.js');
  const maildev = await startMaildev(setting, dir);
  const [bares, others]: [number[], number[]] = [[], []];
  let missing = 'missing' in maildev ? maildev.missing : null;
  const peers = async () => {
    const bare = rateTo({ host: '127.0.0.1', port: floor.port });
    for (let n = 0; n < 3; n += 1) bares.push(await bare(setting.count(5000)));
    if ('missing' in maildev || missing !== null) return;
    // MailDev over its first mails, when it is at its fastest.
    const answer = await ofPeer(40, rateTo(maildev.smtp)(setting.count(4000)));
    if ('missing' in answer) missing = answer.missing;
    else others.push(answer.value);
  };
  try {
    await rateTo({ host: '127.0.0.1', port: floor.port })(setting.count(5000));
    await peers();
    const size = { count: setting.count(100_000), chunk: setting.count(5000) };
    const search = () => connection.inbox.list({ q: 'nothing-of-the-kind' });
    const ours = await sustain(rateTo(connection.smtp), search, size);
    await peers();
    report({ what: 'mails without a pause', values: [ours.mails], unit: '' });
    report({ what: 'bare smtp-server', values: bares, unit: '/s', demand: '(floor)' });
    report({ what: 'acknowledged', values: [ours.acknowledged], unit: '/s' });
    report({ what: 'searchable', values: [ours.searchable], unit: '/s' });
    report({ what: '  the last searchable after', values: [ours.slept], unit: 's' });
    report(barred('acknowledgedOfBare', [ours.acknowledged / median(bares)]));
    report(barred('searchableOfBare', [ours.searchable / median(bares)]));
    report({ what: 'chunks', values: ours.chunks, unit: '/s' });
    report(barred('slowestChunk', [Math.min(...ours.chunks) / median(ours.chunks)]));
    if (missing === null) {
      report({ what: 'MailDev', values: others, unit: '/s' });
      report(barred('acknowledgedOfMaildev', [ours.acknowledged / Math.max(...others)]));
      report(barred('searchableOfMaildev', [ours.searchable / Math.max(...others)]));
    } else {
      report(unmeasured('acknowledgedOfMaildev', missing));
      report(unmeasured('searchableOfMaildev', missing));
    }
  } finally {
    if ('stop' in maildev) await maildev.stop();
    floor.stop();
    await stop();
    await rm(dir, { recursive: true, force: true });
  }
}
