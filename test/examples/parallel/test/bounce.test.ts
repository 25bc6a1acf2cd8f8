import { expect } from 'vitest';
import { it } from './workspace.js';

it('learns which address does not exist', async ({ emulator, news }) => {
  await news.subscribe('jane@example.com', 'Jane');
  await news.subscribe('joe+bounce@example.com', 'Joe');
  const campaign = await news.publish('News of the day');
  const { data } = await emulator.events.waitFor({ type: 'email.bounced' }, { timeout: 20_000 });
  await emulator.settle();
  expect(data.email).toBe('joe+bounce@example.com');
  expect(await news.stats(campaign)).toMatchObject({ sent: 2, bounced: 1 });
});
