import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Campaign, Connection } from '../../src/index.js';
import { barred } from './bars.js';
import { call, probe, sharesOf } from './figures.js';
import { percentile } from './report.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';
import { leanRate, nodemailerRate, page, seconds, startBare } from './smtp-load.js';
import type { Bare } from './smtp-load.js';
import { spawned } from './spawned.js';

const settings = ['--max-messages', '1000000', '--rate-limits', 'off'];

/** Contacts that the bench sends to. */
async function addContacts(connection: Connection, count: number): Promise<void> {
  const contacts = Array.from({ length: count }, (_, index) => ({
    email: `person${index}@example.test`,
    first_name: `Person ${index}`,
    custom_fields: { level: 'gold' },
  }));
  await connection.seed({ fixture: { contacts } });
}

/** Sends a campaign to all and waits for its end; answers mails a second and the calls made meanwhile. */
async function sendCampaign(connection: Connection, count: number, withProbe = false) {
  const { id } = await call<Campaign>(connection, '/campaigns', {
    name: 'Bench',
    subject: 'Hi {{first_name}}',
    from_email: 'news@shop.test',
    recipients: { type: 'all' },
    content: { html: page },
  });
  let isSent = false;
  const list = () => call(connection, '/contacts?limit=20');
  const probing = withProbe ? probe(list, () => isSent) : Promise.resolve([]);
  const took = await seconds(async () => {
    await call(connection, `/campaigns/${id}/send`, {});
    while ((await call<Campaign>(connection, `/campaigns/${id}`)).status !== 'sent') await pause(25);
  });
  isSent = true;
  return { rate: count / took, taken: await probing };
}

/** What a campaign leaves to be done (deliveries, a checkpoint, garbage) must not be taken for the work of the next. */
async function comeToRest(connection: Connection): Promise<void> {
  await connection.settle(60_000);
  await pause(1000);
  globalThis.gc?.();
}

/** The bytes of a mail as a campaign sends it. */
async function sentBytes(connection: Connection): Promise<Buffer> {
  const { id } = await connection.inbox.waitFor({ to: 'person7@example.test' });
  return Buffer.from(await connection.inbox.raw(id));
}

interface Contest {
  data: string;
  bare: Bare;
  count: number;
  report: Report;
  setting: Setting;
}

type Process = Awaited<ReturnType<typeof spawned>>;

/** The first campaign of each of some processes, the floor after each; answers the last process, which is warm then. */
async function firsts({
  data,
  bare,
  count,
  report,
  setting,
}: Contest): Promise<{ last: Process; raw: Buffer }> {
  let last = await spawned(data, settings);
  await addContacts(last.connection, count);
  let raw: Buffer | null = null;
  const [floors, rates]: [number[], number[]] = [[], []];
  for (let round = 0; round < setting.rounds(3); round += 1) {
    await last.stop();
    last = await spawned(data, settings);
    rates.push((await sendCampaign(last.connection, count)).rate);
    await comeToRest(last.connection);
    if (raw === null) {
      raw = await sentBytes(last.connection);
      await leanRate(bare, { count: Math.ceil(count / 5), connections: 4, raw });
    }
    floors.push(await leanRate(bare, { count, connections: 4, raw }));
  }
  report({ what: 'the first campaign of a process, end to end', values: rates, unit: '/s' });
  report(barred('campaignFirst', sharesOf(rates, floors)));
  return { last, raw: raw ?? Buffer.alloc(0) };
}

/** The floors and the campaign by turns: what the machine does meanwhile affects all of them. */
async function warm(
  { last, raw }: { last: Process; raw: Buffer },
  { bare, count, report, setting }: Contest,
) {
  const { connection, stop } = last;
  const few = Math.ceil(count / 10);
  await nodemailerRate(bare, Math.ceil(few / 2));
  const [floors, pools, rates]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < setting.rounds(5); round += 1) {
    floors.push(await leanRate(bare, { count, connections: 4, raw }));
    pools.push(await nodemailerRate(bare, few));
    rates.push((await sendCampaign(connection, count)).rate);
    await comeToRest(connection);
  }
  const what = 'bare smtp-server, lean client, the same bytes';
  report({ what, values: floors, unit: '/s', demand: `(floor; ${raw.length} bytes a mail)` });
  report({ what: "bare smtp-server, nodemailer's pool", values: pools, unit: '/s', demand: '(floor)' });
  report({ what: `campaign to ${count}, end to end`, values: rates, unit: '/s' });
  const shares = sharesOf(rates, floors);
  report(barred('campaign', shares));
  report(barred('campaignLowest', [Math.min(...shares)]));
  report(barred('campaignOfPool', sharesOf(rates, pools)));
  const { taken } = await sendCampaign(connection, count, true);
  report(barred('callsWhileSending', [percentile(taken, 0.99)]));
  await stop();
}

/** Campaigns to 10,000: the first of a process, and warm ones. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'campaign-'));
  const bare = await startBare();
  try {
    const contest = { data, bare, count: setting.count(10_000, 600), report, setting };
    await warm(await firsts(contest), contest);
  } finally {
    await bare.close();
    await rm(data, { recursive: true, force: true });
  }
}
