import { describe, expect, it } from 'vitest';
import type { Contact } from '../../src/contract/contact.js';
import type { Campaign } from '../../src/contract/campaign.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { campaignBody } from './examples.js';

const full = {
  email: 'jane@example.com',
  first_name: 'Jane',
  last_name: 'Smith',
  phone: '+1-555-0124',
  company: 'Startup Co.',
  tags: ['new', 'trial'],
  custom_fields: { source: 'website', plan: { name: 'a', steps: [{ x: 1, y: 2 }] } },
};

async function useContact(): Promise<{ emulator: EmulatorHandle; contact: Contact }> {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  const { data } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: full });
  await emulator.clock.advance('1h');
  return { emulator, contact: data };
}

describe('PUT merges into a contact', () => {
  it.each([
    [
      'an absent field stays',
      { company: 'New' },
      { company: 'New', first_name: 'Jane', tags: ['new', 'trial'] },
    ],
    ['null clears a text', { phone: null }, { phone: null, company: 'Startup Co.' }],
    ['null clears tags', { tags: null }, { tags: [] }],
    ['tags replace', { tags: ['vip'] }, { tags: ['vip'] }],
    ['tags are kept once', { tags: ['A', 'a', ' b ', 'B'] }, { tags: ['A', 'b'] }],
    ['tags are kept where they come first', { tags: ['A', 'b', 'a', 'c', 'B'] }, { tags: ['A', 'b', 'c'] }],
    [
      'custom_fields merge by key',
      { custom_fields: { plan: 'b', extra: [1] } },
      { custom_fields: { source: 'website', plan: 'b', extra: [1] } },
    ],
    ['null drops a key', { custom_fields: { plan: null } }, { custom_fields: { source: 'website' } }],
    ['null clears custom_fields', { custom_fields: null }, { custom_fields: {} }],
    ['the address may change', { email: 'Other@Example.com' }, { email: 'Other@Example.com' }],
    ['the address may change its case', { email: 'JANE@example.com' }, { email: 'JANE@example.com' }],
    ['status may be set', { status: 'unsubscribed' }, { status: 'unsubscribed' }],
  ])('%s', async (_title, body, expected) => {
    const { emulator, contact } = await useContact();
    const { status, data } = await callApi<Contact>(emulator, `/contacts/${contact.id}`, {
      method: 'PUT',
      body,
    });
    expect(status).toBe(200);
    expect(data).toEqual({ ...contact, ...expected, updated_at: '2024-03-20T11:00:00Z' });
  });

  it.each([
    ['nothing', {}],
    ['the same again', full],
    ['a key that is not there as null', { custom_fields: { nothing: null } }],
    [
      'another order of keys',
      {
        custom_fields: { plan: { steps: [{ y: 2, x: 1 }], name: 'a' }, source: 'website' },
        company: full.company,
      },
    ],
  ])('%s moves no updated_at', async (_title, body) => {
    const { emulator, contact } = await useContact();
    const { data } = await callApi<Contact>(emulator, `/contacts/${contact.id}`, { method: 'PUT', body });
    expect(data).toEqual(contact);
  });

  it('another order of a list is a change', async () => {
    const { emulator, contact } = await useContact();
    const body = { tags: full.tags.toReversed() };
    const { data } = await callApi<Contact>(emulator, `/contacts/${contact.id}`, { method: 'PUT', body });
    expect(data).toEqual({ ...contact, ...body, updated_at: '2024-03-20T11:00:00Z' });
  });

  it('a key named with null is dropped, and no other whose value is null', async () => {
    const emulator = await useEmulator();
    const custom_fields = { a: null, b: null, c: 1 };
    const { data } = await callApi<Contact>(emulator, '/contacts', {
      method: 'POST',
      body: { email: 'a@b.test', custom_fields },
    });
    const put = async (body: object) =>
      (await callApi<Contact>(emulator, `/contacts/${data.id}`, { method: 'PUT', body })).data.custom_fields;
    expect(data.custom_fields).toEqual(custom_fields);
    expect(await put({ custom_fields: { c: 2 } })).toEqual({ a: null, b: null, c: 2 });
    expect(await put({ custom_fields: { a: null } })).toEqual({ b: null, c: 2 });
    expect(await put({ company: 'x' })).toEqual({ b: null, c: 2 });
  });

  it('reactivation renews subscribed_at', async () => {
    const { emulator, contact } = await useContact();
    const put = (status: string) =>
      callApi<Contact>(emulator, `/contacts/${contact.id}`, { method: 'PUT', body: { status } });
    expect((await put('unsubscribed')).data.subscribed_at).toBe(contact.subscribed_at);
    await emulator.clock.advance('1h');
    expect((await put('active')).data.subscribed_at).toBe('2024-03-20T12:00:00Z');
  });

  it.each([
    ['email', null],
    ['email', 'x'],
    ['status', 'gone'],
    ['status', null],
    ['tags', 'x'],
    ['first_name', 7],
    ['custom_fields', 'x'],
  ])('%s = %j is refused', async (field, value) => {
    const { emulator, contact } = await useContact();
    const answer = await callApi(emulator, `/contacts/${contact.id}`, {
      method: 'PUT',
      body: { [field]: value },
    });
    expect([answer.status, answer.error.details.field]).toEqual([400, field]);
  });
});

it.each(['first_name', 'last_name', 'phone', 'company'])('A text of nothing is none: %s', async (field) => {
  const emulator = await useEmulator();
  const body = { email: 'ann@x.test', [field]: '' };
  const { data } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
  expect(data).toMatchObject({ [field]: null });
  const put = (value: string) =>
    callApi(emulator, `/contacts/${data.id}`, { method: 'PUT', body: { [field]: value } });
  expect((await put('Ann')).data).toMatchObject({ [field]: 'Ann' });
  expect((await put('')).data).toMatchObject({ [field]: null });
});

it('A text of nothing is no name of a sender', async () => {
  const emulator = await useEmulator();
  const body = { ...campaignBody, from_name: '' };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  expect(data.from_name).toBeNull();
  const put = (from_name: string) =>
    callApi<Campaign>(emulator, `/campaigns/${data.id}`, { method: 'PUT', body: { from_name } });
  expect((await put('Ann')).data.from_name).toBe('Ann');
  expect((await put('')).data.from_name).toBeNull();
});

it('An address is unique without regard to case, and the issue names who has it', async () => {
  const { emulator, contact } = await useContact();
  const taken = await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'JANE@EXAMPLE.COM' } });
  expect([taken.status, taken.error.details.field]).toEqual([400, 'email']);
  expect(taken.error.details.issue).toContain(contact.id);
  const other = await callApi<Contact>(emulator, '/contacts', {
    method: 'POST',
    body: { email: 'b@c.test' },
  });
  const moved = await callApi(emulator, `/contacts/${other.data.id}`, {
    method: 'PUT',
    body: { email: 'jane@Example.com' },
  });
  expect([moved.status, moved.error.details.field]).toEqual([400, 'email']);
});

describe('Races end in one of two orders', () => {
  it('two creates of one address at once give one 201 and one 400', async () => {
    const emulator = await useEmulator();
    for (let round = 0; round < 10; round += 1) {
      const body = { email: `race${round}@example.com` };
      const answers = await Promise.all(
        [body, body].map((each) => callApi(emulator, '/contacts', { method: 'POST', body: each })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    }
    expect((await callApi(emulator, '/contacts')).meta.total).toBe(10);
  });

  it('two sends of one campaign at once give one 200 and one 400', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test' } });
    const body = {
      name: 'n',
      subject: 's',
      from_email: 'f@b.test',
      content: { text: 't' },
      recipients: { type: 'all' },
    };
    const { data } = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
    const answers = await Promise.all(
      [0, 1].map(() => callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    await emulator.settle();
    expect(await emulator.inbox.list({ campaign: data.id })).toHaveLength(1);
  });

  it('an update and a delete at once leave no contact, whichever came first', async () => {
    const emulator = await useEmulator();
    for (let round = 0; round < 10; round += 1) {
      const { data } = await callApi<Contact>(emulator, '/contacts', {
        method: 'POST',
        body: { email: `u${round}@example.com` },
      });
      const [updated, deleted] = await Promise.all([
        callApi(emulator, `/contacts/${data.id}`, { method: 'PUT', body: { company: 'x' } }),
        callApi(emulator, `/contacts/${data.id}`, { method: 'DELETE' }),
      ]);
      expect([200, 404]).toContain(updated.status);
      expect(deleted.status).toBe(200);
      expect((await callApi(emulator, `/contacts/${data.id}`)).status).toBe(404);
    }
  });
});
