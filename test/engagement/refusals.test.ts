import { expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

async function sendTo(emulator: EmulatorHandle, email: string, text: string) {
  await callApi(emulator, '/contacts', { method: 'POST', body: { email } });
  const body = {
    ...{ name: 'x', subject: 'x', from_email: 'a@example.test' },
    recipients: { type: 'all' },
    content: { text },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('1h');
  const [message] = await emulator.inbox.list({ campaign: data.id });
  return message;
}
async function isAnySuppressed(emulator: EmulatorHandle): Promise<boolean> {
  const { text } = await callControl(emulator, '/export');
  return !/"suppressions": \[\s*\]/.test(text);
}

it('a mail that is larger than the sink takes is blocked, and its recipient gets the next one', async () => {
  const emulator = await useEmulator({ maxMessageSize: 4000 });
  const refused = await sendTo(emulator, 'ann@example.test', 'x'.repeat(5000));
  expect([refused?.status, refused?.bounce]).toMatchObject([
    'bounced',
    { type: 'blocked', smtp_code: 552, status: '5.3.4' },
  ]);
  expect(await isAnySuppressed(emulator)).toBe(false);
  expect((await sendTo(emulator, 'bob@example.test', 'short'))?.status).toBe('delivered');
  expect((await emulator.inbox.list({ to: 'ann@example.test' })).map(({ status }) => status)).toEqual([
    'delivered',
    'bounced',
  ]);
});

it.each([
  ['552 5.2.2 Mailbox full', 'soft', false],
  ['554 5.6.0 Bad content', 'blocked', false],
  ['550 5.1.8 Bad sender', 'blocked', false],
  ['550 5.1.1 Unknown', 'hard', true],
])('"%s" is %s', async (reply, type, suppresses) => {
  const emulator = await useEmulator();
  await emulator.faults.add({ smtp: { stage: 'end', reply } });
  const message = await sendTo(emulator, 'ann@example.test', 'short');
  expect([message?.status, message?.bounce?.type]).toEqual(['bounced', type]);
  expect(await isAnySuppressed(emulator)).toBe(suppresses);
});
