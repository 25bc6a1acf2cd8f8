import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFloor } from './api-floor.js';
import { barred } from './bars.js';
import { sharesOf } from './figures.js';
import { callRate } from './http-load.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { spawned } from './spawned.js';

/** Contacts that are created, each in the journal before it is answered, beside express that parses the same bodies. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const { connection, stop } = await spawned(dir, ['--rate-limits', 'off']);
  const floor = await startFloor();
  let round = 0;
  const body = (n: number) => ({
    email: `person${round}.${n}@example.com`,
    first_name: 'Ada',
    last_name: 'Lovelace',
    company: 'Engines',
    tags: ['new', 'vip'],
    custom_fields: { customer_level: 'gold', orders: n },
  });
  const create = async (url: string) =>
    (
      await callRate({
        connections: 50,
        count: setting.count(4000),
        url: `${url}/v2/contacts`,
        key: connection.apiKey,
        body,
      })
    ).rate;
  try {
    const [floors, rates]: [number[], number[]] = [[], []];
    for (; round <= setting.rounds(5); round += 1) {
      const [bare, ours] = [await create(floor.url), await create(connection.url)];
      // The first round warms both up.
      if (round === 0) continue;
      floors.push(bare);
      rates.push(ours);
    }
    report({ what: 'express parsing the same bodies', values: floors, unit: '/s', demand: '(floor)' });
    report({ what: 'contacts created, durable', values: rates, unit: '/s' });
    report(barred('write', sharesOf(rates, floors)));
  } finally {
    floor.stop();
    await stop();
    await rm(dir, { recursive: true, force: true });
  }
}
