import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmulator } from '../../src/index.js';
import type { Campaign, EmulatorHandle } from '../../src/index.js';
import { call, probe, sharesOf } from './figures.js';
import { percentile } from './report.js';
import type { Report } from './report.js';
import { leanRate, nodemailerRate, page, seconds, startBare } from './smtp-load.js';

const recipients = 10_000;
/** Mails that are sent before anything is measured, so that both sides run compiled code. */
const warmUp = 2000;
const rounds = 5;

/** Contacts that the bench sends to; the first of them have the tag of the warm-up. */
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

/** The floors and the campaign by turns: what the machine does meanwhile affects all of them. */
async function benchCampaign(emulator: EmulatorHandle, report: Report): Promise<void> {
  await addContacts(emulator);
  await sendCampaign(emulator, { tags: ['warm-up'] });
  await comeToRest(emulator);
  const raw = await sentBytes(emulator);
  const bare = await startBare();
  const options = { count: recipients, connections: 4, raw };
  await leanRate(bare, { ...options, count: warmUp });
  await nodemailerRate(bare, warmUp / 2);
  const floors: number[] = [];
  const pools: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await leanRate(bare, options));
    pools.push(await nodemailerRate(bare, warmUp));
    rates.push(recipients / (await sendCampaign(emulator)).took);
    await comeToRest(emulator);
  }
  await bare.close();
  const what = 'bare smtp-server, lean client, the same bytes';
  report({ what, values: floors, unit: '/s', demand: `(floor; ${raw.length} bytes a mail)` });
  report({ what: "bare smtp-server, nodemailer's pool", values: pools, unit: '/s', demand: '(floor)' });
  report({ what: 'campaign to 10,000, end to end', values: rates, unit: '/s' });
  report({ what: '  of bare', values: sharesOf(rates, floors), unit: '×', demand: '≥ 0.50' });
  report({ what: "  of nodemailer's pool", values: sharesOf(rates, pools), unit: '×', demand: '≥ 3.00' });
  const { taken } = await sendCampaign(emulator, { withProbe: true });
  const slow = [percentile(taken, 0.99)];
  report({ what: 'GET /v2/contacts?limit=20 meanwhile, p99', values: slow, unit: 'ms', demand: '≤ 100' });
}

export async function run(report: Report): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const emulator = await startEmulator({ data });
  await benchCampaign(emulator, report);
  await emulator.stop();
  await rm(data, { recursive: true, force: true });
}
