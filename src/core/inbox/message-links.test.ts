import { expect, it } from 'vitest';
import { linksByTarget } from './message-links.js';

it('knows a link of ours by its target', () => {
  const targetOf = (url: string) => (url === 'https://t.test/1' ? 'https://x.test/' : null);
  const found = ['https://t.test/1', 'https://y.test/'].map((url) => ({ url, text: 'A link' }));
  expect(linksByTarget(found, targetOf)).toEqual([
    { url: 'https://x.test/', tracked_url: 'https://t.test/1', text: 'A link' },
    { url: 'https://y.test/', tracked_url: null, text: 'A link' },
  ]);
});

it('lists a tracked link once, though the text part has its target in the open', () => {
  const targetOf = (url: string) => (url === 'https://t.test/1' ? 'https://x.test/' : null);
  const found = ['https://t.test/1', 'https://x.test/'].map((url) => ({ url, text: 'A link' }));
  expect(linksByTarget(found, targetOf).map(({ tracked_url }) => tracked_url)).toEqual(['https://t.test/1']);
});
