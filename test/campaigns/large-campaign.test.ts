import { expect, it } from 'vitest';
import type { CampaignRecord } from '../../src/contract/campaign.js';
import type { Campaign, CampaignStats, Connection, Message, MessageSummary } from '../../src/index.js';
import { templateOfCampaign } from '../../src/core/compose/composer.js';
import { createCampaignThread } from '../../src/app/campaign-thread.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

/** Enough for the thread that sends large campaigns. */
const recipients = 800;

const content = {
  html: '<p>Hi {{first_name}}, <a href="https://shop.example/?a=1&amp;who={{email}}">shop</a></p><a href="{{unsubscribe_url}}">leave</a></body>',
};

/** A campaign to so many contacts: one in a hundred bounces, and one has no name. */
async function useCampaign(target: Connection): Promise<Campaign> {
  const contacts = Array.from({ length: recipients }, (_, n) => ({
    email: n % 100 === 99 ? `person${n}+bounce@x.test` : `person${n}@x.test`,
    first_name: n === 7 ? '' : `Pérson ${n}`,
  }));
  await target.seed({ fixture: { contacts } });
  const { data } = await callApi<Campaign>(target, '/campaigns', {
    method: 'POST',
    body: {
      name: 'Large',
      subject: 'Hi {{first_name}}',
      from_email: 'news@x.test',
      content,
      recipients: { type: 'all' },
    },
  });
  return data;
}

const statsOf = async (target: Connection, id: string) =>
  (await callApi<CampaignStats>(target, `/campaigns/${id}/stats`)).data.stats;

const allSent = (target: Connection, id: string) =>
  expect.poll(async () => (await statsOf(target, id)).sent, { timeout: 30_000 }).toBe(recipients);

/** The addresses of all mail, from page to page. */
async function addresses(target: Connection): Promise<string[]> {
  const found: string[] = [];
  let after = '';
  for (;;) {
    const { data, meta } = await callControl<MessageSummary[]>(target, `/messages?limit=500${after}`);
    found.push(...data.map(({ to }) => to[0]?.address ?? ''));
    const cursor = 'next_cursor' in meta ? meta.next_cursor : null;
    if (typeof cursor !== 'string') break;
    after = `&cursor=${cursor}`;
  }
  return found;
}

it('a large campaign reaches each recipient with a mail of their own, and its links lead on', async () => {
  const emulator = await useEmulator({ simulationSpeed: 1_000_000 });
  const campaign = await useCampaign(emulator);
  await callApi(emulator, `/campaigns/${campaign.id}/send`, { method: 'POST' });
  await allSent(emulator, campaign.id);
  await expect
    .poll(() => statsOf(emulator, campaign.id))
    .toMatchObject({ sent: 800, delivered: 792, bounced: 8 });
  const [mail] = (await emulator.inbox.list({ to: 'person42@x.test' })) as [MessageSummary];
  expect(mail).toMatchObject({ subject: 'Hi Pérson 42', status: 'delivered', kind: 'campaign' });
  const whole: Message = await emulator.inbox.get(mail.id);
  expect(whole.links[0]).toMatchObject({ url: 'https://shop.example/?a=1&who=person42@x.test' });
  const visit = await fetch(whole.links[0]?.tracked_url ?? '', { redirect: 'manual' });
  expect(visit.headers.get('location')).toBe('https://shop.example/?a=1&who=person42@x.test');
  const [nameless] = (await emulator.inbox.list({ to: 'person7@x.test' })) as [MessageSummary];
  expect((await emulator.inbox.get(nameless.id)).missing).toEqual(['first_name']);
  expect(await emulator.inbox.list({ q: '"pérson 555"' })).toMatchObject([
    { to: [{ address: 'person555@x.test' }] },
  ]);
  const bounced = await emulator.inbox.list({ q: 'status:bounced' });
  expect(bounced).toHaveLength(8);
  expect((await emulator.inbox.raw(bounced[0]?.id ?? '')).length).toBeGreaterThan(500);
});

it('a mail that the sink refuses before its content is kept and shown all the same', async () => {
  const emulator = await useEmulator();
  const campaign = await useCampaign(emulator);
  const smtp = { stage: 'rcpt', match: { to: 'person3@x.test' }, reply: '550 5.1.1 No such person' };
  await emulator.faults.add({ smtp } as Parameters<typeof emulator.faults.add>[0]);
  await callApi(emulator, `/campaigns/${campaign.id}/send`, { method: 'POST' });
  await allSent(emulator, campaign.id);
  const [refused] = await emulator.inbox.list({ to: 'person3@x.test' });
  expect(refused).toMatchObject({
    status: 'bounced',
    bounce: { diagnostic: expect.stringContaining('No such person') as string },
  });
  expect((await emulator.inbox.get(refused?.id ?? '')).html).toContain('Hi Pérson 3,');
});

it('a large campaign that is killed in the middle goes on: nobody twice, nobody left out', async () => {
  const args = ['--data', await useDirectory(), '--simulation-speed', '1000000'];
  const first = await startProcess(args);
  const campaign = await useCampaign(first);
  await callApi(first, `/campaigns/${campaign.id}/send`, { method: 'POST' });
  await first.events.waitForAll({ type: 'email.sent' }, { count: 200, timeout: 30_000 });
  await first.kill();
  const second = await startProcess(args);
  await allSent(second, campaign.id);
  await second.settle();
  const found = await addresses(second);
  expect(found).toHaveLength(recipients);
  expect(new Set(found).size).toBe(recipients);
  expect(await statsOf(second, campaign.id)).toMatchObject({ sent: 800, delivered: 792, bounced: 8 });
});

const campaign: CampaignRecord = {
  id: 'campaign_00000000',
  name: 'Large',
  subject: 'Hi',
  from_name: null,
  from_email: 'news@x.test',
  reply_to: null,
  content: { html: null, text: 'Hi' },
  recipients: { type: 'all', tags: [], exclude_tags: [] },
  settings: { track_opens: true, track_clicks: true, google_analytics: false },
  send_time: null,
  status: 'sending',
  recipient_count: recipients,
  created_at: 0,
  updated_at: 0,
  sent_at: null,
  last_start: null,
};

it('a thread that cannot run fails what is asked of it, so that the campaign tries again', async () => {
  const thread = createCampaignThread('/nowhere/campaign-worker.js');
  const bulkSender = thread.openBulkSender({
    template: templateOfCampaign(campaign),
    workspace: 'default',
    secret: '',
    publicUrl: '',
    strict: false,
    smtp: { host: '127.0.0.1', port: 1, user: '', password: '' },
  });
  await expect(bulkSender.write([])).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  await expect(bulkSender.send([])).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  await thread.stop();
});
