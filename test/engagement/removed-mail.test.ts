import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, CampaignStats, Connection, EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

const post = (body: object) => ({ method: 'POST', body });
const content = { text: 'Hello' };
const from_email = 'a@b.test';

/** The kinds of mail of ours. */
const kinds = {
  async campaign(target: Connection, email: string) {
    await callApi(target, '/contacts', post({ email }));
    const draft = { name: 'n', subject: 's', from_email, content, recipients: { type: 'all' } };
    const { data } = await callApi<Campaign>(target, '/campaigns', post(draft));
    await callApi(target, `/campaigns/${data.id}/send`, post({}));
  },
  async transactional(target: Connection, to: string) {
    await callApi(target, '/emails', post({ from_email, to, subject: 's', content }));
  },
  async welcome(target: Connection, email: string) {
    await callApi(target, '/contacts', post({ email, send_welcome: true }));
  },
} as const;

/** What becomes of a mail that was put off, as its address asks. */
const endings = { 'a+defer@x.test': 'delivered', 'a+softbounce@x.test': 'bounced' } as const;

/** The ways in which mail goes. */
const ways = {
  deleted: async (target: Connection) => void (await target.inbox.clear()),
  async 'deleted for good when the time to undo is over'(target: Connection) {
    await target.inbox.clearWithUndo({}, '1ms');
    await new Promise((resolve) => setTimeout(resolve, 50));
  },
  async 'pushed out by newer mail'(target: Connection) {
    for (let n = 0; n < 3; n += 1) await kinds.transactional(target, `later${n}@x.test`);
    await target.settle();
  },
} as const;

const names = <T extends object>(of: T) => Object.keys(of) as (keyof T)[];
const cases = names(kinds).flatMap((kind) =>
  names(endings).flatMap((address) => names(ways).map((way) => ({ kind, address, way }))),
);
const options = { simulation: 'manual', simulationSpeed: 1, maxMessages: 3 } as const;

async function eventsOf(target: Connection, address: string): Promise<string[]> {
  const events = await target.events.list({ limit: 500 });
  return events.filter(({ data }) => data.email === address).map(({ type }) => type.slice('email.'.length));
}

async function requireEnding(target: Connection, address: keyof typeof endings): Promise<void> {
  await target.clock.advance('4h');
  expect(await target.settle()).toBe(true);
  const events = await eventsOf(target, address);
  expect(events.filter((type) => type !== 'deferred').sort()).toEqual([endings[address], 'sent'].sort());
  expect(await target.inbox.list({ to: address })).toEqual([]);
  for (const { id } of (await callApi<Campaign[]>(target, '/campaigns')).data) {
    const { data } = await callApi<CampaignStats>(target, `/campaigns/${id}/stats`);
    const delivered = endings[address] === 'delivered' ? 1 : 0;
    expect(data.stats).toMatchObject({ sent: 1, delivered, bounced: 1 - delivered });
  }
}

async function putOff(target: EmulatorHandle, { kind, address, way }: (typeof cases)[number]): Promise<void> {
  await target.clock.freeze();
  await kinds[kind](target, address);
  await target.settle();
  expect(await eventsOf(target, address)).toEqual(expect.arrayContaining(['sent', 'deferred']));
  await ways[way](target);
  expect(await target.inbox.list({ to: address })).toEqual([]);
}

describe('a deferred mail that is gone from the inbox', () => {
  it.each(cases)('ends as it would: $kind to $address, $way', async (of) => {
    const emulator = await useEmulator(options);
    await putOff(emulator, of);
    await requireEnding(emulator, of.address);
  });

  it.each(names(kinds))('ends as it would after a restart, too: %s', async (kind) => {
    const data = await useDirectory();
    const first = await startEmulator({ ...options, data });
    await putOff(first, { kind, address: 'a+defer@x.test', way: 'deleted' });
    await first.stop();
    await requireEnding(await useEmulator({ ...options, data }), 'a+defer@x.test');
  });
});
