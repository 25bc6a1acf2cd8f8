import { describe, expect, it } from 'vitest';
import { derive } from './derive.js';

const mailOf = (html: string, text: string | null = null, note: string | null = null) =>
  derive({
    ...{ from: null, to: [], cc: [], reply_to: [], subject: 's', headers: [], attachments: [], cids: [] },
    html,
    text,
    note,
  });

it('lists a link once that the text part has too, also one that ends earlier in a text', () => {
  const html = '<a href="https://x.test/?a=<b>&amp;c=1">go</a>';
  expect(mailOf(html, 'go (https://x.test/?a=<b>&c=1)').links).toEqual([
    { url: 'https://x.test/?a=<b>&c=1', text: 'go' },
  ]);
});

describe('the codes of a mail', () => {
  const hidden = (text: string) => `<div style="display:none">${text}</div>`;

  it.each([
    ['are those that are seen', `${hidden('Ref code 999999')}<p>Your code is 482913`, null, ['482913']],
    ['are not hidden ones behind them', `<p>Your code is 482913${hidden('Code 999999')}`, null, ['482913']],
    ['are not hidden ones alone', `<p>Hello${hidden('Code 999999')}`, null, []],
    ['may stand in a preheader alone', `${hidden('Code 482913')}<img src="x">`, null, ['482913']],
    ['may stand in the text alone', `${hidden('Code 999999')}<p>Hello`, 'Your code is 482913', ['482913']],
    ['stand in what mail without scripts shows', '<noscript>Code 482913</noscript>', null, ['482913']],
    ['are none of what a frame hides', '<iframe>Code 482913</iframe>', null, []],
    ['stand once, those of the text first', '<p>Code 482913, PIN 4829', 'PIN 4829', ['4829', '482913']],
  ])('%s', (_, html, text, codes) => expect(mailOf(html, text).codes).toEqual(codes));
});

describe('html of many tags within one another', () => {
  const deep = (count: number) => `${'<div>'.repeat(count)}The code is 482913`;

  it('is read up to 10,000 of them', () => {
    const { codes, note } = mailOf(deep(9999));
    expect([codes, note]).toEqual([['482913'], null]);
  });

  it('says where not all of it was read', () => {
    const { codes, note } = mailOf(deep(12_000), null, 'A note.');
    expect(codes).toEqual([]);
    expect(note).toMatch(/^A note\. .*10000 tags/);
  });
});
