import { describe, expect, it } from 'vitest';
import type { Connection, NewFault } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const delay: NewFault = { delay: '10m', respond: { status: 500 } };
const hang: NewFault = { socket: 'hang' };
const closed = 'closed';

/** A workspace with a rule that holds up a call; `outcome` tells its status, or that its connection was closed. */
async function useHeldCall(rule: NewFault) {
  const emulator = await useEmulator();
  const target = await emulator.workspace();
  const { id } = await target.faults.add(rule);
  const headers = { Authorization: `Bearer ${target.apiKey}` };
  const outcome = fetch(`${target.apiUrl}/contacts`, { headers }).then(
    ({ status }) => status,
    () => closed,
  );
  await expect.poll(async () => (await target.faults.list())[0]?.hits).toBe(1);
  return { emulator, target, id, outcome };
}

describe('What a rule holds up', () => {
  it.each<[string, (target: Connection, id: string) => Promise<unknown>]>([
    ['the rule is removed', (target, id) => target.faults.remove(id)],
    ['all rules are removed', (target) => target.faults.clear()],
    ['the workspace is reset', (target) => target.reset()],
  ])('goes on when %s', async (_what, end) => {
    const [delayed, hung] = [await useHeldCall(delay), await useHeldCall(hang)];
    await end(delayed.target, delayed.id);
    expect(await delayed.outcome).toBe(500);
    await end(hung.target, hung.id);
    expect(await hung.outcome).toBe(closed);
  });

  it('goes on waiting when another rule is removed', async () => {
    const { target, outcome } = await useHeldCall(delay);
    const other = await target.faults.add(delay);
    await target.faults.remove(other.id);
    expect(await Promise.race([outcome, target.settle(50)])).toBe(true);
    await target.faults.clear();
    expect(await outcome).toBe(500);
  });

  it.each([
    ['delay', delay, 404],
    ['socket', hang, closed],
  ] as const)('ends with its workspace: %s', async (_what, rule, expected) => {
    const { emulator, target, outcome } = await useHeldCall(rule);
    await callControl(emulator, `/workspaces/${target.id}`, { method: 'DELETE' });
    expect(await outcome).toBe(expected);
  });

  it('ends with its workspace: a reply of SMTP', async () => {
    const emulator = await useEmulator();
    const target = await emulator.workspace();
    await target.faults.add({ smtp: { stage: 'mail', reply: '451 4.3.0 Later', delay: '10m' } });
    const client = await useSmtp(emulator);
    await client.send(`AUTH PLAIN ${Buffer.from(`\0${target.id}\0any`).toString('base64')}`);
    const answer = client.send('MAIL FROM:<a@example.test>');
    await expect.poll(async () => (await target.faults.list())[0]?.hits).toBe(1);
    await callControl(emulator, `/workspaces/${target.id}`, { method: 'DELETE' });
    expect(await answer).toMatch(/^421 /);
  });
});

it.each(['deliveries', 'messages', 'events', 'requests'])('A wait for %s takes a duration', async (what) => {
  const emulator = await useEmulator();
  expect((await callControl(emulator, `/${what}/wait?timeout=20ms`)).status).toBe(404);
  for (const wrong of ['soon', '-1', '1.5', '', '61m', '1 s']) {
    const { status, error } = await callControl(emulator, `/${what}/wait?timeout=${wrong}`);
    expect([status, error.details.field, error.details.issue]).toEqual([
      400,
      'timeout',
      expect.stringContaining('Expected a duration such as 500ms or 30s'),
    ]);
  }
});
