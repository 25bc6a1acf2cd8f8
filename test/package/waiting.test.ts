import { createTransport } from 'nodemailer';
import { beforeEach, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

let emulator: EmulatorHandle;
beforeEach(async () => {
  emulator = await useEmulator();
});

async function send(...mails: { to: string; subject: string; from?: string; bcc?: string }[]): Promise<void> {
  const transport = createTransport({ ...emulator.smtp, secure: false });
  for (const mail of mails)
    await transport.sendMail({ from: 'Team <team@example.com>', text: 'Hello', ...mail });
  transport.close();
}
const messageOf = (waiting: Promise<unknown>): Promise<string> =>
  waiting.then(
    () => 'it resolved',
    (error: Error) => error.message,
  );

describe('waitFor', () => {
  it('takes a regular expression for to, from and subject, beside text', async () => {
    await send(
      { to: 'Ann <ann@example.com>', subject: 'Your code is 111111' },
      { to: 'bob@example.com', subject: 'Your code is 222222', bcc: 'hidden@example.com' },
      { to: 'ann@example.com', subject: 'Welcome', from: 'Boss <boss@example.com>' },
    );
    const subjectFor = async (match: Parameters<typeof emulator.inbox.waitFor>[0]) =>
      (await emulator.inbox.waitFor(match)).subject;
    expect(await subjectFor({ subject: /CODE is \d{6}$/i, to: /^ann@/ })).toBe('Your code is 111111');
    expect(await subjectFor({ to: /^Ann <ann@example\.com>$/ })).toBe('Your code is 111111');
    expect(await subjectFor({ to: /^hidden@/ })).toBe('Your code is 222222');
    expect(await subjectFor({ from: /^Boss </, to: 'ann' })).toBe('Welcome');
    const sticky = /code/gy;
    sticky.lastIndex = 3;
    const all = await emulator.inbox.waitForAll({ subject: /code/g }, { count: 2 });
    expect(all.map(({ subject }) => subject)).toEqual(['Your code is 222222', 'Your code is 111111']);
    expect(await messageOf(emulator.inbox.waitFor({ subject: /^code/ }, { timeout: 30 }))).toContain(
      '0 of 1',
    );
  });

  it('resolves when a mail that a regular expression matches arrives later', async () => {
    const waiting = emulator.inbox.waitFor({ subject: /^Later/ });
    await send({ to: 'ann@example.com', subject: 'Sooner' }, { to: 'ann@example.com', subject: 'Later' });
    expect((await waiting).subject).toBe('Later');
  });

  it.each([
    ['text', 'code'],
    ['a regular expression', /code/],
  ])('says in its message what did arrive: to, subject and when (%s)', async (_kind, subject) => {
    await send({ to: 'ann@example.com', subject: 'Welcome, Ann' });
    const message = await messageOf(
      emulator.inbox.waitFor({ to: 'ann@example.com', subject }, { timeout: 30 }),
    );
    expect(message).toContain('0 of 1 matching messages arrived within 30 ms');
    expect(message).toMatch(
      /nearest mail:\n.*20\d\d-\d\d-\d\dT[\d:]+Z {2}to ann@example\.com .*"Welcome, Ann"/,
    );
  });

  it.each<[string, (from: EmulatorHandle) => Promise<unknown>, string]>([
    [
      'events',
      ({ events }) => events.waitFor({ type: 'email.clicked' }, { timeout: 20 }),
      'email.opened ann@example.com',
    ],
    [
      'requests',
      ({ requests }) => requests.waitFor({ path: '/v2/nope' }, { timeout: 20 }),
      'GET /v2/contacts 200',
    ],
    ['deliveries', ({ webhooks }) => webhooks.waitFor({ status: 'failed' }, { timeout: 20 }), 'email.opened'],
  ])('of %s says what there was', async (_kind, wait, seen) => {
    await emulator.webhooks.add({ url: 'http://127.0.0.1:9', events: ['email.opened'] });
    await emulator.trigger('email.opened', { to: 'ann@example.com' });
    await callApi(emulator, '/contacts');
    expect(await messageOf(wait(emulator))).toContain(seen);
  });

  it.each([1.5, -1, 60_001])(
    'refuses a timeout of %s by name, for text and regular expressions alike',
    async (timeout) => {
      for (const subject of ['x', /x/]) {
        const message = await messageOf(emulator.inbox.waitFor({ subject }, { timeout }));
        expect(message).toMatch(/timeout: Expected a whole number/);
      }
    },
  );

  it('ends at once, with the reason, when its workspace is dropped', async () => {
    const { inbox, events, requests, webhooks, id, drop } = await emulator.workspace();
    const waits = [
      inbox.waitFor({ to: 'a' }, { timeout: 20_000 }),
      inbox.waitFor({ to: /a/ }, { timeout: 20_000 }),
      events.waitFor({}, { timeout: 20_000 }),
      requests.waitFor({}, { timeout: 20_000 }),
      webhooks.waitFor({}, { timeout: 20_000 }),
    ].map(messageOf);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await drop();
    for (const message of await Promise.all(waits)) expect(message).toContain(id);
  });
});

it('every error names the field and what was expected in its message', async () => {
  const faults = await Promise.all(
    [
      emulator.faults.add({ respond: { status: 200 } }),
      emulator.clock.advance('soon'),
      emulator.inbox.get('email_00000000'),
      emulator.keys.create({ permissions: [] }),
      emulator.webhooks.add({ url: 'nowhere' }),
    ].map((call: Promise<unknown>) => call.catch((error: unknown) => error)),
  );
  for (const fault of faults) {
    const { message, details } = fault as EmulatorError;
    expect(fault).toBeInstanceOf(EmulatorError);
    expect(details.field).toBeTruthy();
    for (const { field, issue } of details.issues ?? [details])
      expect(message).toContain(`${field}: ${issue}`);
  }
});

it('every list pages to its end', async () => {
  await emulator.webhooks.add({ url: 'http://127.0.0.1:9', events: ['email.opened'] });
  for (const name of ['a', 'b', 'c']) {
    await emulator.trigger('email.opened', { to: `${name}@example.com` });
    await callApi(emulator, `/contacts?search=${name}`);
  }
  const { inbox, events, requests, webhooks } = emulator;
  const lists = {
    mail: [inbox.list, inbox.all],
    events: [events.list, events.all],
    requests: [requests.list, requests.all],
    deliveries: [webhooks.deliveries, webhooks.allDeliveries],
  } as const;
  for (const [name, [list, all]] of Object.entries(lists)) {
    const paged: { id: string }[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({ limit: 2, cursor: cursor ?? null });
      paged.push(...page);
      cursor = page.nextCursor;
    } while (cursor);
    const iterated: { id: string }[] = [];
    for await (const row of all({})) iterated.push(row);
    expect(paged.length, name).toBeGreaterThanOrEqual(3);
    expect(paged, name).toEqual(iterated);
    expect(new Set(paged.map(({ id }) => id)).size, name).toBe(paged.length);
  }
});

it('two emulators in one process do not disturb each other', async () => {
  const other = await useEmulator({ apiKey: ['md_other'], simulation: 'manual' });
  await other.clock.freeze('2030-01-01T00:00:00Z');
  await emulator.trigger('email.opened', { to: 'ann@example.com' });
  expect(await other.inbox.list()).toEqual([]);
  expect((await emulator.clock.get()).frozen).toBe(false);
  expect((await callApi(other, '/contacts', { key: emulator.apiKey })).status).toBe(401);
  await emulator.stop();
  expect((await callApi(other, '/contacts')).status).toBe(200);
  await other.trigger('email.opened', { to: 'bob@example.com' });
  expect(await other.inbox.list()).toHaveLength(1);
});
