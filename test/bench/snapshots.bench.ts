import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle, EmulatorOptions } from '../../src/index.js';

const rounds = 30;
const contacts = 200;

/** The median of some rounds, in ms. */
async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[rounds >> 1] ?? 0;
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

async function measure(where: string, options: EmulatorOptions): Promise<void> {
  const emulator = await startEmulator(options);
  try {
    await furnish(emulator);
    const floor = await medianOf(() => emulator.clock.get());
    const tell = (what: string, ms: number) =>
      process.stdout.write(
        `${where.padEnd(10)}${what.padEnd(22)}${ms.toFixed(2).padStart(8)} ms  ${(ms / floor).toFixed(1).padStart(6)} × a call that reads the clock\n`,
      );
    tell('save', await medianOf(() => emulator.snapshots.save('base')));
    tell('restore', await medianOf(() => emulator.snapshots.restore('base')));
    const file = await emulator.export();
    tell(`export (${Math.round(file.length / 1000)} KB)`, await medianOf(() => emulator.export()));
    tell('import', await medianOf(() => emulator.import(file)));
    await emulator.reset();
    tell('reset of nothing', await medianOf(() => emulator.reset()));
  } finally {
    await emulator.stop();
  }
}

/** What going from one state to another costs, beside a call that does next to nothing in the same run. */
export async function run(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  try {
    process.stdout.write(`${contacts} contacts, ${contacts} mails, ${2 * contacts} events\n`);
    await measure('memory', {});
    await measure('on disk', { data });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
