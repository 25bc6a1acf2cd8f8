import { describe, expect, it } from 'vitest';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

const post = (body: object) => ({ method: 'POST', body });
const content = { html: '<p>Hi <a href="https://x.test/a">a</a></p>', text: null };

/** The single mails: each is acknowledged before it leaves. */
const kinds = {
  transactional: (target: Connection, to: string) =>
    callApi(target, '/emails', post({ from_email: 'a@b.test', to, subject: `To ${to}`, content })),
  welcome: (target: Connection, to: string) =>
    callApi(target, '/contacts', post({ email: to, send_welcome: true })),
};
type Kind = keyof typeof kinds;
const allKinds = Object.keys(kinds) as Kind[];
const addressOf = (kind: Kind, n: number) => `${kind}${n}@x.test`;
const each = 3;
const addresses = allKinds.flatMap((kind) => Array.from({ length: each }, (_, n) => addressOf(kind, n)));

/** Single mails that are acknowledged and still queued, since the sink holds their sessions up until the fault is cleared. */
async function useQueued(target: Connection): Promise<void> {
  const { id } = await target.faults.add({ smtp: { stage: 'rcpt', match: {}, delay: '60s' } });
  const answers = await Promise.all(
    allKinds.flatMap((kind) =>
      Array.from({ length: each }, (_, n) => kinds[kind](target, addressOf(kind, n))),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  const hits = async () => (await target.faults.list()).find((fault) => fault.id === id)?.hits;
  await expect.poll(hits, { timeout: 10_000 }).toBe(addresses.length);
  expect(await statusesOf(target)).toEqual({ queued: addresses.length });
}

async function statusesOf(target: Connection): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of await target.inbox.list({ limit: 500 }))
    counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Each mail came once, with the bytes that were acknowledged, and is delivered as the clock goes on. */
async function requireSentOnce(target: Connection, retryAfter: string | null = null): Promise<void> {
  await target.faults.clear();
  if (retryAfter !== null) await target.clock.advance(retryAfter);
  expect(await target.settle()).toBe(true);
  expect(await statusesOf(target)).toEqual({ sent: addresses.length });
  const mails = await target.inbox.list({ limit: 500 });
  expect(mails.map(({ to }) => to[0]?.address).sort()).toEqual([...addresses].sort());
  for (const { id, size, subject } of mails) {
    const raw = await target.inbox.raw(id);
    expect(raw.length).toBe(size);
    expect(raw.toString()).toContain(`Subject: ${subject}`);
    expect((await target.inbox.get(id)).transcript_id).not.toBeNull();
  }
  const sent = await target.events.list({ type: 'email.sent', limit: 500 });
  expect(sent.map(({ data }) => data.email).sort()).toEqual([...addresses].sort());
  await target.clock.advance('1h');
  expect(await statusesOf(target)).toEqual({ delivered: addresses.length });
  const found = await target.inbox.list({ q: 'welcome0' });
  expect(found.map(({ to }) => to[0]?.address)).toEqual([addressOf('welcome', 0)]);
}

const slow = { timeout: 60_000 };

describe('a single mail that is acknowledged and has not left yet', () => {
  it.each(['kill', 'stop'] as const)('is sent once by the next start after a %s', slow, async (end) => {
    const args = ['--data', await useDirectory(), '--simulation-speed', '1', '--rate-limits', 'off'];
    const first = await startProcess(args);
    await first.clock.freeze();
    await useQueued(first);
    await first[end]();
    const next = await startProcess(args);
    await next.clock.freeze();
    // A stop ends what is held up by a fault: that counts as a reply.
    await requireSentOnce(next, end === 'stop' ? '5m' : null);
  });

  const places = [
    ['in memory', () => useEmulator({ simulation: 'manual', simulationSpeed: 1 })],
    [
      'on disk',
      async () => useEmulator({ simulation: 'manual', simulationSpeed: 1, data: await useDirectory() }),
    ],
  ] as const;
  const ways = [
    ['a restore', async (target: EmulatorHandle) => void (await target.snapshots.restore('queued'))],
    ['an import', async (target: EmulatorHandle, file: Buffer) => void (await target.import(file))],
  ] as const;
  describe.each(places)('%s', (_, open) => {
    it.each(ways)('is sent once by %s, however often', slow, async (_way, put) => {
      const emulator = await open();
      await emulator.clock.freeze();
      await useQueued(emulator);
      await emulator.snapshots.save('queued');
      const file = await emulator.export();
      for (let round = 0; round < 2; round += 1) {
        await put(emulator, file);
        await requireSentOnce(emulator);
      }
      await emulator.reset();
      expect(await emulator.settle()).toBe(true);
      expect(await emulator.inbox.list()).toEqual([]);
    });
  });
});

interface StoredRow {
  id: string;
  kind: string;
  to: { address: string }[];
  stored: boolean;
  reply: { code: number; status: string; text: string } | null;
  sent_at: number | null;
}

/** An export whose single mails are as a kill may leave them. */
async function exportWith(target: Connection, change: (row: StoredRow) => Partial<StoredRow> & object) {
  const file = JSON.parse((await target.export()).toString()) as {
    messages: StoredRow[];
    mail: { id: string }[];
  };
  const messages = file.messages.map((row) => ({ ...row, ...change(row) }));
  const kept = new Set(messages.filter(({ stored }) => stored).map(({ id }) => id));
  return Buffer.from(JSON.stringify({ ...file, messages, mail: file.mail.filter(({ id }) => kept.has(id)) }));
}

const accepted = { code: 250, status: '2.0.0', text: 'OK' };
const later = { code: 450, status: '4.2.0', text: 'Try later' };
const never = { code: 550, status: '5.1.1', text: 'No such user' };
const left = { attempts: 1, sent_at: 0 };

/** How a kill may leave a mail, what the start makes of it, and how often the sink gets it then. */
const cutOff: [string, object, { now: string; later: string; events: number }][] = [
  ['not sent', {}, { now: 'sent', later: 'delivered', events: 1 }],
  ['accepted, the reply not recorded', { reply: accepted }, { now: 'sent', later: 'delivered', events: 1 }],
  ['put off, the reply not recorded', { reply: later }, { now: 'deferred', later: 'delivered', events: 1 }],
  ['refused, the reply not recorded', { reply: never }, { now: 'bounced', later: 'bounced', events: 1 }],
  [
    'put off, not yet deferred',
    { reply: later, ...left },
    { now: 'deferred', later: 'delivered', events: 0 },
  ],
  ['refused, not yet bounced', { reply: never, ...left }, { now: 'bounced', later: 'bounced', events: 0 }],
  // A release before kept no bytes.
  ['without its bytes', { stored: false, size: 0 }, { now: 'bounced', later: 'bounced', events: 1 }],
];

it.each(cutOff)('a single mail that was cut off %s goes on', slow, async (_, change, expected) => {
  const emulator = await useEmulator({ simulation: 'manual', simulationSpeed: 1 });
  await emulator.clock.freeze();
  await useQueued(emulator);
  await emulator.import(await exportWith(emulator, () => change));
  await emulator.faults.clear();
  expect(await emulator.settle()).toBe(true);
  expect(await statusesOf(emulator)).toEqual({ [expected.now]: addresses.length });
  await emulator.clock.advance('4h');
  expect(await statusesOf(emulator)).toEqual({ [expected.later]: addresses.length });
  expect(await emulator.events.list({ type: 'email.sent' })).toHaveLength(expected.events * addresses.length);
});

it('a single mail that is deleted before it leaves has its events, and stays deleted', slow, async () => {
  const emulator = await useEmulator({ simulation: 'manual', simulationSpeed: 1 });
  await emulator.clock.freeze();
  await useQueued(emulator);
  await emulator.inbox.clear();
  await emulator.snapshots.save('deleted');
  await emulator.snapshots.restore('deleted');
  await emulator.faults.clear();
  expect(await emulator.settle()).toBe(true);
  await emulator.clock.advance('1h');
  for (const type of ['email.sent', 'email.delivered'] as const)
    expect(await emulator.events.list({ type })).toHaveLength(addresses.length);
  expect(await emulator.inbox.list()).toEqual([]);
});

it('mail that is queued is not among the oldest that are removed (--max-messages)', slow, async () => {
  const emulator = await useEmulator({ simulation: 'manual', maxMessages: 2 });
  await useQueued(emulator);
  expect(await emulator.settle(500)).toBe(false);
  expect(await statusesOf(emulator)).toEqual({ queued: addresses.length });
});
