import { expect, it } from 'vitest';
import type { EmulatorHandle, EmulatorOptions } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

const start = '2026-03-02T06:00:00Z';

/** Thousands of deliveries to the receiver that a play brings take a test's time: an endpoint that gets none is in its place. */
const withoutReceiver = ({ webhooks }: EmulatorHandle) =>
  webhooks.add({ url: 'http://127.0.0.1:9/', enabled: false });

/** An emulator that has played for a day. */
async function usePlay(options: EmulatorOptions): Promise<EmulatorHandle> {
  const emulator = await useEmulator(options);
  await withoutReceiver(emulator);
  await emulator.clock.freeze(start);
  await emulator.play.start();
  await emulator.clock.advance('1d');
  return emulator;
}

/** What the application did, with its answers; ids differ from run to run. */
const callsOf = async ({ requests }: EmulatorHandle) => {
  const calls = await requests.list({ limit: 500 });
  return calls.map(({ method, path, status }) =>
    `${method} ${path} ${status}`.replace(/(contact|campaign)_[0-9a-z]{8}/g, '$1'),
  );
};
const mailOf = async ({ inbox }: EmulatorHandle) =>
  (await inbox.list({ limit: 500 })).map(
    ({ to, subject, opens, clicks }) => `${to[0]?.address}: ${subject}, ${opens} opens, ${clicks} clicks`,
  );

const eventsOf = async ({ events }: EmulatorHandle) =>
  (await events.list({ limit: 500 })).map(
    ({ created_at, type, data }) => `${created_at} ${type} ${data.email}`,
  );

it('A day has all that a shop has: sign-ups, orders, a newsletter with opens and clicks, and calls that fail', async () => {
  const emulator = await usePlay({ seed: 3, simulation: 'reference' });
  const calls = await callsOf(emulator);
  const has = (pattern: RegExp) => expect(calls.filter((call) => pattern.test(call))).not.toEqual([]);
  has(/^POST \/v2\/contacts 201$/);
  has(/^POST \/v2\/emails 201$/);
  has(/^PUT \/v2\/contacts\/contact 200$/);
  has(/^GET \/v2\/contacts 200$/);
  has(/^POST \/v2\/campaigns 201$/);
  has(/ 40[04]$/);
  const slips =
    /^(POST \/v2\/contacts 400|GET \/v2\/contacts 400|PUT \/v2\/contacts\/contact 404|POST \/v2\/campaigns\/campaign\/send 404)$/;
  expect(calls.filter((call) => !/ 20[01]$/.test(call) && !slips.test(call))).toEqual([]);
  const { people } = await newestReport(emulator);
  expect(people.opens).toBeGreaterThan(0);
  const mail = await emulator.inbox.list({ limit: 500 });
  expect(new Set(mail.map(({ kind }) => kind))).toEqual(new Set(['campaign', 'welcome', 'transactional']));
  expect(mail.filter(({ kind, clicks }) => kind === 'transactional' && clicks > 0)).not.toEqual([]);
  expect(await emulator.play.get()).toMatchObject({ playing: true, speed: 600, since: start });
});

async function newestReport(emulator: EmulatorHandle) {
  const { data } = await callControl<{ id: string }[]>(emulator, '/campaigns?status=sent');
  return emulator.campaigns.get(data[0]?.id ?? '');
}

it('The same seed plays the same day, another one another', async () => {
  const [first, second, other] = await Promise.all([3, 3, 4].map((seed) => usePlay({ seed })));
  if (!first || !second || !other) throw new Error('three emulators were started');
  expect(await callsOf(second)).toEqual(await callsOf(first));
  expect(await mailOf(second)).toEqual(await mailOf(first));
  expect(await eventsOf(second)).toEqual(await eventsOf(first));
  expect(await callsOf(other)).not.toEqual(await callsOf(first));
});

it('Without a stop it goes on after a reset; after a stop nobody acts, and clock, delays and keys are as before', async () => {
  const emulator = await useEmulator({ simulationSpeed: 60 });
  await withoutReceiver(emulator);
  await emulator.clock.freeze(start);
  await emulator.clock.rate(2);
  await emulator.play.start({ speed: 1200 });
  expect(await emulator.clock.get()).toMatchObject({ frozen: true, rate: 1200 });
  await emulator.reset();
  await emulator.clock.advance('3h');
  expect(await emulator.requests.list()).not.toEqual([]);
  expect(await emulator.play.stop()).toEqual({ playing: false, speed: null, since: null, acts: 0 });
  const before = await callsOf(emulator);
  await emulator.clock.advance('1d');
  expect(await callsOf(emulator)).toEqual(before);
  expect(await emulator.clock.get()).toMatchObject({ rate: 2 });
  expect((await callControl<{ speed: number }>(emulator, '/simulation')).data.speed).toBe(60);
  expect((await emulator.keys.list()).filter(({ revoked_at }) => revoked_at === null)).toHaveLength(1);
});

it.each([
  { set: 'saas', domain: 'tidewater.example' },
  { set: 'shop', domain: 'fjord-pine.example' },
])(
  'The mail of a play over $set is that of $domain, also beside a campaign of the user',
  async ({ set, domain }) => {
    const emulator = await useEmulator({ seed: 3 });
    // A day from here on has a whole morning, with the newsletter that it sends.
    await emulator.clock.freeze(start);
    await emulator.seed({ name: set });
    const content = { text: 'Mine' };
    const mine = { name: 'Mine', subject: 'Mine', from_email: 'me@mine.example', content };
    await callApi(emulator, '/campaigns', { method: 'POST', body: { ...mine, recipients: { type: 'all' } } });
    const before = new Set((await emulator.inbox.list({ limit: 500 })).map(({ id }) => id));
    await withoutReceiver(emulator);
    await emulator.play.start();
    await emulator.clock.advance('1d');
    const played = (await emulator.inbox.list({ limit: 500 })).filter(
      ({ id, kind }) => !before.has(id) && kind !== 'welcome',
    );
    expect(new Set(played.map(({ kind }) => kind))).toEqual(new Set(['campaign', 'transactional']));
    expect(played.filter(({ from }) => !from.address.endsWith(`@${domain}`))).toEqual([]);
  },
);

it('What was played is kept on disk, and read again', async () => {
  const data = await useDirectory();
  const first = await usePlay({ data, seed: 3 });
  const before = await first.counts();
  await first.stop();
  const second = await useEmulator({ data });
  expect(await second.counts()).toEqual(before);
  expect(await second.play.get()).toMatchObject({ playing: false });
  expect(await second.clock.get()).toMatchObject({ frozen: true, rate: 1 });
});

it('An advance by ten years has the acts of some days, no job for each day after them, and the next its own', async () => {
  const emulator = await useEmulator({ seed: 3 });
  await withoutReceiver(emulator);
  await emulator.clock.freeze(start);
  await emulator.play.start();
  const actsAfter = async (by: string) => {
    await emulator.clock.advance(by);
    return (await emulator.play.get()).acts;
  };
  const { fired } = await emulator.clock.advance('3650d');
  expect(fired).toBeLessThan(3000);
  const first = (await emulator.play.get()).acts;
  expect(first).toBeGreaterThan(200);
  expect(first).toBeLessThanOrEqual(300);
  expect(await actsAfter('2d')).toBeGreaterThan(first + 10);
});

it('A strict workspace is asked for nothing undocumented', async () => {
  const emulator = await usePlay({ seed: 3, strict: true });
  expect((await callsOf(emulator)).filter((call) => call.includes('/emails'))).toEqual([]);
});

it('Its other workspaces stand still, and can play at a speed of their own', async () => {
  const emulator = await useEmulator({ play: 100 });
  expect(await emulator.play.get()).toMatchObject({ playing: true, speed: 100 });
  const other = await emulator.workspace();
  expect(await other.play.get()).toMatchObject({ playing: false });
  expect(await other.play.start({ speed: 7 })).toMatchObject({ playing: true, speed: 7 });
  expect(await emulator.play.get()).toMatchObject({ speed: 100 });
});

it.each([0, -1, 10_001, 'fast', null])(
  'A speed of %j is a 400 that says what was expected',
  async (speed) => {
    const emulator = await useEmulator();
    const { error } = await callControl(emulator, '/play', { method: 'POST', body: { speed } });
    expect(error.details).toEqual({
      field: 'speed',
      issue: 'Expected a number above 0 and at most 10000: seconds of the clock in a real one',
    });
  },
);

it.each<[string, (emulator: EmulatorHandle) => Promise<unknown>]>([
  ['a call', ({ clock }) => clock.rate(2)],
  [
    'a data set',
    (emulator) =>
      callControl(emulator, '/fixtures', {
        method: 'POST',
        body: { fixture: { clock: { rate: 2 } }, replace: true },
      }),
  ],
])('A rate of the clock that %s sets is its speed from then on, until it is stopped', async (_name, slow) => {
  const emulator = await useEmulator({ play: 600 });
  const speeds = async () => [
    (await emulator.play.get()).speed,
    (await callControl<{ rate: number }>(emulator, '/clock')).data.rate,
  ];
  expect(await speeds()).toEqual([600, 600]);
  await slow(emulator);
  expect(await speeds()).toEqual([2, 2]);
  await emulator.reset();
  expect(await speeds()).toEqual([2, 2]);
  await emulator.play.start({ speed: 50 });
  expect(await speeds()).toEqual([50, 50]);
  await emulator.play.stop();
  expect(await speeds()).toEqual([null, 1]);
});

it('Goes on at once where the clock is set back', async () => {
  const emulator = await usePlay({ seed: 3 });
  const { acts } = await emulator.play.get();
  await emulator.clock.set('2026-01-05T09:00:00Z');
  await emulator.clock.advance('6h');
  expect((await emulator.play.get()).acts).toBeGreaterThan(acts + 5);
});
