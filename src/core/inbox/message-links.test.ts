import { expect, it } from 'vitest';
import { linksByTarget } from './message-links.js';
import { linksOfText } from './text-links.js';

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

it.each(['https://x.test/?a=<b>&c=1', 'https://x.test/?q="b"', 'https://x.test/a|b', 'https://x.test/a)b'])(
  'lists %s once, though a text ends it earlier',
  (target) => {
    const targetOf = (url: string) => (url === 'https://t.test/1' ? target : null);
    const ofText = linksOfText(`go (${target}) now`);
    expect(ofText.map(({ url }) => url)).not.toContain(target);
    expect(linksByTarget([{ url: 'https://t.test/1', text: 'go' }, ...ofText], targetOf)).toEqual([
      { url: target, tracked_url: 'https://t.test/1', text: 'go' },
    ]);
  },
);
