import type { ServerResponse } from 'node:http';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Campaign, Connection, Contact, EmulatorHandle } from '../../src/index.js';
import type { LiveFrame } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

const audience = 500;

async function fill(emulator: EmulatorHandle, count = audience) {
  const contacts = Array.from({ length: count }, (_, n) => ({ email: `r${n}+click@x.test` }));
  const campaign = {
    name: 'Big',
    subject: 'From the old state',
    from_email: 'news@x.test',
    recipients: { type: 'all' },
    content: { html: '<p>Hi {{email}} <a href="https://x.test/a">a</a></p>' },
  };
  const fixture = { contacts, campaigns: [campaign] };
  await emulator.seed({ fixture });
  const [made] = (await callApi<Campaign[]>(emulator, '/campaigns')).data;
  return made?.id ?? '';
}
const send = (emulator: EmulatorHandle, id: string) =>
  callApi<Campaign>(emulator, `/campaigns/${id}/send`, { method: 'POST' });

/** Whatever was under way has time to show: a campaign of its own goes out in the new state, to its last webhook. */
async function prove(emulator: EmulatorHandle) {
  await emulator.clock.advance('40d');
  expect(await emulator.settle()).toBe(true);
  const { data } = await callControl<{ workspace: { counts: object } }>(emulator, '/info');
  return data.workspace.counts;
}

const ways = [
  ['a reset', async (emulator: Connection) => void (await emulator.reset())],
  ['a restore', async (emulator: Connection) => void (await emulator.snapshots.restore('empty'))],
  ['an import', async (emulator: Connection, file: Buffer) => void (await emulator.import(file))],
] as const;

it.each(ways)(
  '%s in the middle of a campaign, webhooks and simulation leaves nothing of them',
  async (_, leave) => {
    const emulator = await useEmulator({ simulation: 'reference', simulationSpeed: 1 });
    const held: ServerResponse[] = [];
    const receiver = await useReceiver((_hook, response) => void held.push(response));
    await emulator.webhooks.add({ url: receiver.url });
    await emulator.clock.freeze('2024-03-25T10:00:00Z');
    await emulator.snapshots.save('empty');
    const file = await emulator.export();
    const id = await fill(emulator);
    await send(emulator, id);
    // In the middle: some mail is there, most is not; a delivery waits for its answer.
    await emulator.events.waitForAll({ type: 'email.sent' }, { count: 40, timeout: 30_000 });
    await receiver.waitFor(1);
    const waiting = emulator.inbox.waitFor({ subject: 'From the new state' }, { timeout: 60_000 });
    const [one] = await emulator.inbox.list({ limit: 1 });

    await leave(emulator, file);
    expect((await emulator.inbox.list()).length).toBe(0);
    expect(await emulator.webhooks.deliveries()).toEqual([]);
    held.forEach((response) => response.end());
    expect(await prove(emulator)).toEqual({ contacts: 0, campaigns: 0, messages: 0, unread: 0, events: 0 });
    expect((await callControl(emulator, `/messages/${one?.id ?? ''}`)).status).toBe(404);

    const client = createTransport({ ...emulator.smtp, secure: false });
    await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'From the new state', text: 'x' });
    client.close();
    expect((await waiting).subject).toBe('From the new state');
    expect(await prove(emulator)).toMatchObject({ messages: 1, contacts: 0 });
    expect(receiver.received.every(({ body }) => !body.includes('From the new state'))).toBe(true);
  },
);

it('a restore to the middle of a campaign ends it once: each recipient gets one mail', async () => {
  const emulator = await useEmulator();
  const id = await fill(emulator, 200);
  await send(emulator, id);
  await emulator.events.waitForAll({ type: 'email.sent' }, { count: 30, timeout: 30_000 });
  await emulator.snapshots.save('middle');
  const known = (await emulator.inbox.list({ limit: 500 })).map(({ to }) => to[0]?.address);
  for (let round = 0; round < 3; round += 1) {
    await emulator.snapshots.restore('middle');
    await emulator.clock.advance('1h');
    await emulator.settle();
    const { data } = await callApi<Campaign>(emulator, `/campaigns/${id}`);
    const listed = await emulator.inbox.list({ limit: 500 });
    const addresses = listed.map(({ to }) => to[0]?.address);
    expect([data.status, listed.length, new Set(addresses).size]).toEqual(['sent', 200, 200]);
    expect(addresses).toEqual(expect.arrayContaining(known));
    const sent = await emulator.events.list({ type: 'email.sent', campaign: id });
    expect(new Set(sent.map(({ data: { message_id } }) => message_id)).size).toBe(sent.length);
  }
});

it('mail that is being handed in by a program at that moment is refused, or kept whole in one state', async () => {
  const emulator = await useEmulator();
  const client = createTransport({ ...emulator.smtp, secure: false, pool: true, maxConnections: 4 });
  for (let round = 0; round < 5; round += 1) {
    const sends = Array.from({ length: 12 }, (_, n) =>
      client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: `${round} ${n}`, text: 'x' }).then(
        () => `${round} ${n}`,
        () => null,
      ),
    );
    await emulator.reset();
    const acknowledged = new Set(await Promise.all(sends));
    const kept = (await emulator.inbox.list({ limit: 500 })).map(({ subject }) => subject);
    // What was acknowledged before the reset went with it; what is there was acknowledged, and is of this round.
    expect(kept.filter((subject) => !acknowledged.has(subject))).toEqual([]);
  }
  client.close();
});

it('an advance of the clock that is under way does not move the clock of the state that comes', async () => {
  const emulator = await useEmulator();
  await emulator.clock.set('2024-03-25T10:00:00Z');
  const held: ServerResponse[] = [];
  const receiver = await useReceiver((_hook, response) => void held.push(response));
  await emulator.webhooks.add({ url: receiver.url });
  await emulator.snapshots.save('ten');
  await fill(emulator, 1).then((id) => send(emulator, id));
  await receiver.waitFor(1);
  const moved = emulator.clock.advance('5h').then(
    () => 'moved',
    ({ message }: Error) => message,
  );
  // It stands while it is moved; the move waits for the answer of the receiver.
  while (!(await emulator.clock.get()).frozen);
  await emulator.snapshots.restore('ten');
  expect(await moved).toContain('another state');
  expect(await emulator.clock.get()).toMatchObject({
    now: expect.stringMatching(/T10:0/) as string,
    frozen: false,
  });
});

it('tells everyone who watches to ask anew, with a number beyond all before', async () => {
  const emulator = await useEmulator();
  await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: { email: 'a@x.test' } });
  await emulator.snapshots.save('base');
  const socket = new WebSocket(`${emulator.url.replace('http', 'ws')}/_emulator/live`);
  const frames: LiveFrame[] = [];
  const resynced = (count: number) =>
    new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(JSON.parse(data.toString()) as LiveFrame);
        if (frames.filter(({ type }) => type === 'resync').length === count) resolve();
      });
    });
  await new Promise((resolve) => socket.once('message', resolve));
  const all = resynced(2);
  await emulator.reset();
  await emulator.snapshots.restore('base');
  await all;
  const seqs = frames.filter(({ type }) => type === 'resync').map(({ seq }) => seq);
  expect(seqs[1]).toBeGreaterThan(seqs[0] ?? Infinity);
  socket.close();

  // Who comes back with a number from before is told so too.
  const back = new WebSocket(`${emulator.url.replace('http', 'ws')}/_emulator/live?since=1`);
  const types: string[] = [];
  await new Promise<void>((resolve) => {
    back.on('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as LiveFrame;
      types.push(type);
      if (type === 'resync') resolve();
    });
  });
  expect(types).toEqual(['hello', 'resync']);
  back.close();
});

it('a call of /v2 that a restore comes upon has a documented status', async () => {
  const emulator = await useEmulator();
  await fill(emulator, 300);
  await emulator.snapshots.save('filled');
  const statuses = new Set<number>();
  const html = `<p>${'{{first_name}} '.repeat(900)}</p>`;
  const body = {
    ...{ name: 'n', subject: 's', from_email: 'f@x.test', recipients: { type: 'all' } },
    content: { html },
  };
  for (let time = 0; time < 12; time += 1) {
    const restored = emulator.snapshots.restore('filled');
    const made = Array.from({ length: 4 }, () => callApi(emulator, '/campaigns', { method: 'POST', body }));
    for (const answer of await Promise.all(made)) {
      statuses.add(answer.status);
      if (answer.status !== 201) expect(answer.error.code).toBe('INTERNAL_SERVER_ERROR');
    }
    await restored;
  }
  expect([...statuses].filter((status) => status !== 201 && status !== 500)).toEqual([]);
});
