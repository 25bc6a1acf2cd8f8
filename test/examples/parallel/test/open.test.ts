import { expect } from 'vitest';
import { it } from './workspace.js';

it('counts who opens the mail, in this file alone', async ({ emulator, news }) => {
  await news.subscribe('jane@example.com', 'Jane');
  const campaign = await news.publish('News of the day');
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' }, { timeout: 20_000 });
  await emulator.simulate(mail.id, 'opened');
  expect(await news.stats(campaign)).toMatchObject({ sent: 1, opened: 1, clicked: 0 });
});
