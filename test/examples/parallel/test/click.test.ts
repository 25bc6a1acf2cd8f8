import { expect } from 'vitest';
import { it } from './workspace.js';

it('counts who follows a link, in this file alone', async ({ emulator, news }) => {
  await news.subscribe('jane@example.com', 'Jane');
  const campaign = await news.publish('News of the day');
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' }, { timeout: 20_000 });
  const answer = await fetch(mail.links[0]?.tracked_url ?? '', { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('https://news.example/today');
  expect(await news.stats(campaign)).toMatchObject({ sent: 1, opened: 0, clicked: 1 });
});
