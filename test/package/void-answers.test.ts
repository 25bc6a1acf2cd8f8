import { expect, it } from 'vitest';
import type { Connection } from '../../src/index.js';
import { useEmulator } from '../support/emulator.js';

const calls: [string, (emulator: Connection) => Promise<unknown>][] = [
  ['requests.clear', ({ requests }) => requests.clear()],
  ['faults.clear', ({ faults }) => faults.clear()],
  [
    'faults.remove',
    async ({ faults }) => {
      const { id } = await faults.add({ match: { path: '/v2/contacts' }, respond: { status: 500 } });
      return faults.remove(id);
    },
  ],
  [
    'webhooks.remove',
    async ({ webhooks }) => {
      const { id } = await webhooks.add({ url: 'http://127.0.0.1:9/' });
      return webhooks.remove(id);
    },
  ],
  [
    'snapshots.delete',
    async ({ snapshots }) => {
      await snapshots.save('one');
      return snapshots.delete('one');
    },
  ],
];

it.each(calls)('%s resolves with nothing, as it is declared', async (_name, call) => {
  expect(await call(await useEmulator())).toBeUndefined();
});
