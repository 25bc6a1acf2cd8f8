import { expect, it } from 'vitest';
import type { Campaign, Contact, EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

const audience = 500;
const addressOf = (n: number) => `r${String(n).padStart(3, '0')}@x.test`;
const addresses = Array.from({ length: audience }, (_, n) => addressOf(n));
const [last, beforeLast, third] = [audience - 1, audience - 2, audience - 3].map(addressOf);

const contactWith = async (emulator: EmulatorHandle, email = '') => {
  const [contact] = (await callApi<Contact[]>(emulator, `/contacts?search=${email}`)).data;
  return `/contacts/${contact?.id ?? ''}`;
};
const put = (body: object) => ({ method: 'PUT', body });

/** What may happen to recipients whose mail is not written yet. */
const changes = {
  nothing: () => Promise.resolve(),
  async 'another address'(emulator: EmulatorHandle) {
    await callApi(emulator, await contactWith(emulator, last), put({ email: 'new@x.test' }));
  },
  async 'the address of another recipient, who was deleted'(emulator: EmulatorHandle) {
    await callApi(emulator, await contactWith(emulator, beforeLast), { method: 'DELETE' });
    await callApi(emulator, await contactWith(emulator, last), put({ email: beforeLast }));
  },
  async 'addresses that changed hands'(emulator: EmulatorHandle) {
    const [one, other] = [await contactWith(emulator, last), await contactWith(emulator, third)];
    await callApi(emulator, one, put({ email: 'aside@x.test' }));
    await callApi(emulator, other, put({ email: last }));
    await callApi(emulator, one, put({ email: third }));
  },
  async 'capitals in an address'(emulator: EmulatorHandle) {
    await callApi(emulator, await contactWith(emulator, last), put({ email: last?.toUpperCase() }));
  },
} as const;

/** Who got the mail, and what became of it, where a restore comes upon a campaign of which most is not written. */
async function sendWith(change: (emulator: EmulatorHandle) => Promise<unknown>): Promise<string[]> {
  const emulator = await useEmulator({ simulation: 'reference', simulationSpeed: 1, rateLimits: 'off' });
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const campaign = {
    ...{ name: 'Big', subject: 's', from_email: 'news@x.test', recipients: { type: 'all' } as const },
    content: { html: '<p>Hi {{email}} <a href="https://x.test/a">a</a></p>' },
  };
  await emulator.seed({
    fixture: { contacts: addresses.map((email) => ({ email })), campaigns: [campaign] },
  });
  const { data } = await callApi<Campaign[]>(emulator, '/campaigns');
  const id = data[0]?.id ?? '';
  await emulator.faults.add({ smtp: { stage: 'rcpt', match: {}, delay: '60s' } });
  await callApi(emulator, `/campaigns/${id}/send`, { method: 'POST' });
  await expect.poll(async () => (await emulator.faults.list())[0]?.hits).toBeGreaterThan(0);
  await change(emulator);
  await emulator.snapshots.save('middle');
  await emulator.snapshots.restore('middle');
  await emulator.faults.clear();
  expect(await emulator.settle()).toBe(true);
  await emulator.clock.advance('40d');
  const mails = await emulator.inbox.list({ campaign: id, limit: 500 });
  return mails
    .map(({ to, status, opens, clicks }) => `${to[0]?.address} ${status} ${opens} ${clicks}`)
    .sort();
}

it(
  'a campaign that is cut off goes on to the addresses it started with, each with its outcome',
  { timeout: 120_000 },
  async () => {
    const undisturbed = await sendWith(changes.nothing);
    expect(undisturbed.map((line) => line.split(' ')[0])).toEqual(addresses);
    for (const [what, change] of Object.entries(changes))
      expect([what, await sendWith(change)]).toEqual([what, undisturbed]);
  },
);
