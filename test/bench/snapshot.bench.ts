import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle, EmulatorOptions } from '../../src/index.js';
import { median } from './report.js';
import type { Report } from './report.js';

const rounds = 30;
const contacts = 200;

/** How long some rounds take, in ms each. */
async function timesOf(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return times;
}

/** A workspace as a test has it: some contacts, a campaign that was sent to them, its mail and events. */
async function furnish(emulator: EmulatorHandle): Promise<void> {
  const campaign = {
    name: 'Spring',
    subject: 'Hello',
    from_email: 'news@x.test',
    recipients: { type: 'all' },
    content: { html: '<p>Hello {{email}}</p>' },
  };
  const people = Array.from({ length: contacts }, (_, n) => ({ email: `r${n}@x.test` }));
  await emulator.seed({ fixture: { contacts: people, campaigns: [campaign] } });
  const headers = { Authorization: `Bearer ${emulator.apiKey}` };
  const listed = await fetch(`${emulator.apiUrl}/campaigns`, { headers });
  const [made] = ((await listed.json()) as { data: { id: string }[] }).data;
  await fetch(`${emulator.apiUrl}/campaigns/${made?.id}/send`, { method: 'POST', headers });
  await emulator.events.waitForAll({ type: 'email.delivered' }, { count: contacts, timeout: 60_000 });
  await emulator.settle();
}

async function measure(where: string, options: EmulatorOptions, report: Report): Promise<void> {
  const emulator = await startEmulator(options);
  try {
    await furnish(emulator);
    const floor = median(await timesOf(() => emulator.clock.get()));
    const add = async (what: string, work: () => Promise<unknown>, demand: string) => {
      const values = await timesOf(work);
      const beside = `${demand} ${(median(values) / floor).toFixed(1)} × a call that reads the clock`.trim();
      report({ what: `${what}, ${where}`, values, unit: 'ms', demand: beside });
    };
    await add('save', () => emulator.snapshots.save('base'), '≤ 5');
    await add('restore', () => emulator.snapshots.restore('base'), '≤ 5');
    const file = await emulator.export();
    await add(`export of ${Math.round(file.length / 1000)} KB`, () => emulator.export(), '');
    await add('import', () => emulator.import(file), '');
    await emulator.reset();
    await add('reset of nothing', () => emulator.reset(), '≤ 5');
  } finally {
    await emulator.stop();
  }
}

/** What going from one state to another costs: 200 contacts, 200 mails and 400 events. */
export async function run(report: Report): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  try {
    await measure('in memory', {}, report);
    await measure('on disk', { data }, report);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
