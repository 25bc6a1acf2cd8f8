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
const connections = 32;

/** Mails at a steady rate, by turns over the connections; answers when each was sent, by its recipient. */
async function sendSteadily(
  smtp: { host: string; port: number },
  count: number,
): Promise<Map<string, number>> {
  const open = async () => {
    const connection = await openClientConnection({ ...smtp, user: '', password: '' });
    return { connection, last: Promise.resolve() };
  };
  const lines = await Promise.all(Array.from({ length: connections }, open));
  const sent = new Map<string, number>();
  const from = performance.now();
  for (let n = 0; n < count; n += 1) {
    const due = from + (n * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    const line = lines[n % connections];
    const to = `r${n}@x.test`;
    const raw = Buffer.from(`From: a@x.test\r\nTo: ${to}\r\nSubject: Seen\r\n\r\nA short text.\r\n`);
    if (line)
      line.last = line.last.then(async () => {
        sent.set(to, performance.now());
        await line.connection.send({ from: 'a@x.test', to, raw });
      });
  }
  await Promise.all(lines.map(({ last }) => last));
  for (const { connection } of lines) connection.close();
  return sent;
}

/** How long each mail took from being sent to the first frame that shows it, and to the one that has its subject. */
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
  const sent = await sendSteadily(connection.smtp, count);
  for (let waited = 0; read.size < count && waited < 300; waited += 1) await pause(100);
  socket.terminate();
  await stop();
  if (read.size < count)
    throw new Error(`${count - read.size} of ${count} mails had no frame with their subject`);
  const from = (times: ReadonlyMap<string, number>) =>
    [...sent].map(([to, at]) => (times.get(to) ?? NaN) - at);
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

/** From a mail on an open SMTP connection to the frame in a browser, while 200 mails a second arrive; the echo by turns. */
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
