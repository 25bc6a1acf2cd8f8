import { expect, it } from 'vitest';
import { isolated } from '../../ui/words/isolated.js';
import { mailboxWords } from '../../ui/words/mailbox-words.js';
import { noticeWords } from '../../ui/words/notice-words.js';

const set = (text: string) => `\u2068${text}\u2069`;

it.each([
  ['Ada', 'Ada'],
  ['Größe 日本 хай', 'Größe 日本 хай'],
  ['שלום', set('שלום')],
  ['مرحبا', set('مرحبا')],
  ['a\u202efdp', set('a\u202efdp')],
  ['a\u2069\u202eb', set('a\u202eb')],
  ['a\u2066b', set('ab')],
  ['𞤀𞤣', set('𞤀𞤣')],
])('holds %j apart where it could turn its sentence', (text, expected) => {
  expect(isolated(text)).toBe(expected);
});

it('does so in addresses and notices', () => {
  const to = { name: 'a\u202eb', address: 'a@x.test' };
  expect(mailboxWords(to)).toBe(`${set('a\u202eb')} <a@x.test>`);
  expect(noticeWords([{ to, subject: 'ש' }])).toEqual({ title: 'ש', body: `To ${set('a\u202eb')}` });
  expect(
    noticeWords([
      { to, subject: '' },
      { to: { name: 'Ben', address: '' }, subject: '' },
    ]).body,
  ).toBe(`To ${set('a\u202eb')}, Ben`);
});
