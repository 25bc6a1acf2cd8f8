import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../src/index.js';
import { barred } from './bars.js';
import { call } from './figures.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { leanRate, rawMail } from './smtp-load.js';
import { spawned } from './spawned.js';

const kept = 3000;
const settings = ['--max-messages', String(kept), '--rate-limits', 'off'];

/** Workers that go on until the time is over; answers how much each has done. */
async function mixedLoad(connection: Connection, seconds: number) {
  const until = performance.now() + seconds * 1000;
  const done = { mails: 0, calls: 0, looks: 0 };
  const work = async (one: () => Promise<void>) => {
    while (performance.now() < until) await one();
  };
  const raw = rawMail('b@example.test');
  const mail = async () => {
    await leanRate(connection.smtp, { count: 50, connections: 2, raw });
    done.mails += 50;
  };
  const api = async () => {
    const email = `person${(done.calls += 1)}@example.test`;
    await call(connection, '/contacts', { email, first_name: 'Ada', tags: ['new'] });
    await call(connection, '/contacts?limit=20&tags=new');
    await pause(5);
  };
  const look = async () => {
    const page = await connection.inbox.list({ limit: 20 });
    await connection.inbox.list({ q: `item ${(done.looks += 1)}` });
    for (const { id } of page.slice(0, 2)) await fetch(`${connection.url}/_emulator/messages/${id}`);
    for (const { id } of page.slice(-2))
      await fetch(`${connection.url}/_emulator/messages/${id}`, { method: 'DELETE' });
    await pause(5);
  };
  await Promise.all([mail, api, look].map(work));
  return done;
}

/** Memory after a steady load of all kinds, beside that of a restart over the same data. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'memory-'));
  const rest = () => pause(setting.isSmall ? 200 : 15_000);
  try {
    const first = await spawned(data, settings);
    const { mails, calls, looks } = await mixedLoad(first.connection, setting.isSmall ? 2 : 60);
    await first.connection.inbox.list({ q: 'nowhere' });
    await rest();
    const steady = await first.resident();
    await first.stop();
    const again = await spawned(data, settings);
    await rest();
    const restarted = await again.resident();
    await again.stop();
    report({ what: `mails that came, ${kept} of them kept`, values: [mails], unit: '' });
    report({ what: 'contacts created and listed meanwhile', values: [calls], unit: '' });
    report({ what: 'lists, searches and deletions meanwhile', values: [looks], unit: '' });
    report({ what: 'after the load', values: [steady], unit: 'MiB' });
    report({ what: 'after a restart', values: [restarted], unit: 'MiB' });
    report(barred('steadyOfRestarted', [steady / restarted]));
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
