import { expect } from 'vitest';
import { it } from './workspace.js';

it('sees an outage that no other file sees', async ({ emulator, news }) => {
  await emulator.faults.add({ match: { path: '/v2/contacts' }, respond: { status: 500 } });
  await expect(news.subscribe('jane@example.com', 'Jane')).rejects.toThrow('Maildrone: ');
  await emulator.faults.clear();
  await news.subscribe('jane@example.com', 'Jane');
  expect((await emulator.requests.list()).map(({ status }) => status)).toEqual([201, 500]);
});
