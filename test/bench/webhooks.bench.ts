import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Client } from 'undici';
import { startEmulator } from '../../src/index.js';
import { sharesOf } from './figures.js';
import type { Report } from './report.js';

const deliveries = 6000;
const rounds = 5;

interface Consumer {
  url: string;
  tell(what: 'hold' | 'go' | 'reset'): Promise<void>;
  stop(): void;
}

const answerOf = (child: ChildProcess): Promise<{ port?: number }> =>
  new Promise((resolve) => child.once('message', (message) => resolve(message as { port?: number })));

async function startConsumer(): Promise<Consumer> {
  const child = fork(join(process.cwd(), 'test/bench/webhook-consumer.js'));
  const { port } = await answerOf(child);
  const tell = async (what: string) => {
    const answer = answerOf(child);
    child.send(what);
    await answer;
  };
  return { url: `http://127.0.0.1:${port}/hook`, tell, stop: () => void child.kill() };
}

const perSecond = (count: number, from: number): number => (count * 1000) / (performance.now() - from);

/** Opens of one mail, made while the consumer holds the first delivery; then how fast the rest gets there. */
async function emulatorRate(consumer: Consumer): Promise<{ rate: number; body: string; headers: object }> {
  const emulator = await startEmulator();
  await emulator.trigger('email.delivered', { to: 'reader@example.com' });
  const mail = await emulator.inbox.waitFor({ to: 'reader@example.com' });
  const pixel = /src="([^"]+\/t\/[^"]+)"/.exec(mail.html ?? '')?.[1] ?? '';
  const local = new URL(emulator.url);
  const path = new URL(pixel).pathname;
  const opener = new Client(local.origin, { pipelining: 1 });
  await consumer.tell('hold');
  const { id } = await emulator.webhooks.add({ url: consumer.url });
  for (let count = 0; count < deliveries; count += 1)
    await (await opener.request({ path, method: 'GET' })).body.dump();
  await opener.close();
  const from = performance.now();
  await consumer.tell('go');
  if (!(await emulator.settle(120_000))) throw new Error('the deliveries did not end');
  const rate = perSecond(deliveries, from);
  const [last] = await emulator.webhooks.deliveries({ webhook: id, status: 'succeeded', limit: 1 });
  if (!last) throw new Error('nothing was delivered');
  await emulator.stop();
  return { rate, body: last.body, headers: last.attempts[0]?.request_headers ?? {} };
}

/** The same POSTs, signed one by one, by undici alone over one connection. */
async function undiciRate({ url }: Consumer, body: string, headers: object): Promise<number> {
  const client = new Client(new URL(url).origin, { pipelining: 1 });
  const from = performance.now();
  for (let count = 0; count < deliveries; count += 1) {
    const signature = `sha256=${createHmac('sha256', 'whsec_bench').update(body).digest('hex')}`;
    const request = {
      path: '/hook',
      method: 'POST',
      body,
      headers: { ...headers, 'X-Maildrone-Signature': signature },
    } as const;
    const response = await client.request(request);
    await response.body.text();
  }
  const rate = perSecond(deliveries, from);
  await client.close();
  return rate;
}

export async function run(report: Report): Promise<void> {
  const consumer = await startConsumer();
  const [rates, floors]: [number[], number[]] = [[], []];
  try {
    // The first round compiles the code of both sides and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      const { rate, body, headers } = await emulatorRate(consumer);
      const alone = await undiciRate(consumer, body, headers);
      if (round === 0) continue;
      rates.push(rate);
      floors.push(alone);
    }
  } finally {
    consumer.stop();
  }
  const demand = '(floor: the same POSTs, signed one by one)';
  report({ what: 'undici alone, one connection', values: floors, unit: '/s', demand });
  report({ what: 'deliveries to one endpoint', values: rates, unit: '/s' });
  report({ what: '  of undici alone', values: sharesOf(rates, floors), unit: '×', demand: '≥ 0.60' });
}
