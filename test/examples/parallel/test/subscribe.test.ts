import { expect } from 'vitest';
import { it } from './workspace.js';

it('has no subscribers but those of this file', async ({ news }) => {
  await news.subscribe('jane@example.com', 'Jane');
  await news.subscribe('joe@example.com', 'Joe');
  const emails = (await news.subscribers()).map(({ email }) => email);
  expect(emails.sort()).toEqual(['jane@example.com', 'joe@example.com']);
});
