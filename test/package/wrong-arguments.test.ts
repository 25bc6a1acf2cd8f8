import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, startEmulator } from '../../src/index.js';
import { signatures } from '../../src/client/signatures.js';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
  const body = { from_email: 'a@b.co', to: 'joe@x.test', subject: 'Hello', content: { text: 'x' } };
  await callApi(emulator, '/emails', { method: 'POST', body });
});
afterAll(() => emulator.stop());

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: Error) => error.message,
  );

it.each([
  undefined,
  null,
  5,
  {},
  [],
  '',
  '8025',
  ':8025',
  'http://',
  'http:/localhost:8025',
  'ftp://x',
  'ws://x',
  new Date(0),
])('connect(%j) says what was expected', async (given) => {
  const open = connect as (url: unknown) => Promise<Connection>;
  expect(await failureOf(open(given))).toMatch(/^url: expected a URL such as http:\/\/localhost:8025, got /);
});

it('connect says that a URL is that of a page, or has a wrong password', async () => {
  expect(await failureOf(connect(`${emulator.url}/t/o/x`))).toMatch(
    /^url: expected the URL .* without a path/,
  );
  const locked = await useEmulator({ uiAuth: 'ann:secret' });
  expect(await failureOf(connect(locked.url))).toContain('asks for user and password');
  const wrong = locked.url.replace('://', '://ann:wrong@');
  expect(await failureOf(connect(wrong))).toContain('knows another user and password');
});

it('connect to a workspace tells the user by which mail reaches it', async () => {
  const { id, smtp, drop } = await emulator.workspace();
  const same = await connect(emulator.url, id);
  expect(same.smtp).toEqual({ host: smtp.host, port: smtp.port, user: id });
  expect((await connect(emulator.url)).smtp).toEqual(emulator.smtp);
  await drop();
});

describe('An argument of the wrong type is refused by its name', () => {
  const right: Readonly<Record<string, unknown>> = { ...{ event: 'opened', match: {}, csv: 'x' } };
  const wrong = [null, 250, true, [], 'x', /x/, new Date(0), new Map(), undefined, {}] as const;
  /** What a kind of argument may be. */
  const rightOf: Readonly<Record<string, readonly unknown[]>> = {
    'a text': ['x'],
    'an object': [{}],
    'an object, or none': [{}, undefined],
    'the text, the bytes or a stream of an export': ['x'],
  };
  const groups = Object.entries(signatures).flatMap(([group, methods]) =>
    Object.entries(methods).map(([method, signature]) => ({ group, method, signature })),
  );
  const cases = groups.flatMap(({ group, method, signature }) =>
    Object.entries(signature).flatMap(([name, { expected }], at) => {
      const before = Object.keys(signature)
        .slice(0, at)
        .map((each) => right[each] ?? 'x');
      const values = wrong.filter((value) => {
        const isSame = (one: unknown) =>
          one === value || (JSON.stringify(one) === '{}' && value?.constructor === Object);
        return rightOf[expected] && !rightOf[expected].some(isSame);
      });
      return values.length === 0 ? [] : [{ group, method, name, before, values }];
    }),
  );

  it('of most methods', () => expect(cases.length).toBeGreaterThan(50));

  it.each(cases)('$group.$method: $name', async ({ group, method, name, before, values }) => {
    const found: unknown = Reflect.get(emulator, group);
    const owner: object = typeof found === 'object' && found !== null ? found : emulator;
    const call = Reflect.get(owner, method) as (...args: unknown[]) => unknown;
    for (const value of values) {
      const answer = call(...before, value);
      const work =
        answer instanceof Promise ? answer : (answer as AsyncGenerator)[Symbol.asyncIterator]().next();
      const message = await failureOf(work as Promise<unknown>);
      expect(message).toContain(`${name}: Expected `);
    }
    expect(await emulator.inbox.list()).toHaveLength(1);
    expect(await emulator.snapshots.list()).toEqual([]);
  });

  it('a wait takes no time instead', async () => {
    const begun = Date.now();
    for (const waiting of [250, null, 'x'] as never[])
      expect(await failureOf(emulator.inbox.waitFor({ to: 'nobody' }, waiting))).toMatch(
        /waiting: Expected an object, or none, got /,
      );
    expect(Date.now() - begun).toBeLessThan(2000);
  });
});

it('import takes bytes of another realm', async () => {
  const bytes = Array.from(await emulator.export());
  await emulator.import(runInNewContext(`new Uint8Array(${JSON.stringify(bytes)})`) as Uint8Array);
  expect(await emulator.inbox.list()).toHaveLength(1);
});

describe('An id that would make another path', () => {
  const calls: Record<string, (c: Connection, id: string) => Promise<unknown>> = {
    'inbox.get': ({ inbox }, id) => inbox.get(id),
    'inbox.raw': ({ inbox }, id) => inbox.raw(id),
    'webhooks.get': ({ webhooks }, id) => webhooks.get(id),
    'webhooks.update': ({ webhooks }, id) => webhooks.update(id, {}),
    'webhooks.remove': ({ webhooks }, id) => webhooks.remove(id),
    'webhooks.rotate': ({ webhooks }, id) => webhooks.rotate(id),
    'webhooks.test': ({ webhooks }, id) => webhooks.test(id),
    'webhooks.delivery': ({ webhooks }, id) => webhooks.delivery(id),
    'webhooks.redeliver': ({ webhooks }, id) => webhooks.redeliver(id),
    'faults.remove': ({ faults }, id) => faults.remove(id),
    'keys.revoke': ({ keys }, id) => keys.revoke(id),
    'requests.get': ({ requests }, id) => requests.get(id),
    'campaigns.get': ({ campaigns }, id) => campaigns.get(id),
    'campaigns.engagement': ({ campaigns }, id) => campaigns.engagement(id),
    'contacts.outcome': ({ contacts }, id) => contacts.outcome(id),
    'snapshots.save': ({ snapshots }, id) => snapshots.save(id),
    'snapshots.restore': ({ snapshots }, id) => snapshots.restore(id),
    'snapshots.delete': ({ snapshots }, id) => snapshots.delete(id),
    'suppressions.remove': ({ suppressions }, id) => suppressions.remove(id),
    simulate: (c, id) => c.simulate(id, 'opened'),
  };

  it.each(Object.entries(calls))('is refused by %s, and nothing is lost', async (_name, call) => {
    await emulator.faults.add({ match: { path: '/v2/campaigns' }, respond: { status: 500 } });
    for (const id of ['', '.', '..', '../keys', 'a/../../keys', '?q=', '#'])
      expect(await failureOf(call(emulator, id)), id).toMatch(/Expected/);
    expect(await emulator.faults.list()).toHaveLength(1);
    await emulator.faults.clear();
    expect(await emulator.inbox.list()).toHaveLength(1);
  });
});

it('a wait takes null as absent, and a RegExp of another realm', async () => {
  const match = { to: null, subject: runInNewContext('/^hel+o$/i') as RegExp };
  expect((await emulator.inbox.waitFor(match as never, { timeout: 0 })).subject).toBe('Hello');
});

it.each<[Parameters<typeof startEmulator>[0], RegExp]>([
  [{ simulation: {} as never }, /^simulation: name: Required: expected a string$/],
  [{ simulation: { name: 'x', shares: { bounced: 2 } } as never }, /^simulation: shares\.bounced: expected /],
])('a profile is refused in plain words: %j', async (options, message) => {
  expect(await failureOf(startEmulator(options))).toMatch(message);
});

it('a data set is refused in plain words', async () => {
  const fixture = { contacts: [{ email: 5 }] };
  expect(await failureOf(emulator.seed({ fixture, replace: true }))).toMatch(
    /Expected a string, got a number/,
  );
});
