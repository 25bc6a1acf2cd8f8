import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/support/cpu-time.js';
import { closedHtml } from './closed-html.js';
import { readMail } from './read-mail.js';

const mixed = (...parts: readonly [type: string, content: string][]) =>
  readMail(
    Buffer.from(
      [
        'Subject: s',
        'Content-Type: multipart/mixed; boundary=B',
        '',
        ...parts.flatMap(([type, content]) => [
          '--B',
          `Content-Type: text/${type}; charset=utf-8`,
          '',
          content,
        ]),
        '--B--',
        '',
      ].join('\r\n'),
    ),
  );

const left: [what: string, html: string, end: string][] = [
  ['a comment', '<p>intro <!-- open', '-->'],
  ['a comment that holds a tag', '<p>intro <!-- <style>', '-->'],
  ['a style sheet', '<p>intro <style>p{color:red}', '</style>'],
  ['a script', '<p>intro <script>if (a < b) "', '</script>'],
  ['a title', '<title>intro', '</title>'],
  ['a text field', '<textarea>intro', '</textarea>'],
  ['a tag', '<p>intro <img', '>'],
  ['a tag with an attribute', '<p>intro <img alt', '>'],
  ['an attribute without quotes', '<p>intro <a href=https://x.test/1', '>'],
  ['an attribute in quotes', '<p>intro <a href="https://x.test/1', '">'],
  ['an attribute in single quotes', "<p>intro <a title='a > b", "'>"],
];

describe('what a part leaves open does not take in the next', () => {
  it.each(left)('%s', async (_what, html, end) => {
    expect(closedHtml(html)).toBe(html + end);
    const mail = await mixed(
      ['html', html],
      ['plain', 'code 123456'],
      ['html', '<p>then https://x.test/2</p>'],
    );
    expect(mail.html).toMatch(/code 123456<\/pre><p>then/);
    expect(mail.html?.startsWith(`${html}${end}<pre`)).toBe(true);
    expect([mail.codes, mail.links.at(-1)?.url]).toEqual([['123456'], 'https://x.test/2']);
  });

  it.each(['<p>one</p>', '<p>one', 'a < b', '<!-- a --><p>', '<style>p{}</style>', '<div><b>x', '<br/>', ''])(
    '%j is left as it is',
    (html) => expect(closedHtml(html)).toBe(html),
  );

  it('and the last one is left as it is', async () => {
    expect((await mixed(['html', '<p>a'], ['html', '<p>b <!-- c'])).html).toBe('<p>a<p>b <!-- c');
  });

  it.each(['<!--', '<style>', '"', "'", '<a href="', '<', '<title>'])(
    'a hundred thousand signs of %j hold nobody up',
    async (piece) => {
      const html = piece.repeat(100_000 / piece.length);
      expect(await cpuTime(() => closedHtml(html))).toBeLessThan(500);
      await mixed(['html', html], ['plain', 'x']);
    },
  );
});

it('a style sheet of html does not reach the text beside it', async () => {
  const sheet = '<style>pre{display:none!important;color:white;font-size:0}</style><p>one</p>';
  const mail = await mixed(['html', sheet], ['plain', 'footer 482913']);
  expect(mail.html).toContain('style="all:revert!important;display:block!important;');
  // What is read of the html itself is what a browser shows.
  expect(mail.words.match(/footer 482913/g)).toHaveLength(2);
});
