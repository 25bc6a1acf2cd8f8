import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/support/cpu-time.js';
import { readMail } from './read-mail.js';

/** Signs that something else closes, escapes of them, and what stands around both: each field is full of one. */
const tokens = [
  ...[
    '"',
    '"\\',
    '\\"',
    '\\\\"',
    '\\',
    '(',
    '(\\',
    '\\(',
    '((a)',
    '<',
    '<\\',
    '<"',
    '"<',
    '<(',
    '("',
    '<a@b',
    '[',
    '[\\',
  ],
  ...[
    '=?',
    '=?a?q?',
    '=?a?q?"',
    '?=',
    '%5C"',
    "'",
    "'\\",
    '"a',
    '"a" ',
    'a="',
    'a="\\',
    '; a="\\',
    '*0="',
    '"\\,',
    '"\\; ',
  ],
  ...['"\r\n ', '"\\\r\n ', ', "\\', '@"\\', '"."', ':', ':"', '\u00fc"\\'],
];

const file = 'Content-Type: application/pdf\r\nContent-';
const bytes = 150_000;

/** Where a field of a mail may stand whose value somebody reads. */
const places: Record<string, (value: string) => string> = {
  ...Object.fromEntries(
    ['From', 'To', 'Subject', 'List-Unsubscribe', 'Content-Type'].map((name) => [
      name,
      (value: string) => `${name}: ${value}`,
    ]),
  ),
  'a name in front of an address': (value) => `To: a ${value} <a@b.test>`,
  'a charset': (value) => `Content-Type: text/plain; charset=${value}`,
  'a charset in quotes': (value) => `Content-Type: text/plain; charset="${value}`,
  'what follows a type': (value) => `Content-Type: text/plain ${value}`,
  'a boundary': (value) => `Content-Type: multipart/mixed; boundary="${value}`,
  'a name of a part': (value) => `Content-Type: application/pdf; name=${value}`,
  'a name in another charset': (value) => `Content-Type: application/pdf; name*=utf-8''${value}`,
  'a disposition': (value) => `${file}Disposition: ${value}`,
  'the name of a file': (value) => `${file}Disposition: attachment; filename="${value}`,
  'an encoding': (value) => `${file}Transfer-Encoding: ${value}`,
  'the id of a part': (value) => `${file}ID: <${value}`,
};

const beginnings = ['', '"', '(', '<', 'a; b="'];

describe('signs that nothing closes', () => {
  it.each(Object.keys(places))('cost by their number, not its square: %s', async (place) => {
    await readMail(Buffer.from('Subject: loaded\r\n\r\n\u00fc', 'latin1'));
    const slow: string[] = [];
    for (const [at, token] of tokens.entries()) {
      const beginning = beginnings[at % beginnings.length] ?? '';
      const value = beginning + token.repeat(bytes / token.length);
      const raw = Buffer.from(`${places[place]?.(value)}\r\n\r\nx`, 'latin1');
      // The worst takes a twentieth of it; where each sign looked for its end it was six seconds.
      if ((await cpuTime(() => readMail(raw))) > 2500) slow.push(JSON.stringify(beginning + token));
    }
    expect(slow).toEqual([]);
  });
});
