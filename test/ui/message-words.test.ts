import { describe, expect, it } from 'vitest';
import { linesOf } from '../../ui/inbox/message/tabs/code/code-lines.js';
import { placesOf } from '../../ui/inbox/message/tabs/code/text-ranges.js';
import { compareTexts } from '../../ui/inbox/message/tabs/compare/diff-text.js';
import { sourceLinesOf } from '../../ui/inbox/message/tabs/compare/plain-source.js';
import { ownPathOf, readOneClick } from '../../ui/inbox/message/tabs/links/one-click.js';
import { textPartsOf } from '../../ui/inbox/message/tabs/text-parts.js';

const token = 'a'.repeat(30);
const linkTo = (url: string, tracked_url: string | null = null) => ({ url, tracked_url, text: '' });

describe('the words of a mail become links', () => {
  it.each([
    ['See https://x.test/a.', ['https://x.test/a'], ['See ', '[https://x.test/a]', '.']],
    ['https://x.test/a?b=(c)) and', ['https://x.test/a?b=(c)'], ['[https://x.test/a?b=(c)]', ') and']],
    [
      'twice https://x.test/a https://x.test/ab',
      ['https://x.test/a'],
      ['[https://x.test/a]', '[https://x.test/a]'],
    ],
    ['https://x.test/unknown', [], ['https://x.test/unknown']],
    ['javascript:alert(1)', ['javascript:alert(1)'], ['javascript:alert(1)']],
  ])('in %j', (text, urls, expected) => {
    const parts = textPartsOf(
      text,
      urls.map((url) => linkTo(url)),
    );
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.map((part) => (part.link ? `[${part.text}]` : part.text))).toEqual(
      expect.arrayContaining(expected),
    );
  });
});

it('a source is split at every kind of line end, and no character else goes', () => {
  const pieces = [
    { kind: 'tag', text: '<a\r\nhref>' },
    { kind: 'text', text: 'b\n\nc\rd' },
  ];
  const lines = linesOf(pieces).map((line) => line.map(({ text }) => text).join(''));
  expect(lines).toEqual(['<a', 'href>b', '', 'c', 'd']);
});

it.each([
  ['a.b A.B aXb', 'a.b', [0, 4]],
  ['İstanbul İX ix', 'ix', [9, 12]],
  ['((', '(', [0, 1]],
])('in %j is %j found without regard to case, letter by letter', (text, query, places) => {
  expect(placesOf(text, query).length).toBeGreaterThan(0);
  for (const place of placesOf(text, query)) expect(places).toContain(place);
});

describe('two texts are compared', () => {
  it('line by line, and word by word where a line differs', () => {
    const pairs = compareTexts(['same', 'Dear Ann,', 'gone', 'end'], ['same', 'Dear Ben,', 'end']);
    expect(pairs.map(({ isSame }) => isSame)).toEqual([true, false, false, true]);
    expect(pairs[1]?.left).toEqual([
      { text: 'Dear ', isOther: false },
      { text: 'Ann', isOther: true },
      { text: ',', isOther: false },
    ]);
    expect(pairs[2]).toMatchObject({ left: [{ text: 'gone', isOther: true }], right: null });
  });

  it('so that each side is whole again when it is joined', () => {
    const [a, b] = [
      ['x', 'a b c', 'd'],
      ['y', 'a  c', 'd', 'e'],
    ] as const;
    const pairs = compareTexts(a, b);
    const joined = (side: 'left' | 'right') =>
      pairs.flatMap((pair) => pair[side]?.map(({ text }) => text).join('') ?? []);
    expect([joined('left'), joined('right')]).toEqual([a, b]);
  });

  it('without what differs in every mail: targets for tracked links, no tokens', () => {
    const tracked = `http://localhost:8025/t/c/${token}/${'b'.repeat(20)}`;
    const html = `<a href="${tracked}">A</a>\n<img src="http://localhost:8025/t/o/${token}.gif">`;
    expect(sourceLinesOf({ html, links: [linkTo('https://x.test/a', tracked)] })).toEqual([
      '<a href="https://x.test/a">A</a>',
      '<img src="http://localhost:8025/t/o/….gif">',
    ]);
  });
});

describe('List-Unsubscribe', () => {
  const post = { name: 'list-unsubscribe-POST', value: 'List-Unsubscribe=One-Click' };
  it.each([
    ['<mailto:u@x.test>, <https://x.test/u>', [post], 'https://x.test/u', post.value],
    ['<mailto:u@x.test>', [], null, null],
    ['<https://x.test/\r\n u?a=b>', [], 'https://x.test/u?a=b', null],
    ['https://x.test/u', [], null, null],
  ])('%j names its web address and what is posted to it', (header, headers, web, posted) => {
    expect(readOneClick(header, headers)).toMatchObject({ web, post: posted });
  });

  it.each([
    [`http://localhost:8025/t/u/${token}`, `/t/u/${token}`],
    [`http://127.0.0.1:8025/t/u/${token}`, `/t/u/${token}`],
    [`http://localhost:8026/t/u/${token}`, null],
    [`https://localhost:8025/t/u/${token}`, null],
    [`http://evil.test:8025/t/u/${token}`, null],
    ['http://localhost:8025/_emulator/reset', null],
    ['no url', null],
  ])('of %s is our own link by %s', (url, path) => {
    expect(ownPathOf(url, ['http://[::1]:8025/', 'https://mail.test'])).toBe(path);
  });
});
