import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createControlClient } from '../../src/client/http.js';
import type { Delivery } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { address, inTurn, sendMails, status } from '../support/webhooks.js';

const hmac = (secret: string | Buffer, body: string) => createHmac('sha256', secret).update(body);
const sign = (secret: string, body: string) => `sha256=${hmac(secret, body).digest('hex')}`;

describe('the log of deliveries', () => {
  it('is listed newest first, page by page, each once, by endpoint, event and status', async () => {
    const emulator = await useEmulator();
    const [good, bad] = [await useReceiver(), await useReceiver((_hook, response) => status(500)(response))];
    const { id } = await emulator.webhooks.add({ url: good.url });
    await emulator.webhooks.add({ url: bad.url, events: ['email.sent'], retries: 'none' });
    await sendMails(emulator, 4);
    await emulator.settle();
    const pages = createControlClient({ url: emulator.url, login: null, workspace: 'default' });
    const paged: Delivery[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: Record<string, string | number> = cursor === '' ? { limit: 5 } : { limit: 5, cursor };
      const { data, meta } = await pages.whole<Delivery[], { next_cursor: string | null }>('/deliveries', {
        query,
      });
      paged.push(...data);
      cursor = meta.next_cursor;
    }
    expect(paged).toHaveLength(12);
    expect(paged.map(({ seq }) => seq)).toEqual(paged.map(({ seq }) => seq).toSorted((a, b) => b - a));
    const count = async (match: Parameters<typeof emulator.webhooks.deliveries>[0]) =>
      (await emulator.webhooks.deliveries(match)).length;
    expect(await count({ webhook: id })).toBe(8);
    expect(await count({ event: 'email.sent' })).toBe(8);
    expect(await count({ event: paged[0]?.event_id ?? '' })).toBe(1);
    expect(await count({ status: 'failed' })).toBe(4);
  });

  it.each(['cursor=x', 'limit=0', 'status=lost', 'event=email.read'])('refuses %s', async (query) => {
    const emulator = await useEmulator();
    const { status: code, error } = await callControl(emulator, `/deliveries?${query}`);
    expect([code, error.details.field]).toEqual([400, query.split('=')[0]]);
  });

  it('is waited for, and says what there is where nothing comes', async () => {
    const emulator = await useEmulator();
    const receiver = await useReceiver();
    await emulator.webhooks.add({ url: receiver.url });
    const waiting = emulator.webhooks.waitForAll(
      { event: 'email.opened', status: 'succeeded' },
      { count: 2 },
    );
    for (const name of ['one', 'two']) await emulator.trigger('email.opened', { to: address(name) });
    expect((await waiting).map(({ event_type }) => event_type)).toEqual(['email.opened', 'email.opened']);
    const { status: code, error } = await callControl(
      emulator,
      '/deliveries/wait?event=email.clicked&timeout=0',
    );
    expect(code).toBe(404);
    expect(error.message).toBe('0 of 1 matching deliveries were attempted within 0 ms');
    expect(error.details.deliveries).toContainEqual(
      expect.objectContaining({ event_type: 'email.opened', answer: 200 }),
    );
  });
});

describe('a redelivery', () => {
  it('is the next attempt of the same delivery, also after it succeeded or failed for good', async () => {
    const receiver = await useReceiver(inTurn(status(500), status(200), status(200)));
    const { webhooks, trigger } = await useEmulator();
    await webhooks.add({ url: receiver.url, events: ['email.opened'], retries: 'none' });
    await trigger('email.opened', { to: address('jane') });
    const { id, status: failed } = await webhooks.waitFor();
    expect(failed).toBe('failed');
    expect(await webhooks.redeliver(id)).toMatchObject({
      status: 'succeeded',
      attempts: [{ number: 1 }, { number: 2 }],
    });
    expect((await webhooks.redeliver(id)).attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(
      new Set(
        receiver.received.map(({ body, headers }) => `${body}${String(headers['x-maildrone-delivery'])}`),
      ).size,
    ).toBe(1);
  });

  it('is refused for an unknown delivery and a disabled endpoint', async () => {
    const receiver = await useReceiver();
    const emulator = await useEmulator();
    const { id } = await emulator.webhooks.add({ url: receiver.url });
    const delivery = await emulator.webhooks.test(id);
    await emulator.webhooks.update(id, { enabled: false });
    const again = (which: string) =>
      callControl(emulator, `/deliveries/${which}/redeliver`, { method: 'POST' });
    expect([(await again(delivery.id)).status, (await again('dlv_00000000')).status]).toEqual([400, 404]);
  });
});

describe('a test delivery', () => {
  it.each(['email.sent', 'email.clicked', 'email.bounced'] as const)(
    '%s is signed, marked and in no log of events',
    async (event) => {
      const receiver = await useReceiver();
      const { webhooks, events } = await useEmulator();
      const { id, secret } = await webhooks.add({ url: receiver.url });
      expect(await webhooks.test(id, event)).toMatchObject({
        test: true,
        status: 'succeeded',
        event_type: event,
      });
      const [hook] = receiver.received;
      expect(hook?.json.type).toBe(event);
      expect(hook?.headers['x-maildrone-signature']).toBe(sign(secret, hook?.body ?? ''));
      expect(await events.list()).toEqual([]);
    },
  );
});

describe('rotation', () => {
  it('signs with both secrets for 24 h on the clock, then with the new one alone', async () => {
    const receiver = await useReceiver();
    const { webhooks, clock } = await useEmulator();
    await clock.freeze('2024-03-25T10:00:00Z');
    const { id, secret: old } = await webhooks.add({ url: receiver.url });
    const { secret, previous_secret_until } = await webhooks.rotate(id);
    expect([secret === old, previous_secret_until]).toEqual([false, '2024-03-26T10:00:00Z']);
    await webhooks.test(id);
    await clock.advance('24h');
    await webhooks.test(id);
    const [within, after] = receiver.received;
    expect(within?.headers['x-maildrone-signature']).toBe(sign(secret, within?.body ?? ''));
    expect(within?.headers['x-maildrone-signature-previous']).toBe(sign(old, within?.body ?? ''));
    expect(after?.headers['x-maildrone-signature']).toBe(sign(secret, after?.body ?? ''));
    expect(after?.headers['x-maildrone-signature-previous']).toBeUndefined();
    const signature = sign(old, 'x');
    expect((await webhooks.verify({ payload: 'x', signature, webhook: id })).reason).toMatch(
      /previous secret/,
    );
  });

  it('signs a delivery that goes out again as of then', async () => {
    const receiver = await useReceiver();
    const { webhooks, clock } = await useEmulator();
    await clock.freeze('2024-03-25T10:00:00Z');
    const { id, secret: old } = await webhooks.add({ url: receiver.url });
    const { id: delivery } = await webhooks.test(id);
    const { secret } = await webhooks.rotate(id);
    for (const span of ['86399s', '1s']) {
      await clock.advance(span);
      await webhooks.redeliver(delivery);
      await clock.advance('1ms');
    }
    expect(
      receiver.received.map(({ headers, body }) => [
        headers['x-maildrone-signature'] === sign(secret, body),
        headers['x-maildrone-signature-previous'] === sign(old, body),
      ]),
    ).toEqual([
      [false, false],
      [true, true],
      [true, false],
    ]);
  });

  it('shows a secret when it is made and never again', async () => {
    const emulator = await useEmulator();
    const made = await emulator.webhooks.add({ url: 'http://127.0.0.1:9/', secret: 'whsec_once' });
    expect(made.secret).toBe('whsec_once');
    const shown = [await emulator.webhooks.list(), await emulator.webhooks.get(made.id)];
    expect(JSON.stringify(shown)).not.toContain('whsec_once');
  });
});

describe('verify', () => {
  const secret = 'whsec_c2VjcmV0';
  const body = '{"id":1,"name":"é"}';
  const hex = hmac(secret, body).digest('hex');
  const pretty = JSON.stringify(JSON.parse(body), null, 2);
  it.each([
    ['a right one', body, `sha256=${hex}`, secret, /matches/],
    ['an empty one', body, '', secret, /is empty/],
    ['upper-case hex', body, `sha256=${hex.toUpperCase()}`, secret, /upper case.*rest is right/],
    ['a missing prefix', body, hex, secret, /prefix "sha256=" is missing; the rest is right/],
    [
      'a wrong value without prefix',
      body,
      'a'.repeat(64),
      secret,
      /missing; and the value does not match either/,
    ],
    ['another algorithm', body, `sha1=${hex.slice(0, 40)}`, secret, /prefix is "sha1="/],
    [
      'several values',
      body,
      `sha256=${'0'.repeat(64)}, sha256=${hex}`,
      secret,
      /several values \(2\).*number 2 of them matches/,
    ],
    ['another form', body, `t=1711360800,v1=${hex}`, secret, /another service/],
    [
      'characters that are no hex, as many as hex has',
      body,
      `sha256=${'é'.repeat(64)}`,
      secret,
      /64 characters/,
    ],
    ['a wide prefix', body, `“ha256=${hex}`, secret, /followed by 64 hex/],
    ['a short value', body, 'sha256=abc', secret, /got 3 characters/],
    ['base64', body, `sha256=${hmac(secret, body).digest('base64')}`, secret, /base64/],
    ['white space', body, ` sha256=${hex}`, secret, /white space around the signature/],
    ['a body serialised again', pretty, `sha256=${hex}`, secret, /serialised again/],
    ['a body with a line end more', `${body}\n`, `sha256=${hex}`, secret, /white space changed/],
    ['a secret with a line end', body, `sha256=${hex}`, `${secret}\n`, /white space around it/],
    ['a secret in quotes', body, `sha256=${hex}`, `"${secret}"`, /quotes/],
    ['a secret without its beginning', body, `sha256=${hex}`, secret.slice(6), /lacks its "whsec_"/],
    [
      'a secret used without its beginning',
      body,
      sign(secret.slice(6), body),
      secret,
      /without the "whsec_"/,
    ],
    [
      'a decoded secret',
      body,
      `sha256=${hmac(Buffer.from(secret.slice(6), 'base64'), body).digest('hex')}`,
      secret,
      /decoded from base64/,
    ],
    ['another secret', body, `sha256=${hex}`, 'whsec_another', /secret is another one/],
    ['another body', '{"id":2}', `sha256=${hex}`, secret, /payload was changed/],
  ])('says what is wrong with %s', async (_what, payload, signature, key, reason) => {
    const { webhooks } = await useEmulator();
    const verdict = await webhooks.verify({ payload, signature, secret: key });
    expect(verdict.reason).toMatch(reason);
    expect(verdict.valid).toBe(reason.source === 'matches');
  });
});
