import { expect } from 'vitest';
import { it } from './workspace.js';

it('writes no more to who left', async ({ emulator, news }) => {
  await news.subscribe('jane@example.com', 'Jane');
  await news.subscribe('joe@example.com', 'Joe');
  await news.publish('News of the day');
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' }, { timeout: 20_000 });
  await emulator.simulate(mail.id, 'unsubscribed');
  const campaign = await news.publish('News of the next day');
  await emulator.inbox.waitFor({ campaign }, { timeout: 20_000 });
  await emulator.settle();
  const next = await emulator.inbox.list({ campaign });
  expect(next.map(({ to }) => to[0]?.address)).toEqual(['joe@example.com']);
});
