import { expect, it } from 'vitest';
import type { Connection } from '../../src/index.js';
import type { WebhookFaultsInput } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import type { ReceivedHook } from '../support/receiver.js';
import { address, sendMails } from '../support/webhooks.js';

const secret = 'whsec_of_the_faults';

/** An endpoint with faults, and what reached it of these many events. */
async function receive(faults: WebhookFaultsInput | null, events: number, seed = 1) {
  const emulator = await useEmulator({ seed });
  const isRight = async ({ body, headers }: ReceivedHook) =>
    (
      await emulator.webhooks.verify({
        payload: body,
        signature: String(headers['x-maildrone-signature']),
        secret,
      })
    ).valid;
  const receiver = await useReceiver((hook, response) => {
    void isRight(hook).then((valid) => response.writeHead(valid ? 200 : 401).end());
  });
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  await emulator.webhooks.add({ url: receiver.url, secret, events: ['email.delivered'], faults });
  await sendMails(emulator, events);
  await emulator.settle();
  await emulator.clock.advance('1m');
  const deliveries = await emulator.webhooks.deliveries();
  return { emulator, receiver, deliveries: deliveries.reverse() };
}

const readers = (hooks: readonly ReceivedHook[]) => hooks.map(({ json }) => json.data.email);
const inOrder = (count: number) => Array.from({ length: count }, (_, number) => address(`reader${number}`));
const marks = (deliveries: Awaited<ReturnType<Connection['webhooks']['deliveries']>>) =>
  deliveries.map(({ attempts }) => attempts.map(({ faults }) => faults));

it('sends each event once, in order and right, unless faults are asked for', async () => {
  const { receiver, deliveries } = await receive(null, 5);
  expect(readers(receiver.received)).toEqual(inOrder(5));
  expect(marks(deliveries)).toEqual(Array(5).fill([[]]));
});

it('sends a duplicate with the same id and bytes, marked in the log', async () => {
  const { receiver, deliveries } = await receive({ duplicate: 1 }, 3);
  expect(receiver.received).toHaveLength(6);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(3);
  expect(new Set(receiver.received.map(({ headers }) => headers['x-maildrone-delivery'])).size).toBe(3);
  expect(marks(deliveries)).toEqual(Array(3).fill([[], ['duplicate']]));
  expect(deliveries.every(({ status }) => status === 'succeeded')).toBe(true);
});

it('lets deliveries change places within a window of time, and none is lost', async () => {
  const { receiver, deliveries } = await receive({ reorder: '30s' }, 8);
  expect(readers(receiver.received)).not.toEqual(inOrder(8));
  expect(readers(receiver.received).toSorted()).toEqual(inOrder(8));
  expect(marks(deliveries)).toEqual(Array(8).fill([['reorder']]));
});

it('holds each delivery back for the delay', async () => {
  const { deliveries } = await receive({ delay: '20s' }, 2);
  expect(deliveries.map(({ attempts }) => attempts.map(({ at, faults }) => [at, faults]))).toEqual(
    Array(2).fill([['2024-03-25T10:00:20Z', ['delay']]]),
  );
});

it('loses the first attempts on the way, and the retry gets there', async () => {
  const { receiver, deliveries, emulator } = await receive({ drop_first: 1 }, 2);
  expect(receiver.received.map(({ headers }) => headers['x-maildrone-attempt'])).toEqual(['2', '2']);
  expect(marks(deliveries)).toEqual(Array(2).fill([['drop_first'], []]));
  expect(deliveries[0]?.attempts[0]).toMatchObject({
    status: null,
    error: expect.stringContaining('drop_first') as string,
  });
  const [endpoint] = await emulator.webhooks.list();
  expect(endpoint?.failing_since).toBeNull();
});

it.each(['corrupt_signature', 'truncate_body'] as const)(
  '%s: the first attempt is refused, the retry passes',
  async (fault) => {
    const { receiver, deliveries } = await receive({ [fault]: 1 }, 2);
    expect(deliveries.map(({ attempts }) => attempts.map(({ status }) => status))).toEqual(
      Array(2).fill([401, 200]),
    );
    expect(marks(deliveries)).toEqual(Array(2).fill([[fault], []]));
    const [first, retry] = receiver.received.filter(
      ({ headers }) => headers['x-maildrone-delivery'] === deliveries[0]?.id,
    );
    const isCut =
      first && retry && first.body.length < retry.body.length && retry.body.startsWith(first.body);
    expect(isCut).toBe(fault === 'truncate_body');
    expect(first?.headers['x-maildrone-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
  },
);

it('corrupt_signature: no header has a right one while a secret is rotated', async () => {
  const receiver = await useReceiver();
  const { webhooks, trigger } = await useEmulator();
  const faults = { corrupt_signature: 1 };
  const { id } = await webhooks.add({ url: receiver.url, events: ['email.opened'], faults });
  await webhooks.rotate(id);
  await trigger('email.opened', { to: address('jane') });
  const [hook] = await receiver.waitFor(1);
  for (const name of ['x-maildrone-signature', 'x-maildrone-signature-previous']) {
    const signature = String(hook?.headers[name]);
    expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(await webhooks.verify({ payload: hook?.body ?? '', signature, webhook: id })).toMatchObject({
      valid: false,
    });
  }
});

it('injects faults into the same deliveries in every run with the same seed, into others with another', async () => {
  const duplicated = async (seed: number) => {
    const { deliveries } = await receive({ duplicate: 0.5 }, 24, seed);
    return deliveries.map(({ attempts }) => attempts.length);
  };
  const first = await duplicated(7);
  expect(new Set(first)).toEqual(new Set([1, 2]));
  expect(await duplicated(7)).toEqual(first);
  expect(await duplicated(8)).not.toEqual(first);
});

it('takes faults away again with null', async () => {
  const { emulator, receiver } = await receive({ duplicate: 1 }, 1);
  const [endpoint] = await emulator.webhooks.list();
  expect(endpoint?.faults).toMatchObject({ duplicate: 1, drop_first: 0 });
  expect(await emulator.webhooks.update(endpoint?.id ?? '', { faults: null })).toMatchObject({
    faults: null,
  });
  await emulator.trigger('email.delivered', { to: address('last') });
  await emulator.settle();
  expect(readers(receiver.received).filter((email) => email === address('last'))).toHaveLength(1);
});

it.each([
  ['duplicate', 2],
  ['reorder', 'soon'],
  ['drop_first', -1],
])('refuses the fault %s: %s', async (name, value) => {
  const emulator = await useEmulator();
  const body = { url: 'http://127.0.0.1:9/', faults: { [name]: value } };
  const { status, error } = await callControl(emulator, '/webhooks', { method: 'POST', body });
  expect(status).toBe(400);
  expect(error.details.field).toMatch(/^faults/);
});
