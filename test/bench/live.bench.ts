import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import { openClientConnection } from '../../src/smtp/client/connection.js';
import { barred } from './bars.js';
import { percentile } from './report.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { spawned } from './spawned.js';

const perSecond = 200;
const connections = 8;

/** Mails at a steady rate; answers when each was acknowledged, by its recipient. */
async function sendSteadily(
  smtp: { host: string; port: number },
  count: number,
): Promise<Map<string, number>> {
  const open = () => openClientConnection({ ...smtp, user: '', password: '' });
  const free = await Promise.all(Array.from({ length: connections }, open));
  const all = [...free];
  const acknowledged = new Map<string, number>();
  const sending: Promise<void>[] = [];
  const from = performance.now();
  const send = async (to: string) => {
    const connection = free.pop() ?? (await open());
    const raw = Buffer.from(`From: a@x.test\r\nTo: ${to}\r\nSubject: Seen\r\n\r\nA short text.\r\n`);
    await connection.send({ from: 'a@x.test', to, raw });
    acknowledged.set(to, performance.now());
    free.push(connection);
    if (!all.includes(connection)) all.push(connection);
  };
  for (let n = 0; n < count; n += 1) {
    const due = from + (n * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    sending.push(send(`r${n}@x.test`));
  }
  await Promise.all(sending);
  for (const connection of all) connection.close();
  return acknowledged;
}

/** How long each mail took from its 250 to the first frame that tells of it, and to the one that has its subject. */
async function frames(dir: string, count: number): Promise<{ first: number[]; read: number[] }> {
  const { connection, stop } = await spawned(dir);
  const socket = new WebSocket(`${connection.url.replace('http', 'ws')}/_emulator/live`);
  await once(socket, 'open');
  const seen = new Map<string, number>();
  const read = new Map<string, number>();
  socket.on('message', (data: Buffer) => {
    const at = performance.now();
    const frame = data.toString();
    const to = /"address":"(r\d+@x\.test)"/.exec(frame)?.[1];
    if (to === undefined) return;
    if (!seen.has(to)) seen.set(to, at);
    if (frame.includes('"subject":"Seen"') && !read.has(to)) read.set(to, at);
  });
  const acknowledged = await sendSteadily(connection.smtp, count);
  for (let waited = 0; read.size < count && waited < 300; waited += 1) await pause(100);
  socket.terminate();
  await stop();
  if (read.size < count)
    throw new Error(`${count - read.size} of ${count} mails had no frame with their subject`);
  // One that was told of before its 250 took no time.
  const from = (times: ReadonlyMap<string, number>) =>
    [...acknowledged].map(([to, at]) => Math.max(0, (times.get(to) ?? NaN) - at));
  return { first: from(seen), read: from(read) };
}

/** There and back over a bare WebSocket, at the same rate. */
async function echoes(count: number): Promise<number[]> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (peer) => peer.on('message', (data) => peer.send(data)));
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const times: number[] = [];
  socket.on('message', (data: Buffer) => times.push(performance.now() - Number(data.toString())));
  for (let n = 0; n < count; n += 1) {
    socket.send(String(performance.now()));
    await pause(1000 / perSecond);
  }
  socket.terminate();
  server.close();
  return times;
}

/** From a mail's acknowledgement to the frame in a browser, while 200 mails a second arrive; the echo by turns. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'live-'));
  const rounds: { echo: number[]; first: number[]; read: number[] }[] = [];
  try {
    for (let round = 0; round < setting.rounds(3); round += 1) {
      const echo = await echoes(setting.count(500));
      rounds.push({ echo, ...(await frames(join(dir, String(round)), setting.count(2000))) });
    }
    for (const [share, name, bar] of [
      [0.5, 'median', 'liveMedian'],
      [0.99, '99th percentile', 'liveLate'],
    ] as const) {
      const echo = rounds.map((round) => percentile(round.echo, share));
      const over = (part: 'first' | 'read') =>
        rounds.map((round, index) => Math.max(0, percentile(round[part], share) - (echo[index] ?? NaN)));
      report({ what: `there and back by bare ws, ${name}`, values: echo, unit: 'ms', demand: '(floor)' });
      report(barred(bar, over('first')));
      report({ what: `  to the frame with its subject, ${name}`, values: over('read'), unit: 'ms' });
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
