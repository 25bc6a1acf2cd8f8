import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { heldBytes } from '../support/heap.js';

const recipients = 500;

/** Sends to many and answers by how much the heap has grown at each stage. */
async function growth(endpoint: boolean) {
  const emulator = await useEmulator({ simulation: 'manual', simulationSpeed: 1_000_000 });
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  const contacts = Array.from({ length: recipients }, (_, n) => ({ email: `reader${n}@example.test` }));
  await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture: { contacts } } });
  // Nobody listens on port 1.
  if (endpoint) await emulator.webhooks.add({ url: 'http://127.0.0.1:1/hook' });
  const body = {
    name: 'C',
    subject: 'Hi',
    from_email: 'n@shop.test',
    recipients: { type: 'all' },
    content: { text: 'Hello' },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  const start = await heldBytes();
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle(60_000);
  await emulator.clock.advance('1s');
  await emulator.settle(60_000);
  const sent = (await heldBytes()) - start;
  for (const by of ['5s', '5m', '30m']) await emulator.clock.advance(by);
  const retried = (await heldBytes()) - start;
  const { data: pending, meta } = await callControl<{ attempts: unknown[] }[]>(
    emulator,
    '/deliveries?status=pending&limit=1',
  );
  return { sent, retried, pending: meta.total, attempts: pending[0]?.attempts.length ?? 0 };
}

it(
  'holds little for each of the deliveries pending for an endpoint that is down',
  { timeout: 240_000 },
  async () => {
    // Code is compiled and buffers are taken by the first ones.
    await growth(true);
    const without = await growth(false);
    const down = await growth(true);
    expect([without.pending, down.pending, down.attempts]).toEqual([0, 2 * recipients, 4]);
    const atFirst = (down.sent - without.sent) / down.pending;
    const later = (down.retried - without.retried) / down.pending;
    console.log(
      `heap per pending delivery: ${Math.round(atFirst)} bytes after the first attempt, ${Math.round(later)} after four`,
    );
    // A row with its body and one attempt, and each further attempt with the headers that were sent: no request, no promise,
    // no timer and no connection for each.
    expect(atFirst).toBeLessThan(6000);
    expect(later - atFirst).toBeLessThan(3 * 2500);
  },
);
