import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { connect, startEmulator } from '../../src/index.js';
import { useReceiver } from '../support/receiver.js';
import { address, sendMails, status } from '../support/webhooks.js';

function useDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), 'webhook-kill-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The emulator as its users start it, in a process that can be killed. */
async function startProcess(data: string) {
  const flags = [
    '--data',
    data,
    '--port',
    '0',
    '--smtp-port',
    '0',
    '--log',
    'json',
    '--simulation',
    'manual',
  ];
  const child = spawn(process.execPath, ['dist/cli.cjs', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = JSON.parse(line) as { msg: string; url: string };
    if (ready.msg !== 'ready') continue;
    child.stdout.resume();
    const kill = async () => {
      child.kill('SIGKILL');
      await exit;
    };
    return { emulator: await connect(ready.url), kill };
  }
  throw new Error('The emulator ended before it was ready');
}

it('loses no event over a kill -9 in the middle, keeps the order, and repeats with the same ids', async () => {
  const data = useDirectory();
  const mails = 150;
  let kill: () => Promise<void> = () => Promise.resolve();
  const cut = { ended: Promise.resolve() };
  const receiver = await useReceiver((_hook, response) => {
    if (receiver.received.length === 100) cut.ended = kill();
    response.end();
  });
  const first = await startProcess(data);
  kill = first.kill;
  // Those that were acknowledged before the kill are pending; the call that it cut may have happened or not.
  const { id } = await first.emulator.webhooks.add({ url: receiver.url });
  const sending = sendMails(first.emulator, mails).catch(() => undefined);
  await receiver.waitFor(100);
  await cut.ended;
  await sending;
  const before = receiver.received.length;

  const second = await startProcess(data);
  // What was queued and had not left is sent now.
  await second.emulator.settle();
  const happened = await second.emulator.events.list();
  const deliveries = await second.emulator.webhooks.deliveries({ webhook: id });
  expect(deliveries.every(({ status }) => status === 'succeeded')).toBe(true);

  const ids = receiver.received.map(({ json }) => json.id);
  const inOrder = [...new Set(ids)];
  expect(inOrder).toEqual(happened.map((event) => event.id));
  const deliveryOf = new Map<string, unknown>();
  for (const { json, headers } of receiver.received) {
    expect(deliveryOf.get(json.id) ?? headers['x-maildrone-delivery']).toBe(headers['x-maildrone-delivery']);
    deliveryOf.set(json.id, headers['x-maildrone-delivery']);
  }
  expect(receiver.received.length).toBeGreaterThan(before);
  await second.kill();
});

it('goes on after a stop with what waits for its retry, and with the attempts that were made', async () => {
  const data = useDirectory();
  const receiver = await useReceiver((_hook, response) =>
    status(receiver.received.length > 1 ? 200 : 500)(response),
  );
  const first = await startEmulator({ data });
  await first.clock.freeze('2024-03-25T10:00:00Z');
  await first.webhooks.add({ url: receiver.url, events: ['email.opened'] });
  await first.trigger('email.opened', { to: address('jane') });
  await first.webhooks.waitFor();
  await first.stop();

  const second = await startEmulator({ data });
  onTestFinished(() => second.stop());
  await second.clock.advance('4s');
  expect(receiver.received).toHaveLength(1);
  await second.clock.advance('1s');
  const [delivery] = await second.webhooks.deliveries();
  expect(delivery).toMatchObject({ status: 'succeeded', attempts: [{ status: 500 }, { status: 200 }] });
  expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body);
});

it('keeps the secret of the endpoints of the settings over a restart, unless another is given', async () => {
  const data = useDirectory();
  const receiver = await useReceiver();
  const signatures: unknown[] = [];
  for (const webhookSecret of [null, null, 'whsec_given']) {
    const emulator = await startEmulator({ data, webhookUrl: [receiver.url], webhookSecret });
    const [endpoint] = await emulator.webhooks.list();
    const { id } = await emulator.webhooks.test(endpoint?.id ?? '');
    const hook = receiver.received.find(({ headers }) => headers['x-maildrone-delivery'] === id);
    const claim = { payload: hook?.body ?? '', signature: String(hook?.headers['x-maildrone-signature']) };
    if (signatures.length > 0) {
      const again = await emulator.webhooks.verify({
        ...(signatures[0] as typeof claim),
        webhook: endpoint?.id ?? '',
      });
      expect(again.valid).toBe(webhookSecret === null);
    }
    signatures.push(claim);
    await emulator.stop();
  }
});
