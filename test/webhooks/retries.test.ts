import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemTimers } from '../../src/core/time/clock.js';
import { createSender } from '../../src/webhooks/attempt.js';
import { useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { address, inTurn, sendMails, status } from '../support/webhooks.js';

const start = '2024-03-25T10:00:00Z';
const secondsAfterStart = (iso: string | null | undefined) =>
  (Date.parse(iso ?? '') - Date.parse(start)) / 1000;
const hour = 3600;

/** An emulator whose clock stands still, with one endpoint and one delivery pending for it. */
async function useOneDelivery(
  answer: Parameters<typeof useReceiver>[0],
  retries?: 'standard' | 'fast' | 'none',
) {
  const receiver = await useReceiver(answer);
  const emulator = await useEmulator();
  await emulator.clock.freeze(start);
  const webhook = {
    url: receiver.url,
    events: ['email.opened' as const],
    ...(retries ? { retries } : {}),
  };
  const { id } = await emulator.webhooks.add(webhook);
  await emulator.trigger('email.opened', { to: address('jane') });
  const first = await emulator.webhooks.waitFor();
  return { ...emulator, receiver, id, first };
}

describe('a failed delivery', () => {
  it('is tried again after 5 s, 5 m, 30 m, 2 h, 5 h, 10 h and 10 h on the clock, then given up', async () => {
    const { clock, webhooks, first } = await useOneDelivery((_hook, response) => status(500)(response));
    expect(first).toMatchObject({ status: 'pending', next_attempt_at: '2024-03-25T10:00:05Z' });
    await clock.advance('28h');
    const delivery = await webhooks.delivery(first.id);
    const waits = [5, 300, 1800, 2 * hour, 5 * hour, 10 * hour, 10 * hour];
    const times = waits.reduce((all, wait) => [...all, (all.at(-1) ?? 0) + wait], [0]);
    expect(delivery.attempts.map(({ at }) => secondsAfterStart(at))).toEqual(times);
    expect(delivery).toMatchObject({ status: 'failed', next_attempt_at: null });
  });

  it.each([
    ['fast', 6],
    ['none', 1],
  ] as const)('has %s retries: %i attempts', async (retries, count) => {
    const { clock, webhooks, first } = await useOneDelivery(
      (_hook, response) => status(500)(response),
      retries,
    );
    await clock.advance('10s');
    const delivery = await webhooks.delivery(first.id);
    expect(delivery.attempts).toHaveLength(count);
    expect(delivery.status).toBe('failed');
  });

  it('ends with the first success', async () => {
    const { clock, webhooks, first } = await useOneDelivery(inTurn(status(500), status(200)));
    await clock.advance('28h');
    expect(await webhooks.delivery(first.id)).toMatchObject({
      status: 'succeeded',
      attempts: [{ status: 500 }, { status: 200 }],
    });
  });

  it.each([
    ['seconds', '120', 120],
    ['seconds below the schedule, which stays', '1', 5],
    ['more than 24 h, of which 24 h count', '999999', 24 * hour],
    ['a date', new Date(Date.parse('2030-01-01T00:01:30Z')).toUTCString(), 90],
    ['a date in the past', new Date(Date.parse('2029-01-01T00:01:30Z')).toUTCString(), 5],
    ['nonsense', 'soon', 5],
    ['seconds with a fraction', '3600.5', 5],
    ['a number below zero', '-5', 5],
    ['a date that HTTP does not have', '2030-01-02', 5],
  ])('waits for the Retry-After of its answer: %s', async (_what, value, expected) => {
    const date = new Date(Date.parse('2030-01-01T00:00:00Z')).toUTCString();
    const { first } = await useOneDelivery((_hook, response) =>
      status(503, { 'Retry-After': value, Date: date })(response),
    );
    expect(secondsAfterStart(first.next_attempt_at)).toBe(expected);
  });

  it('does not hold up later ones', async () => {
    const receiver = await useReceiver((hook, response) =>
      status(hook.json.data.email === address('reader0') ? 500 : 200)(response),
    );
    const emulator = await useEmulator();
    await emulator.webhooks.add({ url: receiver.url, events: ['email.delivered'] });
    await sendMails(emulator, 4);
    const hooks = await receiver.waitFor(4);
    expect(hooks.map(({ json }) => json.data.email)).toEqual(
      [0, 1, 2, 3].map((number) => address(`reader${number}`)),
    );
  });
});

describe('an endpoint', () => {
  it('that answers 410 is disabled, and gets its pending deliveries when it is enabled again', async () => {
    const { webhooks, trigger, id, first, receiver, settle } = await useOneDelivery(
      inTurn(status(410), status(200)),
    );
    expect(await webhooks.get(id)).toMatchObject({
      enabled: false,
      disabled_reason: 'The endpoint answered 410 Gone',
    });
    await trigger('email.opened', { to: address('while-disabled') });
    await settle();
    expect(receiver.received).toHaveLength(1);
    await webhooks.update(id, { enabled: true });
    expect(await webhooks.get(id)).toMatchObject({
      enabled: true,
      disabled_reason: null,
      failing_since: null,
    });
    expect(await webhooks.redeliver(first.id)).toMatchObject({ status: 'succeeded' });
    expect(await webhooks.deliveries()).toHaveLength(1);
  });

  it('that fails for five days is disabled by the next failure, and a success in between saves it', async () => {
    let answer = 500;
    const { clock, webhooks, trigger, id } = await useOneDelivery((_hook, response) =>
      status(answer)(response),
    );
    const failAgain = async () => {
      await trigger('email.opened', { to: address('jane') });
      await clock.advance('1s');
    };
    await clock.advance('119h');
    await failAgain();
    expect(await webhooks.get(id)).toMatchObject({ enabled: true, failing_since: start });
    answer = 200;
    await failAgain();
    expect(await webhooks.get(id)).toMatchObject({ enabled: true, failing_since: null });
    answer = 500;
    await failAgain();
    await clock.advance('121h');
    await failAgain();
    expect(await webhooks.get(id)).toMatchObject({
      enabled: false,
      disabled_reason: 'Every attempt failed for five days',
    });
  });

  it('that never ends its answer is cut after 15 s', async () => {
    const receiver = await useReceiver((_hook, response) => void response.writeHead(200).write('and so on'));
    let expire: () => void = () => undefined;
    const waits: number[] = [];
    const timers = {
      now: systemTimers.now,
      after(ms: number, act: () => void) {
        waits.push(ms);
        expire = act;
        return { cancel: () => undefined };
      },
    };
    const post = createSender({
      clock: { now: () => 0 },
      timers,
      signatureHeader: 'X-Maildrone-Signature',
      allowLinkLocal: false,
    });
    const webhook = { id: 'wh_00000000' as const, url: receiver.url, secret: 's', previous_secret: null };
    const delivery = { id: 'dlv_00000000', event_type: 'email.sent', body: '{}', attempts: [] } as const;
    const sent = post.send(webhook, { ...delivery, attempts: [] }, []);
    await receiver.waitFor(1);
    await wait(100);
    expire();
    expect(await sent).toMatchObject({
      ok: false,
      attempt: {
        status: 200,
        error: 'The answer broke off (200): No whole answer within 15 s',
        response_body: 'and so on',
      },
    });
    expect(waits).toEqual([15_000]);
    post.close();
  });
});

describe('advancing the clock', () => {
  it('answers only when the attempts of that span are done, of all that failed', async () => {
    const receiver = await useReceiver(
      inTurn(...Array<ReturnType<typeof status>>(40).fill(status(500)), status(200)),
    );
    const emulator = await useEmulator();
    await emulator.clock.freeze(start);
    await emulator.webhooks.add({ url: receiver.url });
    await sendMails(emulator, 20);
    await receiver.waitFor(40);
    await emulator.settle();
    await emulator.clock.advance('5s');
    const deliveries = await emulator.webhooks.deliveries();
    expect(deliveries.map(({ status, attempts }) => [status, attempts.length])).toEqual(
      Array<[string, number]>(40).fill(['succeeded', 2]),
    );
    const order = receiver.received.map(({ json }) => json.id);
    expect(order.slice(40)).toEqual(order.slice(0, 40));
  });
});
