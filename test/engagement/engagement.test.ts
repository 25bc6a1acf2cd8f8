import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, CampaignStats, Connection, Contact } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const campaignBody = {
  name: 'Spring',
  subject: 'Hi',
  from_email: 'news@shop.test',
  recipients: { type: 'all' },
  content: { html: '<a href="https://shop.test/a">A</a> <a href="https://shop.test/b">B</a>' },
};
const addContact = async (emulator: Connection, email: string) =>
  (await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: { email } })).data;
async function sendCampaign(emulator: Connection, more: object = {}) {
  const body = { ...campaignBody, ...more };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  return data.id;
}
const statsOf = async (emulator: Connection, id: string) =>
  (await callApi<CampaignStats>(emulator, `/campaigns/${id}/stats`)).data.stats;
const frozen = async (options: Parameters<typeof useEmulator>[0] = {}) => {
  const emulator = await useEmulator(options);
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  return emulator;
};

describe('recipients', () => {
  it.each([
    ['+open', ['email.sent', 'email.delivered', 'email.opened']],
    ['+click', ['email.sent', 'email.delivered', 'email.opened', 'email.clicked']],
    ['+unsubscribe', ['email.sent', 'email.delivered', 'email.unsubscribed']],
    ['+spam', ['email.sent', 'email.delivered', 'email.spam_reported']],
    ['+ignore', ['email.sent', 'email.delivered']],
    ['+bot', ['email.sent', 'email.delivered', 'email.opened', 'email.clicked', 'email.clicked']],
    ['+bounce', ['email.sent', 'email.bounced']],
    ['+blocked', ['email.sent', 'email.bounced']],
    ['+defer', ['email.sent', 'email.deferred', 'email.delivered']],
  ])('with %s do what their address says', async (tag, types) => {
    const emulator = await frozen();
    await addContact(emulator, `ann${tag}@example.test`);
    await sendCampaign(emulator);
    await emulator.clock.advance('31d');
    const events = await emulator.events.list();
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(events.filter(({ data }) => data.bot === true).length).toBe(tag === '+bot' ? 3 : 0);
  });

  it('have user agents, and addresses that belong to nobody', async () => {
    const emulator = await frozen();
    await addContact(emulator, 'ann+click@example.test');
    await sendCampaign(emulator);
    await emulator.clock.advance('31d');
    const [clicked] = await emulator.events.list({ type: 'email.clicked' });
    expect(clicked?.data).toMatchObject({ url: 'https://shop.test/a', bot: false });
    expect(clicked?.data.user_agent).toMatch(/^Mozilla\/5\.0/);
    expect(clicked?.data.ip).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
  });

  it('who bounced or complained get no later campaign, and who complained has left', async () => {
    const emulator = await frozen();
    const complainer = await addContact(emulator, 'bob+spam@example.test');
    await addContact(emulator, 'ann+bounce@example.test');
    await addContact(emulator, 'eve@example.test');
    expect(await statsOf(emulator, await sendCampaign(emulator))).toMatchObject({ unsubscribed: 0 });
    await emulator.clock.advance('31d');
    const { data } = await callApi<Contact>(emulator, `/contacts/${complainer.id}`);
    expect(data.status).toBe('unsubscribed');
    const id = await sendCampaign(emulator, { name: 'Second' });
    await emulator.settle();
    expect((await emulator.inbox.list({ campaign: id })).map(({ to }) => to[0]?.address)).toEqual([
      'eve@example.test',
    ]);
  });

  it('of mail from outside do so too, and the sender is told at once', async () => {
    const emulator = await frozen();
    const client = await useSmtp(emulator);
    const body = 'Subject: x\r\n\r\nhttps://shop.test\r\n.\r\n';
    expect(await client.mail('bounce@simulator.maildrone.test', body)).toMatch(/^550 5\.1\.1 /);
    expect(await client.mail('ann+softbounce@example.test', body)).toMatch(/^452 4\.2\.2 /);
    expect(await client.mail('ann+blocked@example.test', body)).toMatch(/^550 5\.7\.1 /);
    expect(await client.mail('ann+defer@example.test', body)).toMatch(/^451 4\.7\.1 /);
    expect(await client.mail('ann+defer@example.test', body)).toMatch(/^250 /);
    expect(await client.mail('ann+open@example.test', body)).toMatch(/^250 /);
    await emulator.clock.advance('31d');
    expect((await emulator.events.list({ type: 'email.opened' })).length).toBe(1);
    expect((await emulator.inbox.list()).length).toBe(6);
  });

  it('of 500 follow the reference profile to the unit, whatever the speed', async () => {
    const emulator = await frozen({ simulation: 'reference', simulationSpeed: 1000 });
    for (let index = 0; index < 500; index += 1) await addContact(emulator, `p${index}@example.test`);
    const id = await sendCampaign(emulator);
    await emulator.clock.advance('31d');
    expect(await statsOf(emulator, id)).toEqual({
      sent: 500,
      delivered: 473,
      bounced: 27,
      opened: 118,
      clicked: 24,
      unsubscribed: 1,
      spam_reports: 0,
    });
  });
});

describe('unsubscribing', () => {
  async function mailed() {
    const emulator = await useEmulator();
    const { id } = await addContact(emulator, 'ann@example.test');
    const campaign = await sendCampaign(emulator);
    const mail = await emulator.inbox.waitFor({ to: 'ann@example.test' });
    const url = mail.list_unsubscribe?.slice(1, -1) ?? '';
    const status = async () => (await callApi<Contact>(emulator, `/contacts/${id}`)).data.status;
    return { emulator, campaign, url, status };
  }

  it('asks first: looking at the page changes nothing', async () => {
    const { url, status } = await mailed();
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form method="post">')]);
    expect(await status()).toBe('active');
  });

  it('takes one click of a mailbox provider, and counts once', async () => {
    const { emulator, campaign, url, status } = await mailed();
    for (let time = 0; time < 2; time += 1) {
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
      expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
    }
    expect(await status()).toBe('unsubscribed');
    expect(await statsOf(emulator, campaign)).toMatchObject({ unsubscribed: 1 });
    expect((await emulator.events.list({ type: 'email.unsubscribed' })).length).toBe(1);
  });
});

describe('a send that a stop cuts short', () => {
  it('goes on at the next start: none twice, none lost', async () => {
    const data = await mkdtemp(join(tmpdir(), 'maildrone-resume-'));
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const count = 400;
    const first = await startEmulator({ data });
    for (let index = 0; index < count; index += 1) await addContact(first, `p${index}@example.test`);
    const id = await sendCampaign(first);
    await first.events.waitForAll({ type: 'email.sent', campaign: id }, { count: 32, timeout: 20_000 });
    await first.stop();
    const second = await startEmulator({ data });
    onTestFinished(() => second.stop());
    const before = (await callApi<Campaign>(second, `/campaigns/${id}`)).data;
    expect(before.recipient_count).toBe(count);
    expect(await second.settle()).toBe(true);
    expect((await callApi<Campaign>(second, `/campaigns/${id}`)).data.status).toBe('sent');
    expect(await statsOf(second, id)).toMatchObject({ sent: count });
    const mails = await second.inbox.list({ campaign: id, limit: 500 });
    expect(new Set(mails.map(({ to }) => to[0]?.address)).size).toBe(count);
    expect(mails.length).toBe(count);
    const { data: sessions } = await callControl<unknown[]>(second, '/smtp/sessions');
    expect(sessions.length).toBeGreaterThan(0);
  });
});
