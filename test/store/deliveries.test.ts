import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import type { Delivery } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

it('lists deliveries newest first, by endpoint, event and status, page by page with their count', async () => {
  const emulator = await useEmulator();
  const hooks = await useReceiver((hook, response) => {
    response.statusCode = hook.json.type === 'email.delivered' ? 500 : 200;
    response.end();
  });
  const one = await emulator.webhooks.add({ url: hooks.url, retries: 'none' });
  const other = await emulator.webhooks.add({ url: hooks.url, events: ['email.opened'] });
  const client = createTransport({ ...emulator.smtp, secure: false });
  for (let n = 0; n < 6; n += 1)
    await client.sendMail({ from: 'a@x.test', to: `u${n}+open@x.test`, subject: `${n}`, text: 'x' });
  await emulator.clock.advance('31d');
  await hooks.waitFor(24);
  await emulator.settle();

  const list = async (query: string) => {
    const { data, meta } = await callControl<Delivery[]>(emulator, `/deliveries?${query}`);
    return { data, meta };
  };
  const counts: [query: string, total: number][] = [
    ['', 24],
    [`webhook=${one.id}`, 18],
    [`webhook=${other.id}`, 6],
    ['event=email.opened', 12],
    [`event=email.opened&webhook=${other.id}`, 6],
    ['status=failed', 6],
    ['status=failed&event=email.sent', 0],
    ['status=pending', 0],
    ['webhook=wh_00000000', 0],
  ];
  for (const [query, total] of counts) {
    const { data, meta } = await list(query);
    expect({ query, shown: data.length, ...meta }).toMatchObject({
      query,
      shown: total,
      total,
      total_exact: true,
    });
  }
  const all = (await list('limit=100')).data.map(({ id }) => id);
  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await list(`limit=7${cursor ? `&cursor=${cursor}` : ''}`);
    paged.push(...page.data.map(({ id }) => id));
    cursor = page.meta.next_cursor;
  } while (cursor);
  expect(paged).toEqual(all);
  expect((await callControl(emulator, '/deliveries?cursor=nonsense')).status).toBe(400);
});
