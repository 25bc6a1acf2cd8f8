import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../src/index.js';
import { barred, bursts, unmeasured } from './bars.js';
import type { Burst } from './bars.js';
import { call, probe, sharesOf } from './figures.js';
import { ofPeer, startMaildev, startProgram } from './peers.js';
import type { RunningMaildev } from './peers.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { largeMail, leanRate, rawMail, seconds, singleRate } from './smtp-load.js';
import { spawned } from './spawned.js';

interface Target {
  host: string;
  port: number;
}

interface Shape {
  name: Burst;
  raw: Buffer;
  /** 0 for one connection each mail. */
  connections: number;
  /** How many mails go to us, to bare smtp-server and to MailDev, which all take at their own speed. */
  counts: { ours: number; bare: number; maildev: number };
  rounds: number;
}

function shapesOf({ count, rounds }: Setting): Shape[] {
  const small = rawMail('b@example.test');
  const large = largeMail();
  const counts = (ours: number, bare: number, maildev: number) => ({
    ours: count(ours, 20),
    bare: count(bare, 10),
    maildev: count(maildev, 5),
  });
  return [
    { name: 'small5', raw: small, connections: 5, counts: counts(10_000, 10_000, 1500), rounds: rounds(5) },
    { name: 'small1', raw: small, connections: 1, counts: counts(2000, 4000, 500), rounds: rounds(5) },
    { name: 'large5', raw: large, connections: 5, counts: counts(40, 40, 15), rounds: rounds(3) },
    { name: 'large1', raw: large, connections: 1, counts: counts(30, 30, 10), rounds: rounds(3) },
    { name: 'single', raw: small, connections: 0, counts: counts(200, 10, 10), rounds: rounds(3) },
  ];
}

const rateOf = (target: Target, { raw, connections }: Shape, count: number): Promise<number> =>
  connections === 0 ? singleRate(target, count) : leanRate(target, { count, connections, raw });

/** How fast mail is acknowledged, and how fast it can be searched. */
async function ourRates({ smtp, inbox }: Connection, shape: Shape) {
  let acknowledged = 0;
  const took = await seconds(async () => {
    acknowledged = await rateOf(smtp, shape, shape.counts.ours);
    await inbox.list({ q: 'nothing-of-the-kind' });
  });
  return { acknowledged, searchable: shape.counts.ours / took };
}

interface Contest {
  ours: Connection;
  bare: Target;
  maildev: RunningMaildev | { missing: string };
  report: Report;
}

/** One shape by turns; answers how fast ours was searchable. The first turn compiles code and does not count. */
async function compare(shape: Shape, { ours, bare, maildev, report }: Contest): Promise<number[]> {
  const rates = { bare: [] as number[], ours: [] as number[], maildev: [] as number[] };
  const searchable: number[] = [];
  let missing = 'missing' in maildev ? maildev.missing : null;
  await rateOf(bare, shape, Math.ceil(shape.counts.bare / 5));
  await ourRates(ours, { ...shape, counts: { ...shape.counts, ours: Math.ceil(shape.counts.ours / 5) } });
  for (let round = 0; round < shape.rounds; round += 1) {
    rates.bare.push(await rateOf(bare, shape, shape.counts.bare));
    const own = await ourRates(ours, shape);
    rates.ours.push(own.acknowledged);
    searchable.push(own.searchable);
    if (missing !== null || 'missing' in maildev) continue;
    const answer = await ofPeer(30, rateOf(maildev.smtp, shape, shape.counts.maildev));
    if ('missing' in answer) missing = answer.missing;
    else rates.maildev.push(answer.value);
  }
  const what = bursts[shape.name];
  report({ what: `${what}: bare smtp-server`, values: rates.bare, unit: '/s', demand: '(floor)' });
  report({ what: `${what}: acknowledged`, values: rates.ours, unit: '/s' });
  report({ what: `${what}: searchable`, values: searchable, unit: '/s' });
  report(barred(`${shape.name}OfBare`, sharesOf(rates.ours, rates.bare)));
  if (missing === null) {
    report({ what: `${what}: MailDev`, values: rates.maildev, unit: '/s' });
    report(barred(`${shape.name}OfMaildev`, sharesOf(rates.ours, rates.maildev)));
  } else report(unmeasured(`${shape.name}OfMaildev`, missing));
  return searchable;
}

/** smtp-server and simpleParser, which take mail in and read it, beside the same mail searchable in ours. */
async function besideParser(shape: Shape, { ours, report }: Contest): Promise<void> {
  const parser = await startProgram('smtp-floor.js', ['parse']);
  const target = { host: '127.0.0.1', port: parser.port };
  const count = Math.ceil(shape.counts.ours / 10);
  const parse = async () => {
    const took = await seconds(async () => {
      await rateOf(target, shape, count);
      await parser.tell('settle');
    });
    return count / took;
  };
  const [floors, rates]: [number[], number[]] = [[], []];
  await parse();
  for (let round = 0; round < shape.rounds; round += 1) {
    floors.push(await parse());
    rates.push((await ourRates(ours, { ...shape, counts: { ...shape.counts, ours: count } })).searchable);
  }
  parser.stop();
  report({ what: 'smtp-server with simpleParser', values: floors, unit: '/s', demand: '(floor)' });
  report(barred('searchableOfParser', sharesOf(rates, floors)));
}

/** Calls while mail of 5 MB comes in, beside calls of an idle emulator. */
async function besideLarge({ ours, report }: Contest): Promise<void> {
  const attachment = Buffer.alloc(3_750_000, 'attachment').toString('base64').replace(/.{76}/g, '$&\r\n');
  const mime = 'Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  const raw = Buffer.from(`From: a@example.test\r\nSubject: Large\r\n${mime}${attachment}\r\n`);
  const list = () => call(ours, '/contacts?limit=20');
  const until = performance.now() + 2000;
  const idle = await probe(list, () => performance.now() > until);
  await leanRate(ours.smtp, { count: 1, connections: 1, raw });
  let isOver = false;
  const probing = probe(list, () => isOver);
  await leanRate(ours.smtp, { count: 10, connections: 1, raw });
  await ours.inbox.list({ q: 'large' });
  isOver = true;
  report({
    what: 'longest API call of an idle emulator',
    values: [Math.max(...idle)],
    unit: 'ms',
    demand: '(floor)',
  });
  report(barred('callsWhileLarge', [Math.max(...(await probing))]));
}

/** Mail from outside in bursts: small and large, over many connections, one, and one for each mail. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'ingest-'));
  const { connection: ours, stop } = await spawned(join(dir, 'data'), ['--max-messages', '1000000']);
  const floor = await startProgram('smtp-floor.js');
  const maildev = await startMaildev(setting, dir);
  const contest = { ours, bare: { host: '127.0.0.1', port: floor.port }, maildev, report };
  try {
    const shapes = shapesOf(setting);
    for (const shape of shapes) await compare(shape, contest);
    for (const shape of shapes.slice(0, 1)) await besideParser(shape, contest);
    await besideLarge(contest);
  } finally {
    if ('stop' in maildev) await maildev.stop();
    floor.stop();
    await stop();
    await rm(dir, { recursive: true, force: true });
  }
}
