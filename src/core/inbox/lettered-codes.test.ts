import { describe, expect, it } from 'vitest';
import { codesOf } from './one-time-codes.js';

const leads = [
  'Your login code is: ',
  'Your login code is ',
  'Code: ',
  'code:\n\n',
  'Ihr Code lautet ',
  '验证码：',
  'PIN=',
  'Tu código es ',
];
const names = [
  'ISO-8601',
  'UTF-8',
  'UTF-16LE',
  'COVID-19',
  'SHA-256',
  'AES-128',
  'RFC-2822',
  'CVE-2024',
  'IEEE-754',
  'HTTP-200',
  'SIGN-OUT',
];

describe('a code of two groups, one of them letters alone', () => {
  it.each(['KXQ-7PL', 'KXQ-729', 'KXQP-7PL2', '7PL-KXQ', '729-KXQ'])(
    '%s is found behind a word for one',
    (code) => {
      for (const lead of leads) expect(codesOf('', `${lead}${code}.`), lead).toEqual([code.replace('-', '')]);
    },
  );
  it.each([
    'code KXQ-7PL',
    'KXQ-7PL is your login code',
    'Your login code\n\nKXQ-7PL\n\nIt expires soon.',
    'code: **KXQ-7PL**',
  ])('%j has one', (text) => expect(codesOf('', text)).toEqual(['KXQ7PL']));
  it.each(names)('%s is the name of something else', (name) => {
    for (const lead of leads) expect(codesOf('', `${lead}${name}.`), lead).toEqual([]);
  });
  it.each([
    'code ABC-123',
    'ABC-123 is your code',
    'KXQ-7PL\n\nis a town',
    'Order code: KXQ-7PL',
    'Promo code: KXQ-7PL',
    'Use code KXQ-7PL and get 20% off',
  ])('%j has none', (text) => expect(codesOf('', text)).toEqual([]));
});
