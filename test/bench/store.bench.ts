import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { openStore } from '../../src/store/store.js';
import { barred } from './bars.js';
import { contactOf, fillDirectory } from './sample-data.js';
import { sharesOf } from './figures.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
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

async function commits(dir: string, report: Report, { rounds }: Setting): Promise<void> {
  await commitRound(join(dir, 'warm'));
  const [rates, floors]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds(5); round += 1) {
    const taken = await commitRound(join(dir, `commits${round}`));
    rates.push((ticks * perTick * 1000) / taken.commits);
    floors.push((ticks * perTick * 1000) / taken.bare);
  }
  report({ what: 'appends of the same bytes alone', values: floors, unit: '/s', demand: '(floor)' });
  report({ what: 'commits with journal', values: rates, unit: '/s' });
  report(barred('commits', sharesOf(rates, floors)));
}

async function checkpoint(dir: string, report: Report, { count }: Setting): Promise<void> {
  const size = { contacts: count(100_000), messages: count(50_000) };
  const workspace = await fillDirectory(join(dir, 'large'), size);
  const started = performance.now();
  const store = await openStore({ dir: workspace, ...stores });
  const seconds = (performance.now() - started) / 1000;
  report({ what: 'loading of 100,000 contacts and 50,000 messages', values: [seconds], unit: 's' });
  store.commit((tx) => tx.put('contacts', contactOf(size.contacts)));
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
  report(barred('checkpointStall', [delay.max / 1e6]));
  report({ what: '  of an idle loop in 2 s', values: [idle], unit: 'ms', demand: '(floor)' });
}

/** The figures of the store; floors and goals are of this machine and this run. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'store-'));
  try {
    await commits(dir, report, setting);
    await checkpoint(dir, report, setting);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
