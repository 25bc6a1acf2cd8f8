import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Client } from 'undici';
import type { Connection } from '../../src/index.js';
import { barred } from './bars.js';
import { sharesOf } from './figures.js';
import { startProgram } from './peers.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { spawned } from './spawned.js';

type Consumer = Awaited<ReturnType<typeof startProgram>>;

const perSecond = (count: number, from: number): number => (count * 1000) / (performance.now() - from);

interface Sending {
  connection: Connection;
  consumer: Consumer;
  endpoints: number;
  /** Deliveries, over all endpoints. */
  count: number;
}

/** Opens of one mail, made while the consumer holds the first deliveries; then how fast the rest gets there. */
async function ourRate({ connection, consumer, endpoints, count }: Sending) {
  // The endpoints of the round before go too: they would get the same events.
  await connection.reset({ all: true });
  await connection.trigger('email.delivered', { to: 'reader@example.com' });
  const mail = await connection.inbox.waitFor({ to: 'reader@example.com' });
  const pixel = /src="([^"]+\/t\/[^"]+)"/.exec(mail.html ?? '')?.[1] ?? '';
  const opener = new Client(new URL(connection.url).origin, { pipelining: 1 });
  await consumer.tell('hold');
  for (let n = 0; n < endpoints; n += 1)
    await connection.webhooks.add({ url: `http://127.0.0.1:${consumer.port}/hook/${n}` });
  for (let n = 0; n < count / endpoints; n += 1)
    await (await opener.request({ path: new URL(pixel).pathname, method: 'GET' })).body.dump();
  await opener.close();
  const from = performance.now();
  await consumer.tell('go');
  if (!(await connection.settle(120_000))) throw new Error('the deliveries did not end');
  const rate = perSecond(count, from);
  const [last] = await connection.webhooks.deliveries({ status: 'succeeded', limit: 1 });
  if (!last) throw new Error('nothing was delivered');
  return { rate, body: last.body, headers: last.attempts[0]?.request_headers ?? {} };
}

/** The same POSTs, signed one by one, by undici alone over one connection. */
async function undiciRate(
  { port }: Consumer,
  { count, body, headers }: { count: number; body: string; headers: object },
) {
  const client = new Client(`http://127.0.0.1:${port}`, { pipelining: 1 });
  const from = performance.now();
  for (let sent = 0; sent < count; sent += 1) {
    const signature = `sha256=${createHmac('sha256', 'whsec_bench').update(body).digest('hex')}`;
    const response = await client.request({
      path: '/hook',
      method: 'POST',
      body,
      headers: { ...headers, 'X-Maildrone-Signature': signature },
    });
    await response.body.text();
  }
  const rate = perSecond(count, from);
  await client.close();
  return rate;
}

/** Deliveries to one endpoint and to ten, and undici alone, by turns. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'webhooks-'));
  const { connection, stop } = await spawned(data);
  const consumer = await startProgram('webhook-consumer.js');
  const count = setting.count(6000, 200);
  const [floors, one, ten]: [number[], number[], number[]] = [[], [], []];
  try {
    // The first round compiles the code of both sides and does not count.
    for (let round = 0; round <= setting.rounds(5); round += 1) {
      const { rate, ...what } = await ourRate({ connection, consumer, endpoints: 1, count });
      const alone = await undiciRate(consumer, { count, ...what });
      const many = await ourRate({ connection, consumer, endpoints: 10, count });
      if (round === 0) continue;
      floors.push(alone);
      one.push(rate);
      ten.push(many.rate);
    }
    const demand = '(floor: the same POSTs, signed one by one)';
    report({ what: 'undici alone, one connection', values: floors, unit: '/s', demand });
    report({ what: 'deliveries to one endpoint', values: one, unit: '/s' });
    report(barred('webhooksOne', sharesOf(one, floors)));
    report({ what: 'deliveries to ten endpoints', values: ten, unit: '/s' });
    report(barred('webhooksTen', sharesOf(ten, floors)));
  } finally {
    consumer.stop();
    await stop();
    await rm(data, { recursive: true, force: true });
  }
}
