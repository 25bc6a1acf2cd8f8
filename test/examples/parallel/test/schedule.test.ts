import { expect } from 'vitest';
import { it } from './workspace.js';

it('moves the clock of this file alone', async ({ emulator, news }) => {
  await emulator.clock.set('2031-05-01T08:00:00Z');
  await news.subscribe('jane@example.com', 'Jane');
  await news.publish('News of the day', '2031-05-08T08:00:00Z');
  expect(await emulator.inbox.list()).toEqual([]);
  await emulator.clock.advance('7d');
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' }, { timeout: 20_000 });
  expect(mail.received_at).toMatch(/^2031-05-08T08:00/);
});
