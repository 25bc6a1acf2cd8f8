import { expect } from 'vitest';
import { it } from './workspace.js';

it('sends the news once to each subscriber', async ({ emulator, news }) => {
  await news.subscribe('jane@example.com', 'Jane');
  await news.subscribe('joe@example.com', 'Joe');
  const campaign = await news.publish('News of the day');
  await emulator.inbox.waitForAll({ campaign }, { count: 2 });
  await emulator.settle();
  const mails = await emulator.inbox.list();
  expect(mails.map(({ to }) => to[0]?.address).sort()).toEqual(['jane@example.com', 'joe@example.com']);
});
