import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import type { Campaign, Connection, Contact } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

const make = async (target: Connection, email: string) =>
  (await callApi<Contact>(target, '/contacts', { method: 'POST', body: { email } })).data;
const emails = async (target: Connection) =>
  (await callApi<Contact[]>(target, '/contacts')).data.map(({ email }) => email).sort();

async function sendFromOutside({ smtp }: Connection, subject: string, to = 'ann@x.test') {
  const { host, port, user = '', pass = '' } = smtp;
  const auth = user === '' ? {} : { auth: { user, pass } };
  const client = createTransport({ host, port, secure: false, ...auth });
  await client.sendMail({ from: 'out@x.test', to, subject, text: `About ${subject}` });
  client.close();
}
const subjects = async (target: Connection) =>
  (await target.inbox.list()).map(({ subject }) => subject).sort();

async function makeCampaign(target: Connection, more: object = {}) {
  const body = {
    name: 'Spring',
    subject: 'Hello',
    from_email: 'news@x.test',
    content: { html: '<p>Hello <a href="https://x.test/a">a</a></p>' },
    recipients: { type: 'all' },
    ...more,
  };
  return (await callApi<Campaign>(target, '/campaigns', { method: 'POST', body })).data;
}

it('brings everything back: contacts, mail with its bytes and its text, events, keys, what is in force, the clock', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  await make(emulator, 'ann@x.test');
  await sendFromOutside(emulator, 'first');
  const { key } = await emulator.keys.create({ name: 'Second' });
  await emulator.limits.set({ read: 77 });
  await emulator.faults.add({
    match: { method: 'GET', path: '/v2/campaigns' },
    respond: { status: 500 },
    times: 3,
  });
  await callApi(emulator, '/campaigns');
  await callControl(emulator, '/simulation', { method: 'PUT', body: { speed: 7 } });
  const [mail] = await emulator.inbox.list();
  const raw = await emulator.inbox.raw(mail?.id ?? '');

  const saved = await emulator.snapshots.save('base');
  expect(saved).toMatchObject({
    name: 'base',
    created_at: '2024-03-25T10:00:00Z',
    counts: { contacts: 1, messages: 1 },
  });
  expect(saved.size).toBeGreaterThan(raw.length);
  const before = (await emulator.export()).toString();

  await emulator.clock.resume();
  await emulator.clock.set('2026-01-01T00:00:00Z');
  await make(emulator, 'bob@x.test');
  await emulator.inbox.clear();
  await sendFromOutside(emulator, 'second');
  await emulator.reset({ all: true });
  await callControl(emulator, '/simulation', { method: 'PUT', body: { speed: 9 } });

  await emulator.snapshots.restore('base');
  expect(await emulator.clock.get()).toEqual({ now: '2024-03-25T10:00:00Z', frozen: true, rate: 1 });
  expect(await emails(emulator)).toEqual(['ann@x.test']);
  expect((await emulator.inbox.raw(mail?.id ?? '')).equals(raw)).toBe(true);
  expect((await emulator.inbox.list({ q: '"about first"' })).map(({ id }) => id)).toEqual([mail?.id]);
  expect((await callApi(emulator, '/contacts', { key })).status).toBe(200);
  expect(await emulator.limits.get()).toMatchObject({ read: 77 });
  expect((await emulator.faults.list()).map(({ hits }) => hits)).toEqual([1]);
  expect((await callControl<object>(emulator, '/simulation')).data).toMatchObject({ speed: 7 });
  // One call was made since with the key; all else is as it was.
  const records = (text: string) => text.split('\n').filter((line) => !/^\{"id":"(clock|calls)"/.test(line));
  expect(records((await emulator.export()).toString())).toEqual(records(before));
});

it('can be gone back to again and again, and saving again takes the place of the former', async () => {
  const emulator = await useEmulator();
  await make(emulator, 'one@x.test');
  await emulator.snapshots.save('base');
  for (const email of ['two@x.test', 'three@x.test']) {
    await make(emulator, email);
    await emulator.snapshots.restore('base');
    expect(await emails(emulator)).toEqual(['one@x.test']);
  }
  await make(emulator, 'four@x.test');
  await emulator.snapshots.save('base');
  await emulator.reset();
  await emulator.snapshots.restore('base');
  expect(await emails(emulator)).toEqual(['four@x.test', 'one@x.test']);
  expect(await emulator.snapshots.list()).toHaveLength(1);
});

it('goes on with pending work: a campaign that was due, opens to come, webhooks not yet delivered', async () => {
  const emulator = await useEmulator({ simulation: 'reference', simulationSpeed: 1 });
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  let isUp = false;
  const receiver = await useReceiver((_hook, response) => {
    response.statusCode = isUp ? 200 : 503;
    response.end();
  });
  await emulator.webhooks.add({ url: receiver.url, events: ['email.opened'] });
  await make(emulator, 'ann+open@x.test');
  const { id } = await makeCampaign(emulator, { send_time: '2024-03-25T11:00:00Z' });
  await emulator.snapshots.save('planned');
  const play = async () => {
    await emulator.clock.advance('2h');
    await emulator.settle();
    const { data } = await callApi<Campaign>(emulator, `/campaigns/${id}`);
    await emulator.clock.advance('31d');
    const events = (await emulator.events.list()).map(({ type, created_at }) => `${type} ${created_at}`);
    return { status: data.status, events };
  };
  const first = await play();
  expect(first.status).toBe('sent');
  expect(first.events.some((event) => event.startsWith('email.opened'))).toBe(true);
  await emulator.snapshots.restore('planned');
  expect((await callApi<Campaign>(emulator, `/campaigns/${id}`)).data.status).toBe('scheduled');
  expect(await emulator.events.list()).toEqual([]);
  expect(await play()).toEqual(first);

  await emulator.snapshots.restore('planned');
  await emulator.clock.advance('2h');
  await emulator.settle();
  const [opened] = await emulator.inbox.list();
  await emulator.simulate(opened?.id ?? '', 'opened');
  await emulator.settle();
  await emulator.snapshots.save('pending');
  isUp = true;
  await emulator.clock.advance('3h');
  const delivered = receiver.received.at(-1)?.headers['x-maildrone-delivery'];
  await emulator.snapshots.restore('pending');
  const seen = receiver.received.length;
  expect(await emulator.webhooks.deliveries({ status: 'pending' })).toHaveLength(1);
  await emulator.clock.advance('3h');
  expect(receiver.received[seen]?.headers['x-maildrone-delivery']).toBe(delivered);
});

it('keeps its mail though it is deleted, pruned or dropped from the inbox', async () => {
  const emulator = await useEmulator({ maxMessages: 3 });
  for (const subject of ['a', 'b', 'c']) await sendFromOutside(emulator, subject);
  await emulator.snapshots.save('three');
  for (const subject of ['d', 'e', 'f', 'g']) await sendFromOutside(emulator, subject);
  await emulator.settle();
  expect(await subjects(emulator)).toEqual(['e', 'f', 'g']);
  await emulator.snapshots.restore('three');
  expect(await subjects(emulator)).toEqual(['a', 'b', 'c']);
  for (const { id, subject } of await emulator.inbox.list())
    expect((await emulator.inbox.get(id)).text).toContain(`About ${subject}`);
});

it('belongs to one workspace: the same name in two of them never meets', async () => {
  const emulator = await useEmulator();
  const [one, two] = await Promise.all([emulator.workspace(), emulator.workspace()]);
  await Promise.all([make(one, 'one@x.test'), make(two, 'two@x.test')]);
  await Promise.all([one.snapshots.save('same'), two.snapshots.save('same')]);
  await Promise.all([one.reset({ all: true }), two.reset({ all: true })]);
  await Promise.all([one.snapshots.restore('same'), two.snapshots.restore('same')]);
  expect([await emails(one), await emails(two)]).toEqual([['one@x.test'], ['two@x.test']]);
  await one.snapshots.delete('same');
  expect([await one.snapshots.list(), (await two.snapshots.list()).length]).toEqual([[], 1]);
});

it.each(['.hidden', '-x', 'a b', 'a/b', 'x'.repeat(65), 'é'])(
  'refuses the name %j with a 400',
  async (name) => {
    const emulator = await useEmulator();
    const path = `/snapshots/${encodeURIComponent(name)}`;
    for (const [method, end] of [
      ['PUT', ''],
      ['POST', '/restore'],
      ['DELETE', ''],
    ] as const) {
      const answer = await callControl(emulator, `${path}${end}`, { method });
      expect([answer.status, answer.error.details.field]).toEqual([400, 'name']);
    }
  },
);

it('says which there are where one is asked for that is not there', async () => {
  const emulator = await useEmulator();
  await expect(emulator.snapshots.restore('base')).rejects.toMatchObject({
    status: 404,
    details: { issue: 'Expected the name of a snapshot; there is none yet' },
  });
  await emulator.snapshots.save('Base');
  await emulator.snapshots.save('base');
  await expect(emulator.snapshots.restore('other')).rejects.toMatchObject({
    status: 404,
    details: { issue: 'Expected one of Base, base' },
  });
  await expect(emulator.snapshots.delete('other')).rejects.toMatchObject({ status: 404 });
});

/** What may be in the way of deleting a snapshot, by the name that it has in the folder of the workspace. */
const obstacles: [what: string, name: string][] = [
  ['its other name is taken', 'snapshots/base.1.gone'],
  ['the register cannot be written', '.maildrone-emulator'],
];

it.each(obstacles)('one that cannot be deleted is kept, and said so: %s', async (_what, name) => {
  const data = await useDirectory();
  const emulator = await useEmulator({ data });
  await make(emulator, 'ann@x.test');
  await emulator.snapshots.save('base');
  const obstacle = join(data, 'workspaces', 'default', name);
  const before = `${obstacle}.before`;
  await rename(obstacle, before).catch(() => undefined);
  await mkdir(obstacle);
  await writeFile(join(obstacle, 'file'), '');
  await expect(emulator.snapshots.delete('base')).rejects.toMatchObject({
    status: 500,
    message: expect.stringMatching(
      /^The emulator cannot store: .*snapshots.base\.1: the snapshot could not be deleted: /,
    ) as string,
  });
  expect((await emulator.snapshots.list()).map((each) => each.name)).toEqual(['base']);
  await rm(obstacle, { recursive: true });
  await rename(before, obstacle).catch(() => undefined);
  await emulator.snapshots.restore('base');
  await emulator.snapshots.delete('base');
  expect(await emulator.snapshots.list()).toEqual([]);
  await emulator.stop();
  expect(await (await useEmulator({ data })).snapshots.list()).toEqual([]);
});
