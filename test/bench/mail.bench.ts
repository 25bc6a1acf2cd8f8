import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { startEmulator } from '../../src/index.js';
import type { Campaign, EmulatorHandle, EmulatorOptions } from '../../src/index.js';
import { openClientConnection } from '../../src/smtp/client-connection.js';

const recipients = 10_000;
/** Mails that are sent before anything is measured, so that both sides run compiled code. */
const warmUp = 2000;
const rounds = 3;
const outsideMails = 4000;

interface Bare {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** smtp-server as it is shipped but for its reverse look-ups; `take` gets each body. */
async function startBare(take: (body: Buffer) => Promise<void> | void = () => undefined): Promise<Bare> {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        callback();
        void take(Buffer.concat(chunks));
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { host: '127.0.0.1', port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

const row = (index: number) =>
  `<tr><td style="padding:8px;font:14px/1.5 sans-serif;color:#333"><a href="https://shop.example/item/${index}?ref=mail&amp;pos=${index}" style="color:#c00">Item ${index}</a> for {{first_name}}, a fine thing for level {{custom_fields.level}}, with a text long enough to be read twice.</td></tr>\n`;
const page = `<!doctype html><html><head><style>td{color:#333}</style></head><body><h1>Hi {{first_name}}</h1><table>\n${Array.from({ length: 34 }, (_, index) => row(index)).join('')}</table><p><a href="{{unsubscribe_url}}">Unsubscribe</a></p></body></html>`;

const rawMail = (to: string): Buffer =>
  Buffer.from(
    `From: a@example.test\r\nTo: ${to}\r\nSubject: From outside\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${page.replaceAll('\n', '\r\n')}\r\n`,
  );

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

/** Sends `count` mails over `connections` lean connections; answers mails a second. */
async function leanRate(
  target: { host: string; port: number },
  { count, connections, raw }: { count: number; connections: number; raw: Buffer },
): Promise<number> {
  const open = () => openClientConnection({ ...target, user: '', password: '' });
  const all = await Promise.all(Array.from({ length: connections }, open));
  let left = count;
  const took = await seconds(() =>
    Promise.all(
      all.map(async (connection) => {
        while (left-- > 0) await connection.send({ from: 'a@example.test', to: 'b@example.test', raw });
      }),
    ),
  );
  for (const connection of all) connection.close();
  return count / took;
}

/** One connection for each mail, one after the other; answers mails a second. */
async function singleRate(target: { host: string; port: number }, count: number): Promise<number> {
  const raw = rawMail('b@example.test');
  const took = await seconds(async () => {
    for (let index = 0; index < count; index += 1) {
      const connection = await openClientConnection({ ...target, user: '', password: '' });
      await connection.send({ from: 'a@example.test', to: 'b@example.test', raw });
      connection.close();
    }
  });
  return count / took;
}

async function nodemailerRate(target: { host: string; port: number }, count: number): Promise<number> {
  const transport = createTransport({ ...target, pool: true, maxConnections: 5, maxMessages: Infinity });
  const mail = { from: 'a@example.test', to: 'b@example.test', subject: 'Hi', html: page, text: 'Hi' };
  const took = await seconds(() =>
    Promise.all(Array.from({ length: count }, () => transport.sendMail(mail))),
  );
  transport.close();
  return count / took;
}

async function withEmulator<T>(
  options: EmulatorOptions,
  use: (emulator: EmulatorHandle) => Promise<T>,
): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const emulator = await startEmulator({ data, ...options });
  try {
    return await use(emulator);
  } finally {
    await emulator.stop();
    await rm(data, { recursive: true, force: true });
  }
}

const call = async <T>(emulator: EmulatorHandle, path: string, body?: object): Promise<T> => {
  const response = await fetch(`${emulator.apiUrl}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${emulator.apiKey}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return ((await response.json()) as { data: T }).data;
};

/** Contacts that the bench sends to; the first of them bear the tag of the warm-up. */
async function addContacts(emulator: EmulatorHandle) {
  let next = 0;
  const add = async () => {
    for (let index = next++; index < recipients; index = next++) {
      await call(emulator, '/contacts', {
        email: `person${index}@example.test`,
        first_name: `Person ${index}`,
        custom_fields: { level: 'gold' },
        tags: index < warmUp ? ['warm-up'] : [],
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, add));
}

const percentile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Calls the API one call after the other until told to end; answers how long each took in ms. */
async function probe(callOnce: () => Promise<unknown>, isOver: () => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (!isOver()) taken.push(1000 * (await seconds(callOnce)));
  return taken;
}

/** Sends a campaign and waits for its end; answers the seconds that took and the calls made meanwhile. */
async function sendCampaign(
  emulator: EmulatorHandle,
  { tags, withProbe = false }: { tags?: string[]; withProbe?: boolean } = {},
) {
  const { id } = await call<Campaign>(emulator, '/campaigns', {
    name: 'Bench',
    subject: 'Hi {{first_name}}',
    from_email: 'news@shop.test',
    recipients: tags ? { type: 'tags', tags } : { type: 'all' },
    content: { html: page },
  });
  let sent = false;
  const list = () => call(emulator, '/contacts?limit=20');
  const probing = withProbe ? probe(list, () => sent) : Promise.resolve([]);
  const took = await seconds(async () => {
    await call(emulator, `/campaigns/${id}/send`, {});
    while ((await call<Campaign>(emulator, `/campaigns/${id}`)).status !== 'sent') await pause(50);
  });
  sent = true;
  return { took, taken: await probing };
}

/** What a campaign leaves to be done (deliveries, a snapshot, garbage) must not be taken for the work of the next. */
async function comeToRest(emulator: EmulatorHandle): Promise<void> {
  await emulator.settle(60_000);
  await pause(2000);
  globalThis.gc?.();
}

/** The bytes of a mail as a campaign sends it. */
async function sentBytes(emulator: EmulatorHandle): Promise<Buffer> {
  const { id } = await emulator.inbox.waitFor({ to: 'person7@example.test' });
  return Buffer.from(await (await fetch(`${emulator.url}/_emulator/messages/${id}/raw`)).arrayBuffer());
}

const say = (what: string, figure: string, demand: string) =>
  process.stdout.write(`  ${what.padEnd(58)} ${figure.padEnd(34)} ${demand}\n`);
const perSecond = (rate: number) => `${rate.toFixed(0)}/s`;
const times = (a: number, b: number) => `${(a / b).toFixed(2)} ×`;

const median = (values: readonly number[]): number => percentile([...values], 0.5);

/** The floor and the campaign by turns: what the machine does meanwhile strikes both. */
async function benchCampaign() {
  await withEmulator({}, async (emulator) => {
    await addContacts(emulator);
    await sendCampaign(emulator, { tags: ['warm-up'] });
    await comeToRest(emulator);
    const raw = await sentBytes(emulator);
    const bare = await startBare();
    const options = { count: recipients, connections: 4, raw };
    await leanRate(bare, { ...options, count: warmUp });
    const pool = await nodemailerRate(bare, 2000);
    const floors: number[] = [];
    const rates: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await leanRate(bare, options));
      rates.push(recipients / (await sendCampaign(emulator)).took);
      await comeToRest(emulator);
    }
    await bare.close();
    const [floor, rate] = [median(floors), median(rates)];
    const ratios = rates.map((value, round) => value / (floors[round] ?? 0));
    say(`bare smtp-server, lean client, the same ${raw.length} bytes`, perSecond(floor), '(floor)');
    say("bare smtp-server, nodemailer's pool", perSecond(pool), '(floor)');
    say(
      'campaign to 10,000, end to end, median of 3',
      `${perSecond(rate)} ${median(ratios).toFixed(2)} × bare`,
      '≥ 0.50 × bare',
    );
    say('', ratios.map((ratio) => ratio.toFixed(2)).join(', '), '(each round)');
    say('', times(rate, pool) + " nodemailer's pool", "≥ 3.00 × nodemailer's pool");
    const { taken } = await sendCampaign(emulator, { withProbe: true });
    say('GET /v2/contacts?limit=20 meanwhile, p99', `${percentile(taken, 0.99).toFixed(1)} ms`, '≤ 100 ms');
  });
}

async function benchOutside() {
  const raw = rawMail('b@example.test');
  const options = { count: outsideMails, connections: 5, raw };
  const bare = await startBare();
  const floor = await leanRate(bare, options);
  const stock = await singleRate(bare, 30);
  await bare.close();
  let parsing: Promise<unknown> = Promise.resolve();
  const parser = await startBare((body) => {
    parsing = parsing.then(() => simpleParser(body));
  });
  const parsed = outsideMails / (await seconds(async () => (await leanRate(parser, options), await parsing)));
  await parser.close();
  await withEmulator({}, async (emulator) => {
    let acknowledged = 0;
    const took = await seconds(async () => {
      acknowledged = await leanRate(emulator.smtp, options);
      await emulator.inbox.list({ q: 'nothing-of-the-kind' });
    });
    const both = outsideMails / took;
    say(
      'outside mail acknowledged',
      `${perSecond(acknowledged)} ${times(acknowledged, floor)} bare`,
      '≥ 0.70 × bare',
    );
    say(
      'parsed and searchable',
      `${perSecond(both)} ${times(both, parsed)} simpleParser`,
      '≥ 1.00 × smtp-server + simpleParser',
    );
    const single = await singleRate(emulator.smtp, 300);
    say(
      'one mail per connection',
      `${perSecond(single)} ${times(single, stock)} as shipped`,
      '≥ 10.00 × smtp-server as shipped',
    );
  });
}

async function benchLarge() {
  await withEmulator({}, async (emulator) => {
    const attachment = Buffer.alloc(3_750_000, 'attachment').toString('base64').replace(/.{76}/g, '$&\r\n');
    const mime = 'Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    const large = Buffer.from(`From: a@example.test\r\nSubject: Large\r\n${mime}${attachment}\r\n`);
    await leanRate(emulator.smtp, { count: 1, connections: 1, raw: large });
    await emulator.inbox.list({ q: 'x' });
    let over = false;
    const probing = probe(
      () => call(emulator, '/contacts?limit=20'),
      () => over,
    );
    await leanRate(emulator.smtp, { count: 5, connections: 1, raw: large });
    await emulator.inbox.list({ q: 'large' });
    over = true;
    const worst = Math.max(...(await probing));
    say('longest API call while 5 MB mails come in', `${worst.toFixed(1)} ms`, '≤ 50 ms');
  });
}

export async function run(): Promise<void> {
  const only = process.env['BENCH_PART'];
  if (!only || only === 'campaign') await benchCampaign();
  if (!only || only === 'outside') await benchOutside();
  if (!only || only === 'large') await benchLarge();
}
