import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startEmulator } from 'maildrone-emulator';
import type { EmulatorHandle } from 'maildrone-emulator';
import { beforeEach, expect, it } from 'vitest';
import { createApp } from '../src/app.js';

let emulator: EmulatorHandle;
let url: string;

beforeEach(async () => {
  emulator = await startEmulator(); // on free ports, in memory
  const { apiUrl: baseUrl, apiKey } = emulator;
  const server = createApp({ baseUrl, apiKey, webhookSecret: 'whsec_test' }).listen(0);
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await emulator.webhooks.add({ url: `${url}/webhooks/maildrone`, secret: 'whsec_test' });
  return async () => {
    await emulator.stop();
    server.close();
  };
});

const post = (path: string, body: object) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const readers = async () => (await (await fetch(`${url}/readers`)).json()) as string[];

it('welcomes who signs up', async () => {
  await post('/sign-up', { email: 'jane@example.com', name: 'Jane' });
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' });
  expect(mail.subject).toBe('Welcome, Jane!');
});

it('sends an issue to every reader by name', async () => {
  await post('/sign-up', { email: 'jane@example.com', name: 'Jane' });
  await post('/sign-up', { email: 'joe@example.com', name: 'Joe' });
  await post('/issues', { number: 12, story: 'Tide & time' });
  const mails = await emulator.inbox.waitForAll({ subject: 'issue 12' }, { count: 2 });
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    'Jane, issue 12 is here',
    'Joe, issue 12 is here',
  ]);
});

it('forgets who leaves', async () => {
  await post('/sign-up', { email: 'jane@example.com', name: 'Jane' });
  expect(await readers()).toEqual(['jane@example.com']);
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' });
  await emulator.simulate(mail.id, 'unsubscribed');
  await emulator.webhooks.waitFor({ event: 'email.unsubscribed', status: 'succeeded' });
  expect(await readers()).toEqual([]);
});

it('turns away a webhook that Maildrone did not sign', async () => {
  const answer = await post('/webhooks/maildrone', { type: 'email.unsubscribed' });
  expect(answer.status).toBe(401);
});
