import { expect, it } from 'vitest';
import type { Campaign, Connection, EventMatch, LogEvent } from '../../src/index.js';
import { createVirtualClock, systemTimers } from '../../src/core/time/clock.js';
import { createEventLog } from '../../src/core/events/event-log.js';
import { systemRandom } from '../../src/core/time/random.js';
import { openStore } from '../../src/store/store.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

async function sendTo(emulator: Connection, name: string): Promise<void> {
  const body = {
    name,
    subject: name,
    from_email: 'news@shop.test',
    recipients: { type: 'all' },
    content: { html: '<a href="https://shop.test/">x</a>' },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.clock.advance('31d');
}

/** Page after page, each as large as `limit`. */
async function pages(emulator: Connection, query: URLSearchParams, limit: number): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  let cursor: string | null = null;
  do {
    const asked = new URLSearchParams(query);
    asked.set('limit', String(limit));
    if (cursor !== null) asked.set('cursor', cursor);
    const { data, meta } = await callControl<LogEvent[]>(emulator, `/events?${asked.toString()}`);
    expect(data.length).toBeLessThanOrEqual(limit);
    found.push(...data);
    cursor = (meta as { next_cursor?: string | null }).next_cursor ?? null;
  } while (cursor !== null);
  return found;
}

const matches = (event: LogEvent, match: Omit<EventMatch, 'type'> & { type?: string }): boolean =>
  (!match.type || match.type.split(',').includes(event.type)) &&
  (!match.campaign || event.data.campaign_id === match.campaign) &&
  (!match.contact || event.data.contact_id === match.contact) &&
  (!match.message || event.data.message_id === match.message) &&
  event.seq > (match.since ?? 0);

it('the event log answers every query as a plain look at each event would', { timeout: 60_000 }, async () => {
  const emulator = await useEmulator({ simulation: 'manual', simulationSpeed: 1 });
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  const tags = ['', '+click', '+bot', '+unsubscribe', '+softbounce', '+defer'];
  for (let n = 0; n < 12; n += 1) {
    const body = { email: `p${n}${tags[n % 6] ?? ''}@x.test` };
    await callApi(emulator, '/contacts', { method: 'POST', body });
  }
  await sendTo(emulator, 'First');
  await sendTo(emulator, 'Second');
  const all = await pages(emulator, new URLSearchParams(), 500);
  expect(all.length).toBeGreaterThan(60);
  expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).toSorted((a, b) => a - b));

  const sample = <T>(of: (event: LogEvent) => T | undefined): (T | undefined)[] => [
    undefined,
    of(all[1] as LogEvent),
    of(all.at(-2) as LogEvent),
  ];
  const types = [undefined, 'email.clicked', 'email.deferred,email.bounced', 'email.spam_reported'];
  let queries = 0;
  for (const type of types)
    for (const campaign of [...sample(({ data }) => data.campaign_id), 'campaign_00000000'])
      for (const contact of sample(({ data }) => data.contact_id))
        for (const message of sample(({ data }) => data.message_id))
          for (const since of [undefined, all[Math.floor(all.length / 2)]?.seq, all.at(-1)?.seq]) {
            const match = { type, campaign, contact, message, since };
            const given = Object.entries(match).flatMap(([name, value]) =>
              value === undefined ? [] : [[name, String(value)]],
            );
            const expected = all.filter((event) =>
              matches(
                event,
                Object.fromEntries(
                  given.map(([name, value]) => [name, name === 'since' ? Number(value) : value]),
                ) as EventMatch,
              ),
            );
            const limit = [1, 7, 500][queries % 3] ?? 1;
            const found = await pages(emulator, new URLSearchParams(given), expected.length > 30 ? 7 : limit);
            expect(found, JSON.stringify(match)).toEqual(expected);
            queries += 1;
          }
  expect(queries).toBe(432);
});

it('a wait looks at each event once, however often something happens', async () => {
  const store = await openStore({
    dir: null,
    random: systemRandom,
    timers: systemTimers,
    log: () => undefined,
  });
  store.useClock(createVirtualClock(systemTimers));
  let looked = 0;
  const counted = function* (rows: ReturnType<typeof store.events.since>) {
    for (const row of rows) {
      looked += 1;
      yield row;
    }
  };
  const events = { ...store.events, since: (seq: number) => counted(store.events.since(seq)) };
  const log = createEventLog({
    ...store,
    events,
    get seq() {
      return store.seq;
    },
  });
  const find = log.seek({ type: 'email.opened,email.clicked' }, 3);
  const happen = (type: 'email.sent' | 'email.opened') =>
    store.commit((tx) => tx.emit(type, { message_id: 'email_00000000', email: 'a@x.test' }));
  for (let n = 0; n < 500; n += 1) {
    happen(n % 200 === 0 ? 'email.opened' : 'email.sent');
    const found = find();
    expect(found === null).toBe(n < 400);
    if (found) break;
  }
  // Each of the 401 as it came, and all of them once more for the answer.
  expect(looked).toBe(802);
});

it('a wait that a reset comes into counts only what is left', async () => {
  const emulator = await useEmulator();
  const waiting = emulator.events.waitForAll({ type: 'email.delivered' }, { count: 3, timeout: 20_000 });
  await emulator.trigger('email.delivered', { to: 'one@x.test' });
  await emulator.trigger('email.delivered', { to: 'two@x.test' });
  await callControl(emulator, '/reset', { method: 'POST', body: { to: 'empty' } });
  for (const name of ['three', 'four', 'five'])
    await emulator.trigger('email.delivered', { to: `${name}@x.test` });
  expect((await waiting).map(({ data }) => data.email)).toEqual([
    'three@x.test',
    'four@x.test',
    'five@x.test',
  ]);
});
