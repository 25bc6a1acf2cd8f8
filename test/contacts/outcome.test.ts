import { expect, it } from 'vitest';
import type { Connection, Contact, ContactOutcome } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const create = async (emulator: Connection, email: string) =>
  (await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: { email } })).data;
const outcomeOf = async (emulator: Connection, id: string) =>
  (await callControl<ContactOutcome>(emulator, `/contacts/${id}/outcome`)).data;

it.each([
  ['a+bounce@x.test', { rule: 'tag', name: 'bounce', result: 'hard', reply: { code: 550 }, actions: [] }],
  ['a+softbounce@x.test', { rule: 'tag', name: 'softbounce', result: 'soft' }],
  ['A+Click@x.test', { rule: 'tag', name: 'click', result: 'accept', actions: ['opened', 'clicked'] }],
  ['a+mpp@x.test', { rule: 'tag', name: 'mpp', actions: ['opened'], bot: true }],
  ['spam@simulator.maildrone.test', { rule: 'simulator', name: 'spam', actions: ['spam_reported'] }],
  ['defer@simulator.maildrone.test', { rule: 'simulator', result: 'defer', reply: { code: 451 } }],
  ['a+tag@x.test', { rule: 'profile', name: 'reference', result: null, reply: null, skipped: null }],
] as const)('the outcome of %s names its rule', async (email, expected) => {
  const emulator = await useEmulator({ simulation: 'reference' });
  const { id } = await create(emulator, email);
  expect(await outcomeOf(emulator, id)).toMatchObject({ contact_id: id, email, ...expected });
});

it('says why campaigns leave a contact out, and with which mail that began', async () => {
  const emulator = await useEmulator();
  const { id } = await create(emulator, 'Ada@x.test');
  expect(await outcomeOf(emulator, id)).toMatchObject({ skipped: null, suppression: null });
  await emulator.suppressions.add('ada@X.test', 'complained');
  expect(await outcomeOf(emulator, id)).toMatchObject({
    skipped: 'complained',
    suppression: { address: 'ada@x.test', reason: 'complained', message_id: null },
  });
  await callApi(emulator, `/contacts/${id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
  expect(await emulator.contacts.outcome(id)).toMatchObject({ skipped: 'unsubscribed' });
  const missing = await callControl(emulator, '/contacts/contact_00000000/outcome');
  expect([missing.status, missing.error.details.field]).toEqual([404, 'id']);
});

it('lists the suppressions of some contacts alone', async () => {
  const emulator = await useEmulator();
  const [ada, bob, cid] = [
    await create(emulator, 'Ada@x.test'),
    await create(emulator, 'bob@x.test'),
    await create(emulator, 'cid@x.test'),
  ];
  for (const address of ['ada@x.test', 'cid@x.test', 'eve@x.test']) await emulator.suppressions.add(address);
  const of = async (...ids: string[]) =>
    (await callControl<{ address: string }[]>(emulator, `/suppressions?contacts=${ids.join(',')}`)).data.map(
      ({ address }) => address,
    );
  expect(await of(cid.id, bob.id, ada.id, 'contact_00000000')).toEqual(['cid@x.test', 'ada@x.test']);
  expect(await of(bob.id)).toEqual([]);
});
