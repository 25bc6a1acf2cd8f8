const { once } = require('node:events');
const { startEmulator } = require('maildrone-emulator');
const { createApp } = require('../src/app');
const { maildrone } = require('../src/maildrone');

let emulator;
let server;
let url;

beforeAll(async () => {
  emulator = await startEmulator(); // on free ports, in memory
  process.env.MAILDRONE_BASE_URL = emulator.apiUrl;
  process.env.MAILDRONE_API_KEY = emulator.apiKey;
  process.env.MAILDRONE_WEBHOOK_SECRET = 'whsec_test';
  server = createApp().listen(0);
  await once(server, 'listening');
  url = `http://127.0.0.1:${server.address().port}`;
  await emulator.webhooks.add({ url: `${url}/webhooks/maildrone`, secret: 'whsec_test' });
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  await emulator.stop();
  server.close();
});

const post = (path, body) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const tomorrow = async () => {
  const { now } = await emulator.clock.get();
  return new Date(Date.parse(now) + 24 * 3_600_000).toISOString();
};

it('announces a sale on its day, not before', async () => {
  await post('/customers', { email: 'jane@example.com', first_name: 'Jane' });
  await post('/sales', { what: 'tents', opens: await tomorrow() });
  expect(await emulator.inbox.list()).toEqual([]);

  await emulator.clock.advance('1d');
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' });
  expect(mail.subject).toBe('Jane, tents for less');
});

it('tags who clicks', async () => {
  await post('/customers', { email: 'jane@example.com', first_name: 'Jane' });
  await post('/customers', { email: 'joe@example.com', first_name: 'Joe' });
  await post('/sales', { what: 'tents', opens: await tomorrow() });
  await emulator.clock.advance('1d');

  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' });
  await emulator.simulate(mail.id, 'clicked', { url: 'https://shop.example/sale' });
  await emulator.webhooks.waitFor({ event: 'email.clicked', status: 'succeeded' });
  const interested = await maildrone('GET', '/contacts?tags=interested');
  expect(interested.map(({ email }) => email)).toEqual(['jane@example.com']);
});

it('turns away a webhook that Maildrone did not sign', async () => {
  const answer = await post('/webhooks/maildrone', { type: 'email.clicked' });
  expect(answer.status).toBe(401);
});
