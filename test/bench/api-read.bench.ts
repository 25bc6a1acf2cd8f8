import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFloor } from './api-floor.js';
import { barred } from './bars.js';
import { sharesOf } from './figures.js';
import { callRate } from './http-load.js';
import { median, percentile } from './report.js';
import type { Report } from './report.js';
import { fillDirectory } from './sample-data.js';
import type { Setting } from './setting.js';
import { spawned } from './spawned.js';

const path = '/v2/contacts?limit=20';

/** Pages of 1,000 and of 100,000 contacts beside express, which sends the same bytes. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const open = async (contacts: number) => {
    await fillDirectory(join(dir, String(contacts)), { contacts, messages: 0 });
    return spawned(join(dir, String(contacts)), ['--rate-limits', 'off']);
  };
  const [few, many] = [await open(1000), await open(setting.count(100_000))];
  const headers = { Authorization: `Bearer ${few.connection.apiKey}` };
  const floor = await startFloor(await (await fetch(`${few.connection.url}${path}`, { headers })).text());
  const ask = async (url: string) =>
    callRate({
      connections: 50,
      count: setting.count(6000),
      url: `${url}${path}`,
      key: few.connection.apiKey,
    });
  try {
    const all = [floor.url, few.connection.url, many.connection.url].map((url) => ({
      url,
      rates: [] as number[],
      slow: [] as number[],
    }));
    for (const { url } of all) await ask(url);
    for (let round = 0; round < setting.rounds(5); round += 1) {
      for (const { url, rates, slow } of all) {
        const { rate, times } = await ask(url);
        rates.push(rate);
        slow.push(percentile(times, 0.99));
      }
    }
    const [bare, small, large] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]];
    report({ what: 'express answering the same bytes', values: bare.rates, unit: '/s', demand: '(floor)' });
    report({ what: 'a page of 1,000 contacts', values: small.rates, unit: '/s' });
    report(barred('read', sharesOf(small.rates, bare.rates)));
    report({ what: '  99th percentile', values: small.slow, unit: 'ms' });
    report({ what: '    of express', values: [median(bare.slow)], unit: 'ms', demand: '(floor)' });
    report({ what: 'a page of 100,000 contacts', values: large.rates, unit: '/s' });
    report(barred('readMany', sharesOf(large.rates, small.rates)));
  } finally {
    floor.stop();
    await few.stop();
    await many.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
