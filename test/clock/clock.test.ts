import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignStats, Connection, LogEvent } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

const start = '2024-03-20T10:00:00Z';
const addContact = (emulator: Connection, email: string) =>
  callApi<{ id: string }>(emulator, '/contacts', { method: 'POST', body: { email, first_name: 'Ann' } });
const makeCampaign = async (emulator: Connection, more: object = {}) => {
  const body = {
    name: 'Spring',
    subject: 'Hi {{first_name}}',
    from_email: 'news@shop.test',
    recipients: { type: 'all' },
    content: { html: '<a href="https://shop.test/a">A</a><a href="https://shop.test/b">B</a>' },
    ...more,
  };
  return (await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body })).data;
};
const send = (emulator: Connection, { id }: { id: string }) =>
  callApi<Campaign>(emulator, `/campaigns/${id}/send`, { method: 'POST' });
const statsOf = async (emulator: Connection, { id }: { id: string }) =>
  (await callApi<CampaignStats>(emulator, `/campaigns/${id}/stats`)).data.stats;

/** All events, page after page. */
async function allEvents(emulator: Connection): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for (;;) {
    const page = await emulator.events.list({ limit: 500, since: events.at(-1)?.seq ?? 0 });
    if (page.length === 0) return events;
    events.push(...page);
  }
}
const essence = ({ type, created_at, data }: LogEvent) =>
  [created_at, type, data.email, data.url ?? '', data.ip ?? '', data.bounce?.diagnostic ?? ''].join(' ');

describe('advancing the clock', () => {
  /** A month with campaigns now and later, all kinds of recipients, and `steps` to go through it. */
  async function month(steps: string[]): Promise<LogEvent[]> {
    const emulator = await useEmulator({ simulation: 'reference', simulationSpeed: 1 });
    await emulator.clock.freeze(start);
    const tags = ['', '+bounce', '+softbounce', '+defer', '+click', '+bot', '+spam', '+unsubscribe', '+open'];
    for (let index = 0; index < 60; index += 1) {
      await addContact(emulator, `p${index}${tags[index % 20] ?? ''}@example.test`);
    }
    await makeCampaign(emulator, { name: 'Later', send_time: '2024-03-24T12:00:00Z' });
    await makeCampaign(emulator, { name: 'Same moment', send_time: '2024-03-24T12:00:00Z' });
    await send(emulator, await makeCampaign(emulator));
    for (const by of steps) await emulator.clock.advance(by);
    return allEvents(emulator);
  }

  it('by 30 days at once gives the events of 30 single days, in the same order', async () => {
    const atOnce = await month(['30d']);
    const dayByDay = await month(Array.from({ length: 30 }, () => '1d'));
    expect(atOnce.length).toBeGreaterThan(300);
    expect(dayByDay.map(essence)).toEqual(atOnce.map(essence));
    const times = atOnce.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort());
  });

  it('lets each thing happen at its own time, and answers when all of it is done', async () => {
    const emulator = await useEmulator({ simulation: 'manual', simulationSpeed: 1 });
    const receiver = await useReceiver();
    await emulator.webhooks.add({ url: receiver.url });
    await emulator.clock.freeze(start);
    await addContact(emulator, 'ann+click@example.test');
    const campaign = await makeCampaign(emulator, { send_time: '2024-03-21T09:30:00Z' });
    expect(campaign.status).toBe('scheduled');
    const { now, fired } = await emulator.clock.advance('31d');
    expect([now, fired >= 4]).toEqual(['2024-04-20T10:00:00Z', true]);
    expect(receiver.received.map(({ json }) => json.type)).toEqual([
      'email.sent',
      'email.delivered',
      'email.opened',
      'email.clicked',
    ]);
    const [mail] = await emulator.inbox.list();
    expect(mail?.received_at).toBe('2024-03-21T09:30:00Z');
    const { headers } = await emulator.inbox.get(mail?.id ?? '');
    expect(headers.find(({ name }) => name === 'Date')?.value).toBe('Thu, 21 Mar 2024 09:30:00 +0000');
    const { data } = await callApi<Campaign>(emulator, `/campaigns/${campaign.id}`);
    expect([data.status, data.sent_at]).toEqual(['sent', '2024-03-21T09:30:00Z']);
  });

  it('twice at the same time adds up', async () => {
    const emulator = await useEmulator();
    await emulator.clock.freeze(start);
    await Promise.all([emulator.clock.advance('1h'), emulator.clock.advance('2h')]);
    expect((await emulator.clock.get()).now).toBe('2024-03-20T13:00:00Z');
  });

  it('tries what was put off again, each try at its time, and bounces once at the end', async () => {
    const emulator = await useEmulator({ simulationSpeed: 1 });
    await emulator.clock.freeze(start);
    await addContact(emulator, 'full+softbounce@example.test');
    await addContact(emulator, 'grey+defer@example.test');
    const campaign = await makeCampaign(emulator);
    await send(emulator, campaign);
    await emulator.clock.advance('1d');
    const events = (await allEvents(emulator)).filter(({ type }) => type !== 'email.sent');
    expect(events.map(({ created_at, type, data }) => [created_at.slice(11, 16), type, data.email])).toEqual([
      ['10:00', 'email.deferred', 'full+softbounce@example.test'],
      ['10:00', 'email.deferred', 'grey+defer@example.test'],
      ['10:05', 'email.deferred', 'full+softbounce@example.test'],
      ['10:05', 'email.delivered', 'grey+defer@example.test'],
      ['10:35', 'email.deferred', 'full+softbounce@example.test'],
      ['12:35', 'email.bounced', 'full+softbounce@example.test'],
    ]);
    expect(events.at(-1)?.data.bounce).toMatchObject({ type: 'soft', smtp_code: 452, status: '4.2.2' });
    expect(await statsOf(emulator, campaign)).toMatchObject({ sent: 2, delivered: 1, bounced: 1 });
  });
});

describe('the clock', () => {
  it('stands where it is frozen, goes on from there, and runs as fast as it is told', async () => {
    const emulator = await useEmulator();
    expect(await emulator.clock.freeze(start)).toEqual({ now: start, frozen: true, rate: 1 });
    expect((await addContact(emulator, 'ann@example.test')).meta.timestamp).toBe(start);
    expect(await emulator.clock.set('2024-03-19T00:00:00Z')).toMatchObject({ now: '2024-03-19T00:00:00Z' });
    expect(await emulator.clock.rate(100_000)).toMatchObject({ frozen: true, rate: 100_000 });
    await makeCampaign(emulator, { send_time: '2024-03-20T00:00:00Z' });
    await emulator.clock.resume();
    const event = await emulator.events.waitFor({ type: 'email.delivered' });
    expect(event.created_at >= '2024-03-20T00:00:00Z').toBe(true);
  });

  it.each([
    [
      'rate',
      (clock: Connection['clock']) => clock.rate(7),
      { now: '2024-03-21T10:00:00Z', frozen: true, rate: 7 },
    ],
    ['resume', (clock: Connection['clock']) => clock.resume(), { frozen: false, rate: 1 }],
    [
      'freeze',
      (clock: Connection['clock']) => clock.freeze(),
      { now: '2024-03-21T10:00:00Z', frozen: true, rate: 1 },
    ],
    [
      'freeze at a time',
      (clock: Connection['clock']) => clock.freeze('2020-01-01T00:00:00Z'),
      { now: '2020-01-01T00:00:00Z', frozen: true, rate: 1 },
    ],
    [
      'set backward',
      (clock: Connection['clock']) => clock.set('2024-03-20T12:00:00Z'),
      { now: '2024-03-20T12:00:00Z', frozen: true, rate: 1 },
    ],
    [
      'set forward',
      (clock: Connection['clock']) => clock.set('2024-04-01T00:00:00Z'),
      { now: '2024-04-01T00:00:00Z', frozen: true, rate: 1 },
    ],
  ])(
    '%s waits for an advance that is under way, and is in force after it',
    async (_what, change, expected) => {
      const emulator = await useEmulator({ simulationSpeed: 1 });
      let answer: () => void = () => undefined;
      const receiver = await useReceiver((_hook, response) => (answer = () => response.end()));
      await emulator.webhooks.add({ url: receiver.url, events: ['email.delivered'] });
      await emulator.clock.freeze(start);
      await addContact(emulator, 'ann@example.test');
      await send(emulator, await makeCampaign(emulator));
      const advance = emulator.clock.advance('1d');
      // The advance stands in the middle for as long as the receiver lets it.
      await receiver.waitFor(1);
      const order: string[] = [];
      const changing = change(emulator.clock).then((state) => order.push('change') && state);
      const advancing = advance.then(({ now }) => order.push('advance') && now);
      await callControl(emulator, '/health');
      expect((await emulator.clock.get()).now < '2024-03-20T10:05:00Z').toBe(true);
      answer();
      expect(await advancing).toBe('2024-03-21T10:00:00Z');
      expect(await changing).toMatchObject(expected);
      expect(order).toEqual(['advance', 'change']);
      expect(await emulator.clock.get()).toMatchObject(expected);
    },
  );

  it('of one workspace does not move that of another', async () => {
    const emulator = await useEmulator();
    const other = await emulator.workspace();
    await emulator.clock.freeze(start);
    await other.clock.freeze('2030-01-01T00:00:00Z');
    await other.clock.advance('1d');
    expect((await emulator.clock.get()).now).toBe(start);
  });

  it.each([
    ['/clock/advance', { by: 'tomorrow' }, 'by'],
    ['/clock/advance', { by: -5 }, 'by'],
    ['/clock/set', { to: 'yesterday' }, 'to'],
    ['/clock/rate', { rate: -1 }, 'rate'],
  ])('%s refuses %o', async (path, body, field) => {
    const emulator = await useEmulator();
    const { status, error } = await callControl(emulator, path, { method: 'POST', body });
    expect([status, error.details.field]).toEqual([400, field]);
  });

  it('settles when the sending that was begun is done', async () => {
    const emulator = await useEmulator({ simulationSpeed: 1_000_000 });
    await emulator.clock.freeze(start);
    for (let index = 0; index < 20; index += 1) await addContact(emulator, `p${index}@example.test`);
    const campaign = await makeCampaign(emulator);
    expect((await send(emulator, campaign)).data.status).toBe('sending');
    expect(await emulator.settle()).toBe(true);
    expect((await callApi<Campaign>(emulator, `/campaigns/${campaign.id}`)).data.status).toBe('sent');
    expect(await statsOf(emulator, campaign)).toMatchObject({ sent: 20 });
  });
});
