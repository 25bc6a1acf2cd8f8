import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import * as esModule from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { useBegunWaits } from '../support/begun-waits.js';
import { callApi, useEmulator } from '../support/emulator.js';

const { connect, EmulatorError, startEmulator } = esModule;
const commonJs = createRequire(import.meta.url)('../../dist/index.cjs') as typeof esModule;

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

/** A server before another that notes what is asked for. */
async function useCounter(url: string, calls: string[]): Promise<string> {
  const counter = createServer((asked, answer) => {
    calls.push(String(asked.url));
    const call = request(new URL(String(asked.url), url), { method: asked.method, headers: asked.headers });
    call.on('response', (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    asked.pipe(call);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    counter.closeAllConnections();
    counter.close();
  });
  await once(counter, 'listening');
  return `http://127.0.0.1:${(counter.address() as AddressInfo).port}`;
}

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
        expect(message).toMatch(/timeout: Expected a .*whole number.* from 0 to 60000/);
      }
    },
  );

  it.each(['x', /x/])('refuses an option that there is not by name (%s)', async (subject) => {
    const options = JSON.parse('{"timout": 50}') as object;
    const message = await messageOf(emulator.inbox.waitFor({ subject }, options));
    expect(message).toMatch(/timout: /);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'match'],
    ['null', null, 'match'],
    ['a text', 'ann@example.com', 'match'],
    ['a regular expression', /ann/, 'match'],
    ['an empty field', { to: '' }, 'to'],
  ])('refuses %s in place of what to match by name', async (_kind, match, field) => {
    await send({ to: 'ann@example.com', subject: 'Any mail' });
    const wait = emulator.inbox.waitFor as (match: unknown) => Promise<unknown>;
    expect(await messageOf(wait(match))).toContain(`${field}: Expected`);
  });

  it('by a regular expression asks for no mail by itself, and not again for what it has seen', async () => {
    await emulator.contacts.sample(1000);
    const { from_email, ...mail } = { from_email: 'a@example.com', subject: 'News', content: { text: 'Hi' } };
    const body = { name: 'News', from_email, recipients: { type: 'all' }, ...mail };
    const campaign = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
    await callApi(emulator, `/campaigns/${campaign.data.id}/send`, { method: 'POST' });
    await emulator.settle();
    const calls: string[] = [];
    const counted = await connect(await useCounter(emulator.url, calls));
    const waiting = counted.inbox.waitFor({ to: /^late@/ }, { timeout: 20_000 });
    await expect.poll(() => calls.length).toBeGreaterThanOrEqual(4);
    await send({ to: 'late@example.com', subject: 'Late' });
    expect((await waiting).subject).toBe('Late');
    const paths = new Set(calls.map((path) => path.replace(/\?.*/, '').replace('/_emulator', '')));
    expect([...paths]).toEqual(['/info', '/messages/heads', '/messages/wait']);
    expect(calls.filter((path) => path.includes('limit=500'))).toHaveLength(2);
  });

  it.each(['code', /code/])('names the mails first that come nearest (%s)', async (subject) => {
    await send({ to: 'ann@example.com', subject: 'Welcome, Ann' });
    for (const to of ['b', 'c', 'd', 'e', 'f', 'g']) await send({ to: `${to}@x.test`, subject: 'Other' });
    const to = typeof subject === 'string' ? 'ann@example.com' : /^ann@/;
    const message = await messageOf(emulator.inbox.waitFor({ to, subject }, { timeout: 20 }));
    expect(message).toMatch(/nearest mail:\n.*to ann@example\.com/);
  });

  it.each(['code', /code/])(
    'takes a mail only when its sender knows that it went out (%s)',
    async (subject) => {
      await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@example.com' } });
      const fault = await emulator.faults.add({ smtp: { stage: 'data', delay: '300ms' }, times: 1 });
      expect(fault.id).toBeTruthy();
      const mail = { from_email: 'a@example.com', subject: 'Your code', content: { text: 'Hi' } };
      const sent = callApi(emulator, '/emails', { method: 'POST', body: { ...mail, to: 'ann@example.com' } });
      expect((await emulator.inbox.waitFor({ subject })).status).not.toBe('queued');
      await sent;
    },
  );

  it('fails with the same message and details for text and regular expressions when the time is up', async () => {
    await send({ to: 'ann@example.com', subject: 'Welcome, Ann' });
    const errorOf = async (to: string | RegExp) => {
      const match = { to, status: 'delivered' } as const;
      const error: unknown = await emulator.inbox
        .waitFor(match, { timeout: 30 })
        .catch((reason: unknown) => reason);
      if (!(error instanceof EmulatorError)) throw error;
      const { status, code, message, details } = error;
      return JSON.stringify({ status, code, message, details }).replaceAll('/nobody/', 'nobody');
    };
    const [text, pattern] = [await errorOf('nobody'), await errorOf(/nobody/)];
    expect(pattern).toBe(text);
    expect(text).toContain(
      '"field":"count","issue":"Expected more messages with status delivered, to nobody"',
    );
    expect(text).toContain('0 of 1 matching messages arrived within 30 ms; the inbox has 1');
  });

  it('ends with the same words for text and regular expressions when the emulator stops', async () => {
    const begun = useBegunWaits();
    const messages = ['nobody', /nobody/].map((to) =>
      messageOf(emulator.inbox.waitFor({ to }, { timeout: 20_000 })),
    );
    await begun(2);
    await emulator.stop();
    const [text, pattern] = await Promise.all(messages);
    expect(pattern).toBe(text);
  });

  it.each([
    { way: 'imported', start: startEmulator },
    { way: 'required', start: commonJs.startEmulator },
  ])('ends with the reason when the emulator stops before it has come there, $way', async ({ start }) => {
    const own = await start();
    const fresh = await own.workspace();
    const waits = [own, fresh].flatMap(({ inbox, events, requests, webhooks }) => [
      ...[inbox.waitFor({ to: 'a' }), inbox.waitFor({ to: /a/ }), events.waitFor({})],
      ...[requests.waitFor({}), webhooks.waitFor({})],
    ]);
    const messages = Promise.all(waits.map(messageOf));
    await own.stop();
    expect(new Set(await messages)).toEqual(new Set(['The emulator was stopped while this waited']));
    expect(await messageOf(own.inbox.list())).toContain('No emulator answers');
  });

  it('ends at once, with the reason, when its workspace is dropped', async () => {
    const { inbox, events, requests, webhooks, id, drop } = await emulator.workspace();
    const begun = useBegunWaits();
    const waits = [
      inbox.waitFor({ to: 'a' }, { timeout: 20_000 }),
      inbox.waitFor({ to: /a/ }, { timeout: 20_000 }),
      events.waitFor({}, { timeout: 20_000 }),
      requests.waitFor({}, { timeout: 20_000 }),
      webhooks.waitFor({}, { timeout: 20_000 }),
    ].map(messageOf);
    await begun(waits.length);
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
    const { message, details } = fault as esModule.EmulatorError;
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
