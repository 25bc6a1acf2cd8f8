import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';
import { startEmulator } from 'maildrone-emulator';
import { createApp } from '../src/app.js';

let emulator;
let app;
let url;

before(async () => {
  emulator = await startEmulator(); // on free ports, in memory
  app = createApp({ baseUrl: emulator.apiUrl, apiKey: emulator.apiKey, webhookSecret: 'whsec_test' });
  await once(app.server.listen(0), 'listening');
  url = `http://127.0.0.1:${app.server.address().port}`;
  await emulator.webhooks.add({ url: `${url}/webhooks/maildrone`, secret: 'whsec_test' });
});
beforeEach(() => emulator.reset());
after(async () => {
  await emulator.stop();
  app.server.close();
});

const post = (path, body) => fetch(url + path, { method: 'POST', body: JSON.stringify(body) });

test('sends the lesson of the day to every pupil', async () => {
  await post('/enrol', { email: 'jane@example.com', name: 'Jane' });
  await post('/enrol', { email: 'joe@example.com', name: 'Joe' });
  await post('/lessons', { title: 'Fractions' });
  const mails = await emulator.inbox.waitForAll({ subject: 'Today: Fractions' }, { count: 2 });
  const texts = mails.map(({ text }) => text.trim()).sort();
  assert.deepEqual(texts, ['Good morning Jane, today: Fractions.', 'Good morning Joe, today: Fractions.']);
});

test('puts aside an address that does not exist', async () => {
  await post('/enrol', { email: 'jo+bounce@example.com', name: 'Jo' });
  await post('/lessons', { title: 'Fractions' });
  await emulator.webhooks.waitFor({ event: 'email.bounced', status: 'succeeded' });
  assert.match(app.unreachable.get('jo+bounce@example.com'), /^550 5\.1\.1 /);
});

test('survives a short outage of Maildrone', async () => {
  await emulator.faults.add({ match: { path: '/v2/contacts' }, times: 1, respond: { status: 500 } });
  const answer = await post('/enrol', { email: 'jane@example.com', name: 'Jane' });
  assert.equal(answer.status, 201);
  const calls = await emulator.requests.list({ path: '/v2/contacts' });
  assert.deepEqual(
    calls.map(({ status }) => status),
    [201, 500],
  );
});

test('turns away a webhook that Maildrone did not sign', async () => {
  const answer = await post('/webhooks/maildrone', { type: 'email.bounced' });
  assert.equal(answer.status, 401);
});
