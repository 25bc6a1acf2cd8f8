import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const octets = (text: string): string => Buffer.from(text).toString('latin1');
const read = (...rows: string[]) => readMail(Buffer.from([...rows, '', 'x'].join('\r\n'), 'latin1'));
const addressesIn = async (to: string): Promise<string[]> =>
  (await read(`To: ${to}`)).to.map(({ name, address }) => `${name}|${address}`);

/** Names as programs send them, with signs in their words that mean something between addresses, and how they read. */
const names: readonly (readonly [sent: string, name: string])[] = [
  ['=?utf-8?Q?Sales_<EU>?=', 'Sales <EU>'],
  ['=?utf-8?Q?Team:_News?=', 'Team: News'],
  ['=?iso-8859-1?Q?M=FCller,_J=F6rg?=', 'Müller, Jörg'],
  ["=?utf-8?Q?O'Neil,_Inc.?=", "O'Neil, Inc."],
  ['=?utf-8?Q?M=C3=BCller;_J=C3=B6rg?=', 'Müller; Jörg'],
  ['=?utf-8?Q?He_said_"hi"?=', 'He said "hi"'],
  ['=?utf-8?Q?One_"?=', 'One "'],
  ['=?utf-8?Q?a(b)c?=', 'a(b)c'],
  ['=?utf-8?Q?a(b?=', 'a(b'],
  ['=?utf-8*en?q?a@b.test_<c@d.test>?=', 'a@b.test <c@d.test>'],
  ['=?utf-8?Q?c:\\dir?=', 'c:\\dir'],
  ['=?utf-8?Q?Sales <EU> team, all?=', 'Sales <EU> team, all'],
  ['=?utf-8?Q?Sales\r\n <EU>?=', 'Sales <EU>'],
  ['=?utf-8?Q?Sales,_<?=\r\n =?utf-8?Q?EU>,_=C3?= =?utf-8?Q?=BC?=', 'Sales, <EU>, ü'],
  ['=?utf-8?Q?M,_?= =?utf-8?B?w7w=?= =?utf-8?Q?;?=', 'M, ü;'],
  ['"=?utf-8?Q?M=C3=BCller,_"J"?="', 'Müller, "J"'],
  ['=?utf-8?Q?a,b?= and =?utf-8?Q?c;d?=', 'a,b and c;d'],
  ['=?iso-2022-jp?Q?=1B$BF|K\\=1B(B?=', '日本'],
  [octets('=?utf-8?Q?Grüße,_<EU>?='), 'Grüße, <EU>'],
  ['Doe; John', 'Doe; John'],
  ['Doe,John', 'Doe,John'],
  ['Doe, John', 'Doe, John'],
  ['Doe ; John, PhD', 'Doe ; John, PhD'],
  [octets('Müller;Jörg'), 'Müller;Jörg'],
  ['=?utf-8?Q?M=C3=BCller?=; John', 'Müller; John'],
];

describe.each(names)('a name that is sent as %j', (sent, name) => {
  it('reads whole in every field', async () => {
    const { from, to, cc, reply_to } = await read(
      ...['From', 'To', 'Cc', 'Reply-To'].map((field) => `${field}: ${sent} <r@y.test>`),
    );
    const right = { name, address: 'r@y.test' };
    expect([from, to, cc, reply_to]).toEqual([right, [right], [right], [right]]);
  });

  it('reads whole among others', async () => {
    const [mine, first, last] = [`${name}|r@y.test`, 'Ann|a@x.test', '|b@x.test'];
    const given = `${sent} <r@y.test>`;
    expect(await addressesIn(`Ann <a@x.test>, ${given}, b@x.test`)).toEqual([first, mine, last]);
    expect(await addressesIn(`${given},${given},\r\n <b@x.test>`)).toEqual([mine, mine, last]);
  });
});

/** A semicolon that stands in the open ends a group. */
const endsGroup = (sent: string): boolean => sent.replace(/=\?[^?]*\?.\?[^?]*\?=/g, '').includes(';');

it.each(names.filter(([sent]) => !endsGroup(sent)))(
  'a name that is sent as %j reads whole in a group',
  async (sent, name) => {
    const to = `Team: ${sent} <r@y.test>, b@x.test; Ann <a@x.test>`;
    expect(await addressesIn(to)).toEqual([`${name}|r@y.test`, '|b@x.test', 'Ann|a@x.test']);
  },
);

describe('signs between addresses stay what they are', () => {
  it.each([
    ['a@x.test; b@x.test', ['|a@x.test', '|b@x.test']],
    ['a@x.test; Doe; John <d@y.test>', ['|a@x.test', 'Doe; John|d@y.test']],
    ['Ann <a@x.test>; Bob <b@x.test>', ['Ann|a@x.test', 'Bob|b@x.test']],
    ['root; Bob <b@x.test>,', ['root; Bob|b@x.test']],
    ['Doe; <d@y.test>', ['Doe|', '|d@y.test']],
    ['Team:; Doe <d@y.test>', ['Doe|d@y.test']],
    ['Team: a@x.test; Doe, J <d@y.test>', ['|a@x.test', 'Doe, J|d@y.test']],
    ['=?utf-8?Q?Team:_A,B?=: a@x.test, b@x.test;', ['|a@x.test', '|b@x.test']],
    ['a@x.test (Doe, John), "Doe, J" <b@x.test>', ['Doe, John|a@x.test', 'Doe, J|b@x.test']],
    ['=?utf-8?Q?evil@x.test_<evil@x.test>?= <b@y.test>', ['evil@x.test <evil@x.test>|b@y.test']],
  ])('%s', async (to, right) => {
    expect(await addressesIn(to)).toEqual(right);
  });
});

it('a field of a hundred thousand signs holds nobody up', async () => {
  for (const piece of [
    'a,',
    'a;',
    ',',
    'a, <',
    '(',
    '"',
    '=?utf-8?Q?<?= ',
    '=?utf-8?Q?,',
    ': ',
    'a ;b <c@x.test>,',
  ])
    await read(`To: ${piece.repeat(100_000 / piece.length)}`);
}, 30_000);
