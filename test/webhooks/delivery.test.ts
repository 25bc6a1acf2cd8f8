import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { address, inTurn, sendMails, status } from '../support/webhooks.js';

describe('a delivery', () => {
  it('has the promised headers and the body of the event, in that order of fields', async () => {
    const receiver = await useReceiver();
    const { webhooks, trigger, clock } = await useEmulator();
    await clock.freeze('2024-03-25T10:00:00Z');
    await webhooks.add({ url: receiver.url, events: ['email.bounced'] });
    const event = await trigger('email.bounced', { to: address('jane') });
    const [hook] = await receiver.waitFor(1);
    expect(hook?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': expect.stringMatching(/^Maildrone-Webhooks\/2\.0 \(emulator\/\d+\.\d+\.\d+\)$/) as string,
      'x-maildrone-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/) as string,
      'x-maildrone-event': 'email.bounced',
      'x-maildrone-delivery': expect.stringMatching(/^dlv_[0-9a-z]{8}$/) as string,
      'x-maildrone-attempt': '1',
      'x-maildrone-timestamp': '1711360800',
    });
    const { id, type, created_at, data } = event;
    expect(hook?.body).toBe(JSON.stringify({ id, type, created_at, data }));
  });

  it('uses the header name of the settings', async () => {
    const receiver = await useReceiver();
    const { webhooks } = await useEmulator({ signatureHeader: 'X-Hook-Sig' });
    const { id } = await webhooks.add({ url: receiver.url });
    await webhooks.test(id);
    expect(receiver.received[0]?.headers['x-hook-sig']).toMatch(/^sha256=/);
    expect(receiver.received[0]?.headers['x-maildrone-signature']).toBeUndefined();
  });

  it('is the same bytes and the same id on every attempt, with a number that rises', async () => {
    const receiver = await useReceiver(inTurn(status(500), status(503), status(200)));
    const { webhooks, trigger } = await useEmulator();
    await webhooks.add({ url: receiver.url, events: ['email.opened'], retries: 'fast' });
    await trigger('email.opened', { to: address('jane') });
    const hooks = await receiver.waitFor(3);
    expect(new Set(hooks.map(({ body }) => body)).size).toBe(1);
    expect(new Set(hooks.map(({ headers }) => headers['x-maildrone-delivery'])).size).toBe(1);
    expect(hooks.map(({ headers }) => headers['x-maildrone-attempt'])).toEqual(['1', '2', '3']);
    const done = await webhooks.waitFor({ status: 'succeeded' });
    expect(done.attempts.map((attempt) => attempt.status)).toEqual([500, 503, 200]);
  });

  it('goes only to endpoints that want its event, are enabled and were there when it happened', async () => {
    const receiver = await useReceiver();
    const { webhooks, trigger, settle } = await useEmulator();
    await trigger('email.opened', { to: address('before') });
    const opens = await webhooks.add({ url: receiver.url, events: ['email.opened'] });
    const asleep = await webhooks.add({ url: receiver.url, enabled: false });
    await trigger('email.clicked', { to: address('jane') });
    await trigger('email.opened', { to: address('jane') });
    await webhooks.update(asleep.id, { enabled: true });
    await trigger('email.spam_reported', { to: address('jane') });
    await settle();
    const sent = await webhooks.deliveries();
    expect(sent.map(({ webhook_id, event_type }) => [webhook_id, event_type])).toEqual([
      [opens.id, 'email.opened'],
    ]);
    expect(receiver.received.map(({ json }) => json.data.email)).toEqual([address('jane')]);
  });
});

describe('an endpoint', () => {
  it('gets one delivery at a time, in the order of the events', async () => {
    let inFlight = 0;
    let most = 0;
    const receiver = await useReceiver((_hook, response) => {
      most = Math.max(most, (inFlight += 1));
      setImmediate(() => {
        inFlight -= 1;
        response.end();
      });
    });
    const emulator = await useEmulator();
    await emulator.webhooks.add({ url: receiver.url });
    await sendMails(emulator, 30);
    const hooks = await receiver.waitFor(60);
    const happened = await emulator.events.list();
    expect(hooks.map(({ json }) => json.id)).toEqual(happened.map(({ id }) => id));
    expect(most).toBe(1);
  });

  it('that hangs holds up neither another endpoint on the same host nor the API', async () => {
    const hanging: ServerResponse[] = [];
    const server = createServer((request, response) => {
      if (request.url === '/hang') hanging.push(response);
      else response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as { port: number };
    const emulator = await useEmulator();
    const hung = await emulator.webhooks.add({ url: `http://127.0.0.1:${port}/hang` });
    const well = await emulator.webhooks.add({ url: `http://127.0.0.1:${port}/well` });
    await sendMails(emulator, 5);
    await emulator.webhooks.waitForAll({ webhook: well.id, status: 'succeeded' }, { count: 10 });
    expect(hanging).toHaveLength(1);
    const waiting = await emulator.webhooks.deliveries({ webhook: hung.id });
    expect(waiting.every(({ status, attempts }) => status === 'pending' && attempts.length === 0)).toBe(true);
    for (const response of hanging) response.end();
    await emulator.webhooks.waitFor({ webhook: hung.id, status: 'succeeded' });
  });

  it('may call the API from inside its handler', async () => {
    const emulator = await useEmulator();
    const receiver = await useReceiver((hook, response) => {
      void callApi(emulator, '/contacts', { method: 'POST', body: { email: hook.json.data.email } }).then(
        (answer) => response.writeHead(answer.status).end(),
      );
    });
    await emulator.webhooks.add({ url: receiver.url, events: ['email.opened'] });
    await emulator.trigger('email.opened', { to: address('jane') });
    const { attempts } = await emulator.webhooks.waitFor({ status: 'succeeded' });
    expect(attempts[0]?.status).toBe(201);
    const { data } = await callApi<{ email: string }[]>(emulator, '/contacts');
    expect(data.map(({ email }) => email)).toEqual([address('jane')]);
  });

  it('is logged in to with the user and password of its URL', async () => {
    const receiver = await useReceiver();
    const { webhooks } = await useEmulator();
    const { id } = await webhooks.add({ url: receiver.url.replace('//', '//me:s%40crt@') });
    expect(await webhooks.test(id)).toMatchObject({ status: 'succeeded' });
    const basic = `Basic ${Buffer.from('me:s@crt').toString('base64')}`;
    expect(receiver.received[0]?.headers.authorization).toBe(basic);
  });
});

describe('what an endpoint answers', () => {
  const failing: [string, (response: ServerResponse) => void, object][] = [
    [
      'a redirect',
      status(302, { Location: '/elsewhere' }),
      { status: 302, error: 'Redirects are not followed (302 to /elsewhere)' },
    ],
    ['a reset', (response) => void response.destroy(), { status: null, error: expect.any(String) as string }],
    [
      'a reset within its answer',
      (response) =>
        response.writeHead(200, { 'Content-Length': '10' }).write('half', () => response.destroy()),
      { status: 200, error: expect.stringMatching(/^The answer broke off \(200\): /) as string },
    ],
    ['a 400', status(400), { status: 400, error: null }],
    ['a 500', status(500), { status: 500, error: null }],
  ];
  it.each(failing)('fails with %s', async (_what, answer, expected) => {
    const receiver = await useReceiver((_hook, response) => answer(response));
    const { webhooks } = await useEmulator();
    const { id } = await webhooks.add({ url: receiver.url, retries: 'none' });
    const delivery = await webhooks.test(id);
    expect(delivery).toMatchObject({ status: 'failed', next_attempt_at: null, attempts: [expected] });
    expect(receiver.received).toHaveLength(1);
  });

  it('fails where nobody listens, and its log names the reason', async () => {
    const { webhooks } = await useEmulator();
    const { id } = await webhooks.add({ url: 'http://127.0.0.1:9/hook', retries: 'none' });
    const { attempts, ...delivery } = await webhooks.test(id);
    expect(delivery.status).toBe('failed');
    expect(attempts[0]).toMatchObject({
      status: null,
      error: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it.each([200, 201, 202, 204, 299])('is a success with %i', async (code) => {
    const receiver = await useReceiver((_hook, response) => response.writeHead(code).end());
    const { webhooks } = await useEmulator();
    const { id } = await webhooks.add({ url: receiver.url });
    expect(await webhooks.test(id)).toMatchObject({ status: 'succeeded', attempts: [{ status: code }] });
  });

  it('is kept unpacked where it was packed, and to 64 KiB', async () => {
    const page = 'ä bomb'.repeat(100_000);
    const packed = gzipSync(page);
    const receiver = await useReceiver((_hook, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'X-From': 'the receiver' }).end(packed),
    );
    const plain = await useReceiver((_hook, response) => response.end('x'.repeat(1_000_000)));
    const { webhooks } = await useEmulator();
    const unpacked = await webhooks.test((await webhooks.add({ url: receiver.url })).id);
    expect(unpacked.attempts[0]?.response_headers['x-from']).toBe('the receiver');
    expect(unpacked.attempts[0]?.response_body.slice(0, 12)).toBe('ä bombä bomb');
    expect(Buffer.byteLength(unpacked.attempts[0]?.response_body ?? '')).toBeLessThanOrEqual(65_540);
    const cut = await webhooks.test((await webhooks.add({ url: plain.url })).id);
    expect(cut).toMatchObject({ status: 'succeeded' });
    expect(cut.attempts[0]?.response_body).toBe('x'.repeat(65_536));
  });
});
