import { expect, it } from 'vitest';
import { resolveOptions } from '../../src/config/options.js';
import { resolveSettings, rowOf, settingNames } from '../../src/config/settings.js';
import type { WebhookEventType } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

/** Lists that are sets, by what takes them: each is given `a, b, a` and answered as it is stored. */
const sets: Readonly<
  Record<
    string,
    { method: 'POST' | 'PUT' | 'PATCH'; field: string; body: object; path: string; of: string[] }
  >
> = {
  'permissions of a key': {
    ...{ method: 'POST', path: '/keys', field: 'permissions', body: { name: 'one' } },
    of: ['contacts:read', 'campaigns:read'],
  },
  'events of an endpoint': {
    ...{ method: 'POST', path: '/webhooks', field: 'events', body: { url: 'http://127.0.0.1:9/' } },
    of: ['email.sent', 'email.opened'],
  },
  'tags of a contact': {
    ...{ method: 'POST', path: '/v2/contacts', field: 'tags', body: { email: 'ada@example.com' } },
    of: ['one', 'two'],
  },
};

it.each(Object.entries(sets))(
  'what comes twice in the %s stays where it comes first',
  async (_name, { method, path, field, body, of: [one, other] }) => {
    const emulator = await useEmulator();
    const call = { method, body: { ...body, [field]: [one, other, one] } };
    const { data } = path.startsWith('/v2')
      ? await callApi<Record<string, unknown>>(emulator, path.replace('/v2', ''), call)
      : await callControl<Record<string, unknown>>(emulator, path, call);
    expect(data[field]).toEqual([one, other]);
  },
);

it('so does what comes twice in a change and in a data set', async () => {
  const emulator = await useEmulator();
  const twice: WebhookEventType[] = ['email.sent', 'email.opened', 'email.sent'];
  const { id } = await emulator.webhooks.add({ url: 'http://127.0.0.1:9/' });
  expect((await emulator.webhooks.update(id, { events: twice })).events).toEqual([
    'email.sent',
    'email.opened',
  ]);
  const fixture = {
    webhooks: [{ url: 'http://127.0.0.1:9/other', events: twice }],
    keys: [{ name: 'of a set', permissions: ['contacts:read', 'contacts:read'] }],
  };
  await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture } });
  expect((await emulator.webhooks.list())[0]?.events).toEqual(['email.sent', 'email.opened']);
  expect((await emulator.keys.list())[0]?.permissions).toEqual(['contacts:read']);
});

const valuesOf: Readonly<Record<string, string>> = {
  fixture: 'docs',
  apiKey: 'md_test_one',
  webhookUrl: 'http://127.0.0.1:9/',
  allowedHost: 'mail.dev.test',
  allowedOrigin: 'https://app.example.com',
};

it.each(settingNames.filter((name) => rowOf(name).repeatable))(
  'so does what comes twice in the setting %s',
  (name) => {
    const value = valuesOf[name];
    if (value === undefined) throw new Error(`${name} is a list: give a value of it here`);
    expect(resolveOptions({ [name]: [value, value] })[name]).toEqual([value]);
    expect(resolveSettings({ [name]: [value, value] }, {})[name]).toEqual([value]);
  },
);
