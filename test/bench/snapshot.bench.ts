import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../src/index.js';
import { barred } from './bars.js';
import { call } from './figures.js';
import { watch } from './lag/watch.js';
import type { Report } from './report.js';
import { fillDirectory } from './sample-data.js';
import type { Setting } from './setting.js';
import { spawned } from './spawned.js';

const contacts = 200;

/** How long some rounds take, in ms each. */
async function timesOf(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return times;
}

/** A workspace as a test has it: some contacts, a campaign that was sent to them, its mail and events. */
async function furnish(connection: Connection): Promise<void> {
  const campaign = {
    name: 'Spring',
    subject: 'Hello',
    from_email: 'news@x.test',
    recipients: { type: 'all' },
    content: { html: '<p>Hello {{email}}</p>' },
  };
  const people = Array.from({ length: contacts }, (_, n) => ({ email: `r${n}@x.test` }));
  await connection.seed({ fixture: { contacts: people, campaigns: [campaign] } });
  const [made] = await call<{ id: string }[]>(connection, '/campaigns');
  await call(connection, `/campaigns/${made?.id}/send`, {});
  await connection.events.waitForAll({ type: 'email.delivered' }, { count: contacts, timeout: 60_000 });
  await connection.settle();
}

const names = { memory: 'InMemory', disk: 'OnDisk' } as const;

/** 200 contacts, 200 mails and 400 events: what going from one state to another costs, over HTTP. */
async function small(
  where: keyof typeof names,
  data: string,
  { report, rounds }: { report: Report; rounds: number },
) {
  const { connection, stop } = await spawned(data, where === 'memory' ? ['--memory'] : []);
  const name = names[where];
  const times = (work: () => Promise<unknown>) => timesOf(rounds, work);
  // What has no bar is measured by fewer rounds.
  const few = (work: () => Promise<unknown>) => timesOf(Math.ceil(rounds / 3), work);
  try {
    await furnish(connection);
    const floor = await times(() => connection.clock.get());
    report({ what: `a call that reads the clock, ${where}`, values: floor, unit: 'ms', demand: '(floor)' });
    report(barred(`save${name}`, await times(() => connection.snapshots.save('base'))));
    report(barred(`restore${name}`, await times(() => connection.snapshots.restore('base'))));
    const file = await connection.export();
    const exported = await few(() => connection.export());
    report({
      what: `export of ${Math.round(file.length / 1000)} KB, ${where}`,
      values: exported,
      unit: 'ms',
    });
    report({
      what: `import of it, ${where}`,
      values: await few(() => connection.import(file)),
      unit: 'ms',
    });
    await connection.reset();
    report(barred(`reset${name}`, await times(() => connection.reset())));
    const made: Awaited<ReturnType<Connection['workspace']>>[] = [];
    report(barred(`workspace${name}`, await times(async () => made.push(await connection.workspace()))));
    for (const { drop } of made) await drop();
  } finally {
    await stop();
  }
}

/** The longest wait of a call from another process while a large state is saved, beside an idle one. */
async function large(data: string, report: Report, setting: Setting): Promise<void> {
  const size = { contacts: setting.count(100_000), messages: setting.count(50_000) };
  await fillDirectory(data, size);
  const { connection, pid, stop } = await spawned(data);
  const watching = watch({ url: connection.url, pid });
  try {
    await connection.snapshots.save('first');
    const [idle, held, took]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < setting.rounds(5); round += 1) {
      await pause(500);
      await watching.longest();
      await pause(2000);
      idle.push((await watching.longest()).ms);
      took.push(...(await timesOf(1, () => connection.snapshots.save('large'))));
      await pause(100);
      held.push((await watching.longest()).ms);
    }
    report({ what: 'longest wait of a call, idle for 2 s', values: idle, unit: 'ms', demand: '(floor)' });
    report({ what: 'snapshot of 150,000 records', values: took, unit: 'ms' });
    report(barred('snapshotStall', held));
  } finally {
    await watching.end();
    await stop();
  }
}

/** Snapshots of a state as tests have it, and of a large one. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'snapshot-'));
  const rounds = setting.isSmall ? 3 : 30;
  try {
    await large(join(dir, 'large'), report, setting);
    await small('memory', join(dir, 'memory'), { report, rounds });
    await small('disk', join(dir, 'disk'), { report, rounds });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
