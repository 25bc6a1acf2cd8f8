import { expect, it } from 'vitest';
import type { Campaign, EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

const html =
  '<h1>Grüße</h1><a href="https://shop.example/spring?a=1&amp;b=Müller">hier</a> <a href="{{unsubscribe_url}}">bye</a>';
const queries = [
  ...['"shop.example/spring"', 'müller', 'grüße', 'hier', 'localhost', '127.0.0.1', '"/t/c/"', '"/t/u/"'],
  ...['utm_source', 'summer', 'nur', 'of', 'ab', 'https', 'ann', 'maildrone'],
];
const contents = [{ html }, { html, text: 'nur Text' }, { text: 'nur Text https://shop.example/spring' }];

const found = async (emulator: EmulatorHandle) =>
  Object.fromEntries(
    await Promise.all(
      queries.map(async (q) => [q, (await emulator.inbox.list({ q, limit: 100 })).map(({ id }) => id)]),
    ),
  ) as Record<string, string[]>;

it.each([true, false])(
  'mail of ours is found by the same words after its text is read anew from the mail (tracked: %s)',
  async (track_clicks) => {
    const emulator = await useEmulator({ simulation: 'manual' });
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@x.test' } });
    for (const content of contents) {
      const body = { name: 'Summer', subject: 's', from_email: 'n@x.test', recipients: { type: 'all' } };
      const settings = { track_clicks, google_analytics: true };
      const { data } = await callApi<Campaign>(emulator, '/campaigns', {
        method: 'POST',
        body: { ...body, content, settings },
      });
      await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST', body: {} });
      await callApi(emulator, '/emails', {
        method: 'POST',
        body: { from_email: 'n@x.test', to: 'bob@x.test', subject: 's', content },
      });
    }
    expect(await emulator.settle()).toBe(true);
    const before = await found(emulator);
    expect(before['"shop.example/spring"']).toHaveLength(6);
    expect(before['"/t/c/"']).toEqual([]);
    await emulator.import(new Uint8Array(await emulator.export()));
    expect(await found(emulator)).toEqual(before);
  },
);
