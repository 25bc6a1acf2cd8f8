import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const octets = (text: string): string => Buffer.from(text).toString('latin1');
const read = (...rows: string[]) => readMail(Buffer.from([...rows, '', 'x'].join('\r\n'), 'latin1'));
const addressesIn = async (to: string): Promise<(readonly [string, string])[]> =>
  (await read(`To: ${to}`)).to.map(({ name, address }) => [name, address]);

describe('blanks around the signs of an address are none of it', () => {
  it.each([
    ['d @ x . test', [['', 'd@x.test']]],
    ['d@ x.test', [['', 'd@x.test']]],
    ['d .e @x.\r\n test', [['', 'd.e@x.test']]],
    [
      'a@x.test, d @ x . test , b@x.test',
      [
        ['', 'a@x.test'],
        ['', 'd@x.test'],
        ['', 'b@x.test'],
      ],
    ],
    ['Ann < d @ x . test >', [['Ann', 'd@x.test']]],
    [
      'Team: d @ x . test, e@x.test;',
      [
        ['', 'd@x.test'],
        ['', 'e@x.test'],
      ],
    ],
    ['d @ x . test (Ann)', [['Ann', 'd@x.test']]],
    ['Joe Q. Public <j@x.test>', [['Joe Q. Public', 'j@x.test']]],
    ['Joe @ home <j@x.test>', [['Joe @ home', 'j@x.test']]],
    ['"a, b @ c, d" <j@x.test>', [['a, b @ c, d', 'j@x.test']]],
    [
      'b@y.test c@y.test',
      [
        ['', 'b@y.test'],
        ['', 'c@y.test'],
      ],
    ],
  ])('%j', async (to, right) => {
    expect(await addressesIn(to)).toEqual(right);
  });

  it.each(['你@x.test', 'voilà@x.test', 'a@你.test', 'à @ x . test'])(
    'nor is an octet A0 of %s one',
    async (address) => {
      const [sent, shown] = [octets(address), address.replaceAll(' ', '')];
      expect(await addressesIn(`Ann <${sent}>, ${sent}`)).toEqual([
        ['Ann', shown],
        ['', shown],
      ]);
    },
  );

  it('and a field of a hundred thousand signs holds nobody up', async () => {
    for (const piece of ['a.', 'a . ', ' ', '@ ', ', ', '"', 'a @ '])
      await read(`To: ${piece.repeat(100_000 / piece.length)}`);
  }, 30_000);
});

it.each([
  ["!#$%&'*+/=?^_`{|}~-@x.test", ["!#$%&'*+/=?^_`{|}~-@x.test"]],
  ['a=?b@c.test, ok@d.test', ['a=?b@c.test', 'ok@d.test']],
  ['Bob <x=?y@z.test>', ['x=?y@z.test']],
  ['=?utf-8?Q?a?=@x.test', ['a@x.test']],
  ['=?utf-8?Q?a=40b.test=2C?=@x.test', ['']],
])('signs of an encoded word that are none belong to an address: %s', async (to, addresses) => {
  expect((await addressesIn(to)).map(([, address]) => address)).toEqual(addresses);
});

it('the addresses of several fields of a name are all listed', async () => {
  for (const [name, field] of [
    ['To', 'to'],
    ['Cc', 'cc'],
    ['Reply-To', 'reply_to'],
  ] as const) {
    const mail = await read('Bcc: no@x.test', `${name}: a@x.test`, `${name}: Two <b@x.test>`);
    expect(mail[field]).toEqual([
      { name: '', address: 'a@x.test' },
      { name: 'Two', address: 'b@x.test' },
    ]);
  }
});

describe('a bare word', () => {
  it.each(['root', 'postmaster', 'www-data', 'cron.daily', 'user_1', 'MAILER-DAEMON'])(
    '%s is an address',
    async (word) => {
      expect(await addressesIn(word)).toEqual([['', word]]);
      expect((await read(`From: ${word}`)).from).toEqual({ name: '', address: word });
    },
  );
  it.each([
    ...[
      'undisclosed-recipients',
      'Undisclosed-Recipients',
      'UNDISCLOSED-RECIPIENTS',
      'undisclosed_recipients',
    ],
    ...[
      'recipients',
      'undisclosed',
      'unlisted-recipients',
      'recipient-list-suppressed',
      'Everyone',
      'ALL',
      'Jane',
    ],
  ])('%s is none', async (word) => {
    expect((await addressesIn(word)).map(([, address]) => address)).toEqual(['']);
  });
});

it('the sender is the first that has an address', async () => {
  expect((await read('From: <>, Ann <a@x.test>')).from).toEqual({ name: 'Ann', address: 'a@x.test' });
});

describe('the name of a field', () => {
  it.each([
    ['X-ü: eight', 'X-ü', 'eight'],
    ['X-größe: ü', 'X-größe', 'ü'],
    ['X-Größe-A : a', 'X-Größe-A', 'a'],
  ])('%s is read once, wherever it stands', async (line, name, value) => {
    for (const rows of [
      [octets(line), 'Subject: s'],
      ['Subject: s', octets(line)],
    ]) {
      const { headers, subject, text } = await read(...rows);
      expect(headers).toContainEqual({ name, value });
      expect([subject, text]).toEqual(['s', 'x']);
    }
  });
  it('may be of Latin-1', async () => {
    const { headers } = await read('Subject: s', 'X-\xfc: \xfc');
    expect(headers).toContainEqual({ name: 'X-ü', value: 'ü' });
  });
  it('is none where text begins without a blank line', async () => {
    const { text } = await read('Subject: s', octets('Grüße: an alle'), octets('für mich'));
    expect(text).toBe('Grüße: an alle\nfür mich\n\nx');
  });
});

describe('brackets of no use are none of the name or the address', () => {
  it.each([
    ['B <<b@x.test>>', [['B', 'b@x.test']]],
    ['B << b@x.test > >', [['B', 'b@x.test']]],
    ['[b@x.test]', [['', 'b@x.test']]],
    ['B <[b@x.test]>', [['B', 'b@x.test']]],
    ['b@[192.0.2.1]', [['', 'b@[192.0.2.1]']]],
    ['"A > B" <b@x.test>', [['A > B', 'b@x.test']]],
    ['"<3 B" <b@x.test>', [['<3 B', 'b@x.test']]],
  ])('%s', async (to, found) => {
    expect(await addressesIn(to)).toEqual(found);
  });
});
