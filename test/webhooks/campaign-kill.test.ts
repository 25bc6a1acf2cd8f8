import { expect, it } from 'vitest';
import type { Campaign, CampaignStats, Connection, LogEvent } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';
import type { ReceivedHook } from '../support/receiver.js';

async function allEvents(emulator: Connection): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for (;;) {
    const page = await emulator.events.list({ limit: 500, since: events.at(-1)?.seq ?? 0 });
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** Every event once and in the order of the log; what came twice bore the same ids and the same bytes. */
function requireWhole(received: readonly ReceivedHook[], expected: readonly LogEvent[]): void {
  const first = new Map<string, ReceivedHook>();
  for (const hook of received) {
    const known = first.get(hook.json.id);
    if (!known) first.set(hook.json.id, hook);
    else {
      expect(hook.headers['x-maildrone-delivery']).toBe(known.headers['x-maildrone-delivery']);
      expect(hook.body).toBe(known.body);
    }
  }
  expect([...first.keys()]).toEqual(expected.map(({ id }) => id));
}

it(
  'the events of 1,000 recipients reach each endpoint in order, none lost over two kills',
  { timeout: 120_000 },
  async () => {
    const dir = await useDirectory();
    const args = [
      '--data',
      dir,
      '--simulation',
      'reference',
      '--simulation-speed',
      '1000000',
      '--rate-limits',
      'off',
    ];
    const killAt = [300, 1200];
    let kill: () => Promise<void> = () => Promise.resolve();
    let killing: Promise<void> = Promise.resolve();
    const receiver = await useReceiver((_hook, response) => {
      if (receiver.received.length === killAt[0]) {
        killAt.shift();
        killing = kill();
      }
      response.end();
    });
    const bounces = await useReceiver((_hook, response) => response.writeHead(204).end());

    let emulator = await startProcess(args);
    kill = emulator.kill;
    const contacts = Array.from({ length: 1000 }, (_, n) => ({ email: `reader${n}@example.test` }));
    await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture: { contacts } } });
    await emulator.webhooks.add({ url: receiver.url });
    await emulator.webhooks.add({ url: bounces.url, events: ['email.bounced', 'email.opened'] });
    const body = {
      name: 'Large',
      subject: 'Hello',
      from_email: 'news@shop.test',
      recipients: { type: 'all' },
      content: { html: '<a href="https://shop.test/">x</a>' },
    };
    const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
    await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    for (const count of [...killAt]) {
      await receiver.waitFor(count);
      await killing;
      emulator = await startProcess(args);
      kill = emulator.kill;
    }
    expect(killAt).toEqual([]);
    await emulator.settle(60_000);
    await emulator.clock.advance('31d');

    const { data: stats } = await callApi<CampaignStats>(emulator, `/campaigns/${data.id}/stats`);
    // 1000 × 0.0544 = 54.4; of the 946 delivered 236.80 open, 47.32 click, 2.30 leave, 0.50 complain.
    expect(stats.stats).toMatchObject({
      sent: 1000,
      delivered: 946,
      bounced: 54,
      opened: 237,
      clicked: 47,
      unsubscribed: 2,
    });
    const events = (await allEvents(emulator)).filter(({ type }) => !/deferred|spam_reported/.test(type));
    expect(events).toHaveLength(1000 + 1000 + 237 + 47 + 2);
    requireWhole(receiver.received, events);
    requireWhole(
      bounces.received,
      events.filter(({ type }) => /bounced|opened/.test(type)),
    );
  },
);
