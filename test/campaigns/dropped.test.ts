import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

it('a workspace that is dropped while refused mail of a campaign is kept takes nothing else with it', async () => {
  const emulator = await useEmulator();
  const failures: unknown[] = [];
  const note = (error: unknown) => void failures.push(error);
  process.on('unhandledRejection', note);
  try {
    for (let round = 0; round < 3; round += 1) {
      const workspace = await emulator.workspace();
      const contacts = Array.from({ length: 700 }, (_, n) => ({ email: `r${n}+blocked@x.test` }));
      await workspace.seed({ fixture: { contacts } });
      const { data } = await callApi<Campaign>(workspace, '/campaigns', {
        method: 'POST',
        body: {
          name: 'Refused',
          subject: 'Hello',
          from_email: 'news@x.test',
          content: { text: 'Hello {{email}}' },
          recipients: { type: 'all' },
        },
      });
      await callApi(workspace, `/campaigns/${data.id}/send`, { method: 'POST' });
      await workspace.events.waitForAll(
        { type: 'email.sent' },
        { count: 1 + 128 * (round % 3), timeout: 20_000 },
      );
      await workspace.drop();
    }
    await emulator.settle();
  } finally {
    process.off('unhandledRejection', note);
  }
  expect(failures).toEqual([]);
});
