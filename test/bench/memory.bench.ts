import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../src/app/listen.js';
import { bareServer, installMaildev, launch, residentOf } from './peers.js';
import type { Report } from './report.js';
import { leanRate, rawMail } from './smtp-load.js';
import { spawned } from './spawned.js';

const send = (smtp: { host: string; port: number }, count: number) =>
  leanRate(smtp, { count, connections: 5, raw: rawMail('b@example.test') });
/** Collections of garbage that are due come within some seconds. */
const rest = () => pause(10_000);

async function bareMemory(dir: string): Promise<number> {
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

/** MailDev with 10,000 mails; null where it cannot be had. */
async function maildevMemory(dir: string): Promise<{ name: string; resident: number } | null> {
  const maildev = await installMaildev(dir);
  if (!maildev) return null;
  const { pid, stop } = await launch(maildev, dir);
  await send({ host: '127.0.0.1', port: maildev.smtpPort }, 10_000);
  await rest();
  const resident = await residentOf(pid);
  await stop();
  return { name: maildev.name, resident };
}

/** The emulator at rest, with 10,000 and with 100,000 mails of 10 KB, and after a restart over them. */
async function ourMemory(dir: string) {
  const data = join(dir, 'data');
  const settings = ['--max-messages', '1000000'];
  const first = await spawned(data, settings);
  const { connection, resident, stop } = first;
  await rest();
  const idle = await resident();
  await send(connection.smtp, 10_000);
  await connection.inbox.list({ q: 'nowhere' });
  await rest();
  const ten = await resident();
  await send(connection.smtp, 90_000);
  await connection.inbox.list({ q: 'nowhere' });
  await rest();
  const hundred = await resident();
  await stop();
  const again = await spawned(data, settings);
  await rest();
  const restarted = await again.resident();
  await again.stop();
  return { idle, ten, hundred, restarted };
}

/** What processes keep resident (Linux alone says it). */
export async function run(report: Report): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  try {
    const bare = await bareMemory(dir);
    const { idle, ten, hundred, restarted } = await ourMemory(dir);
    const maildev = await maildevMemory(dir);
    report({ what: 'bare node:http', values: [bare], unit: 'MiB', demand: '(floor)' });
    report({ what: 'idle', values: [idle], unit: 'MiB' });
    report({ what: '  of bare node:http', values: [idle / bare], unit: '×', demand: '≤ 1.50' });
    report({ what: 'with 10,000 mails of 10 KB, just received', values: [ten], unit: 'MiB' });
    if (maildev) {
      report({ what: `  ${maildev.name} with them`, values: [maildev.resident], unit: 'MiB' });
      report({ what: '  ours of it', values: [ten / maildev.resident], unit: '×', demand: '≤ 0.50' });
    }
    report({ what: 'with 100,000, just received', values: [hundred], unit: 'MiB' });
    report({ what: 'with 100,000, after a restart', values: [restarted], unit: 'MiB' });
    report({
      what: '  just received of restarted',
      values: [hundred / restarted],
      unit: '×',
      demand: '≤ 1.50',
    });
    const each = ((restarted - idle) * 1024) / 100_000;
    report({ what: 'a mail at rest', values: [each], unit: 'KiB', demand: '≤ 1' });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
