import { describe, expect, it } from 'vitest';
import { decodeText } from './charset.js';
import { readMail } from './read-mail.js';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
const base64 = (text: string): string => bytesOf(text).toString('base64');
const inHex = (text: string, sign: string): string =>
  Array.from(bytesOf(text), (byte) => `${sign}${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Pieces that programs put together, each ending in ASCII, and what they say as one; the bytes are those of Python's codecs. */
const texts: readonly (readonly [charset: string, pieces: readonly string[], text: string])[] = [
  ['iso-2022-jp', ['\x1b$BF|K\\\x1b(B', '\x1b$B8l\x1b(B'], '日本語'],
  ['iso-2022-jp', ['\x1b$BF|K\\\x1b(B', '\x1b(Babc', '\x1b$@8l\x1b(J'], '日本abc語'],
  ['iso-2022-jp', ['\x1b$BF|', '\x1b$BK\\', '\x1b$B8l\x1b(B'], '日本語'],
  ['iso-2022-jp', ['\x1b(B', '\x1b$B\x1b(B\x1b$B-!|q\x1b(B'], '①ⅰ'],
  ['csiso2022jp', ['\x1b(J\\~\x1b(B', '\x1b(I12\x1b(B', '\x1b&@\x1b$BF|\x1b(B'], '¥‾ｱｲ日'],
  ['iso-2022-jp-1', ['\x1b$(D0!\x1b(B', '\x1b$BF|\x1b(B\x1b$(D0"\x1b(B'], '丂日丄'],
  [
    'iso-2022-jp-2',
    ['\x1b$BF|\x1b(B', '\x1b$A::\x1b(B\x1b$(C>H\x1b(B', 'caf\x1b.A\x1bNi', '\x1b.F\x1bNa'],
    '日汉안caféα',
  ],
  ['iso-2022-jp-3', ['\x1b$(O$+\x1b(B', '\x1b$(OF|\x1b(B'], 'か日'],
  ['iso-2022-jp-2004', ['\x1b$(Q$+\x1b(B', '\x1b$(QF|\x1b(B'], 'か日'],
  ['iso-2022-kr', ['\x1b$)C\x0e>H\x0f', '\x1b$)C\x0e3g\x0f a'], '안녕 a'],
  ['iso-2022-kr', ['\x1b$)C\x0e>H', '\x0e3g\x0f'], '안녕'],
  ['iso-2022-cn', ['\x1b$)A\x0eDc\x0f', '\x1b$)A\x0e:C\x0f'], '你好'],
  ['hz-gb-2312', ['~{Dc~}', '~{:C~}'], '你好'],
  ['hz-gb-2312', ['~{Dc', '~{:C~}~~'], '你好~'],
  ['utf-7', ['+T2A-', '+WX0-'], '你好'],
];

const mail = (...rows: string[]) => readMail(bytesOf([...rows, ''].join('\r\n')));
const word = (charset: string, encoding: string, payload: string): string =>
  `=?${charset.toUpperCase()}?${encoding}?${payload}?=`;
const file = (disposition: string) =>
  mail('Content-Type: application/pdf', `Content-Disposition: attachment; ${disposition}`, '', 'x');

describe.each(texts)('pieces of %s, put together: %j', (charset, pieces, text) => {
  const joined = pieces.join('');
  const words = (['B', 'Q'] as const).map((encoding) =>
    pieces
      .map((piece) => word(charset, encoding, encoding === 'B' ? base64(piece) : inHex(piece, '=')))
      .join('\r\n '),
  );

  it('as text and as html, labelled', async () => {
    expect(decodeText(bytesOf(joined), charset)).toBe(text);
    for (const type of ['plain', 'html']) {
      const type_ = `Content-Type: text/${type}; charset=${charset}`;
      const { html, text: plain } = await mail(type_, '', joined);
      expect((html ?? plain)?.trim()).toBe(text);
    }
  });

  it('as encoded words, in every field and in names of files', async () => {
    for (const name of words) {
      const { subject, from, to, headers } = await mail(
        ...[`Subject: ${name}`, `From: ${name} <a@x.test>`, `To: ${name} <b@x.test>`, `X-Other: ${name}`],
        ...['', 'x'],
      );
      const other = headers.find((header) => header.name === 'X-Other')?.value;
      expect([subject, from?.name, to[0]?.name, other]).toEqual([text, text, text, text]);
      expect((await file(`filename="${name}"`)).attachments[0]?.filename).toBe(text);
    }
  });

  it('as parameters of RFC 2231, whole and in pieces', async () => {
    const [first = '', ...others] = pieces.map((piece) => inHex(piece, '%'));
    const whole = `filename*=${charset}''${first}${others.join('')}`;
    const rows = [
      `filename*0*=${charset}''${first}`,
      ...others.map((each, at) => `filename*${at + 1}*=${each}`),
    ];
    for (const disposition of [whole, rows.join(';\r\n ')])
      expect((await file(disposition)).attachments[0]?.filename).toBe(text);
  });
});

/** Charsets that an escape or a page announces need no other name. */
describe.each(texts.filter(([charset]) => /2022-(?:jp(?!-[1-3])|kr|cn)$/.test(charset)))(
  'pieces of %s that nobody names: %j',
  (_charset, pieces, text) => {
    const joined = pieces.join('');
    it.each(['', '; charset=us-ascii', '; charset=utf-8', '; charset=unknown-8bit'])(
      'a body%s',
      async (charset) => {
        const far = '<!-- -->'.repeat(1000);
        expect((await mail(`Content-Type: text/plain${charset}`, '', joined)).text?.trim()).toBe(text);
        expect((await mail(`Content-Type: text/html${charset}`, '', far + joined)).html?.trim()).toBe(
          far + text,
        );
      },
    );
    it('a field in the open, and an encoded word', async () => {
      expect((await mail(`Subject: ${joined}`, '', 'x')).subject).toBe(text);
      for (const charset of ['utf-8', 'us-ascii', 'x-unknown'])
        expect((await mail(`Subject: ${word(charset, 'B', base64(joined))}`, '', 'x')).subject).toBe(text);
    });
  },
);

it.each(texts.filter(([charset]) => charset !== 'utf-7'))(
  'a page that names %s is in it: %j',
  async (charset, pieces, text) => {
    const head = `<meta charset="${charset}">`;
    expect((await mail('Content-Type: text/html', '', head + pieces.join(''))).html?.trim()).toBe(
      head + text,
    );
  },
);

it.each(['iso-2022-jp', 'iso-2022-kr', 'hz'])(
  'a hundred thousand bytes of %s hold nobody up',
  (charset) => {
    for (const piece of [
      '\x1b',
      '\x1b$B',
      '\x1b(B',
      '\x1bNa',
      '\x1b$BF|\n',
      '\x1b$B)!',
      '\x0e',
      '\x0f',
      '~{',
      '~{Dc~}',
    ])
      decodeText(bytesOf(piece.repeat(100_000 / piece.length)), charset);
  },
  2000,
);
