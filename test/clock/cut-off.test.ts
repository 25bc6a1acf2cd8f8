import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

const start = '2030-01-01T00:00:00Z';
const day = 86_400_000;

it.each([
  ['advance', { by: '10d' }],
  ['set', { to: '2030-01-11T00:00:00Z' }],
])('a kill while the clock is moved by %s leaves it at what has happened by then', async (how, body) => {
  const args = ['--data', await useDirectory(), '--simulation', 'manual'];
  const first = await startProcess(args);
  await first.clock.freeze(start);
  await first.seed({ fixture: { generate: { contacts: 400 } } });
  for (const at of [2, 3, 4, 5]) {
    const campaign = {
      ...{ name: `${at}`, subject: 's', from_email: 'a@b.test', content: { text: 'x' } },
      ...{ recipients: { type: 'all' }, send_time: `2030-01-0${at}T00:00:00Z` },
    };
    await callApi<Campaign>(first, '/campaigns', { method: 'POST', body: campaign });
  }
  callControl(first, `/clock/${how}`, { method: 'POST', body }).catch(() => undefined);
  // What is told first may not be on disk yet; what came before it by a batch is.
  while ((await first.events.list({ limit: 300 })).length < 300);
  await first.kill();

  const next = await startProcess(args);
  const { now, frozen } = await next.clock.get();
  const [last] = await next.inbox.list({ limit: 1 });
  const sent = (await callApi<Campaign[]>(next, '/campaigns')).data.flatMap(({ sent_at }) => sent_at ?? []);
  const happened = [last?.received_at ?? '', ...sent].map((at) => Date.parse(at));
  expect(Date.parse(now)).toBeGreaterThanOrEqual(Math.max(...happened));
  expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse(start) + day);
  expect(frozen).toBe(true);
  // And goes on from there.
  await next.clock.advance('10d');
  await next.settle();
  const all = (await callApi<Campaign[]>(next, '/campaigns')).data;
  expect(all.map(({ status, recipient_count }) => [status, recipient_count])).toEqual(
    Array(4).fill(['sent', 400]),
  );
  await next.kill();
  expect(Date.parse((await (await startProcess(args)).clock.get()).now)).toBe(Date.parse(now) + 10 * day);
});
