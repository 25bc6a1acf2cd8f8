import { expect, it } from 'vitest';
import type { Campaign, Connection, Contact, Message } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

const press = async (mail: Message): Promise<void> => {
  const link = /<(http[^>]+)>/.exec(mail.list_unsubscribe ?? '')?.[1] ?? '';
  const response = await fetch(link, { method: 'POST', body: 'List-Unsubscribe=One-Click' });
  expect(response.status).toBe(200);
};
const pageOf = async (mail: Message): Promise<string> => {
  const link = /<(http[^>]+)>/.exec(mail.list_unsubscribe ?? '')?.[1] ?? '';
  return (await fetch(link)).text();
};

/** Every way to leave, and the event that says so. */
const ways: Readonly<Record<string, [(emulator: Connection, mail: Message) => Promise<unknown>, string]>> = {
  'the button or one-click': [(_, mail) => press(mail), 'email.unsubscribed'],
  'simulate unsubscribed': [({ simulate }, { id }) => simulate(id, 'unsubscribed'), 'email.unsubscribed'],
  'trigger unsubscribed': [
    ({ trigger }, { campaign_id }) =>
      trigger('email.unsubscribed', { to: 'ann@x.test', campaign: campaign_id ?? '' }),
    'email.unsubscribed',
  ],
  'simulate a complaint': [({ simulate }, { id }) => simulate(id, 'spam_reported'), 'email.spam_reported'],
  'trigger a complaint': [
    ({ trigger }, { campaign_id }) =>
      trigger('email.spam_reported', { to: 'ann@x.test', campaign: campaign_id ?? '' }),
    'email.spam_reported',
  ],
};

async function useCampaignMail() {
  const emulator = await useEmulator();
  const body = { email: 'ann@x.test' };
  const { data: ann } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
  const campaign = {
    name: 'News',
    subject: 'Hi',
    from_email: 'n@x.test',
    content: { text: 'x' },
    recipients: { type: 'all' },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body: campaign });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  const mail = await emulator.inbox.waitFor({ to: 'ann@x.test' });
  const statusNow = async () => (await callApi<Contact>(emulator, `/contacts/${ann.id}`)).data.status;
  const setStatus = (status: string) =>
    callApi(emulator, `/contacts/${ann.id}`, { method: 'PUT', body: { status } });
  return { emulator, mail, ann, statusNow, setStatus };
}

it.each(Object.entries(ways))('%s acts on the contact as it is now', async (_way, [leave, type]) => {
  const { emulator, mail, statusNow, setStatus } = await useCampaignMail();
  await leave(emulator, mail);
  expect(await statusNow()).toBe('unsubscribed');
  expect(await pageOf(mail)).toContain('You are unsubscribed');
  await setStatus('active');
  expect(await pageOf(mail)).toContain('<button');
  await leave(emulator, mail);
  expect(await statusNow()).toBe('unsubscribed');
  const events = await emulator.events.list({ message: mail.id });
  expect(events.filter((event) => event.type === type)).toHaveLength(2);
});

it('says that a contact who left elsewhere is unsubscribed, and tells of each act once', async () => {
  const { emulator, mail, setStatus } = await useCampaignMail();
  await setStatus('unsubscribed');
  expect(await pageOf(mail)).toContain('You are unsubscribed');
  await press(mail);
  await press(mail);
  const events = await emulator.events.list({ message: mail.id, type: 'email.unsubscribed' });
  expect(events).toHaveLength(1);
});

it('finds the contact by its address where the one of the mail is gone', async () => {
  const { emulator, mail, ann } = await useCampaignMail();
  await callApi(emulator, `/contacts/${ann.id}`, { method: 'DELETE' });
  const body = { email: 'Ann@x.test' };
  const { data } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
  await press(mail);
  expect((await callApi<Contact>(emulator, `/contacts/${data.id}`)).data.status).toBe('unsubscribed');
});

it.each([
  ['the same address', {}],
  ['another address', { email: 'ann.new@x.test' }],
])('who comes back with %s takes the complaint back', async (_what, changes) => {
  const { emulator, mail, ann } = await useCampaignMail();
  await emulator.simulate(mail.id, 'spam_reported');
  expect((await emulator.suppressions.list()).map(({ address }) => address)).toEqual(['ann@x.test']);
  const body = { status: 'active', ...changes };
  await callApi(emulator, `/contacts/${ann.id}`, { method: 'PUT', body });
  expect(await emulator.suppressions.list()).toEqual([]);
});
