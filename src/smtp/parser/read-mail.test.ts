import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const caseOf = (name: string): Buffer =>
  readFileSync(new URL(`../../../test/corpus/mail/${name}.eml`, import.meta.url));
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const lines = (...rows: string[]): Buffer => latin(rows.join('\r\n'));
const head = ['From: a@x.test', 'To: b@y.test', 'Subject: s', 'MIME-Version: 1.0'];
const bodyAs = (type: string, ...rows: string[]): Buffer =>
  lines(...head, `Content-Type: ${type}`, '', ...rows, '');
const multipart = (type: string, ...parts: string[]): Buffer =>
  bodyAs(`${type}; boundary=B`, ...parts.flatMap((part) => ['--B', part]), '--B--');
const names = (mail: { attachments: { filename: string | null; content_type: string }[] }): string[] =>
  mail.attachments.map(({ filename, content_type }) => filename ?? content_type);

describe('what mail of each kind comes to', () => {
  it('reads every header field by itself', async () => {
    const value = ({ headers }: { headers: { name: string; value: string }[] }, name: string) =>
      headers.find((header) => header.name === name)?.value;
    const plain = await readMail(caseOf('header-utf8'));
    expect([plain.subject, value(plain, 'X-Tag'), value(plain, 'List-Unsubscribe')]).toEqual([
      'Grüße',
      'Größe',
      '<https://x.test/ü>',
    ]);
    const mixed = await readMail(caseOf('header-mixed'));
    expect([mixed.from?.name, mixed.subject]).toEqual(['Jörg', 'Grüße']);
    expect((await readMail(caseOf('subject-ends-in-a0'))).subject).toBe('Voilà');
  });

  it.each([
    ['b@y.test c@y.test', ['b@y.test', 'c@y.test']],
    ['b@y.test\tc@y.test  d@y.test, e@y.test', ['b@y.test', 'c@y.test', 'd@y.test', 'e@y.test']],
    ['<b@y.test> <c@y.test>', ['b@y.test', 'c@y.test']],
    ['c@y.test <b@y.test>', ['b@y.test']],
    ['"b@y.test c@y.test" <e@y.test>', ['e@y.test']],
    ['Name b@y.test', ['b@y.test']],
  ])('reads the addresses of To: %s', async (sent, addresses) => {
    const { to } = await readMail(lines(`To: ${sent}`, '', 'x'));
    expect(to.map(({ address }) => address)).toEqual(addresses);
  });

  it.each([
    ['octets inside an encoded word', '=?utf-8?Q?Gr\u00c3\u00bc\u00c3\u009fe?=', 'Grüße'],
    ['a character cut in two encoded words', '=?utf-8?B?w7w=?= =?utf-8?Q?=C3?= =?utf-8?Q?=9Fx?=', 'üßx'],
    ['octets beside an encoded word', 'Gr\u00fc\u00dfe =?iso-8859-1?Q?=E4?=', 'Grüße ä'],
    ['Windows-1252 quotes', '\u0093hi\u0094', '“hi”'],
  ])('reads a subject with %s', async (_what, sent, shown) => {
    expect((await readMail(lines(`Subject: ${sent}`, '', 'x'))).subject).toBe(shown);
  });

  it.each([
    'text/html charset=utf-8',
    'text/html, charset=utf-8',
    'text/html;; charset=utf-8',
    '"text/html"; charset=utf-8',
    'html; charset=utf-8',
    'html/text',
    'TEXT/HTML;charset="utf-8',
  ])('takes a body of type %s for html', async (type) => {
    const mail = await readMail(
      bodyAs(type, '<p>Verify https://w.test/v?t=1 code 123456 <a href="https://w.test/v?t=1">x</a></p>'),
    );
    expect(mail.html).toContain('<p>Verify');
    expect(mail.codes).toEqual(['123456']);
    expect(mail.links.map(({ url }) => url)).toEqual(['https://w.test/v?t=1']);
    expect(mail.attachments).toEqual([]);
  });

  it.each([
    'plain/text',
    'text',
    'text/',
    'text/x-unknown',
    'text/markdown',
    ';',
    'nonsense',
    'text/plain charset=utf-8',
  ])('takes a body of type %s for text', async (type) => {
    const mail = await readMail(bodyAs(type, 'Hello there'));
    expect([mail.text?.trim(), mail.html, mail.attachments]).toEqual(['Hello there', null, []]);
  });

  it.each(['inline', 'in-line', 'infile', 'form-data', 'x'])(
    'shows text of disposition %s',
    async (disposition) => {
      const part = ['Content-Type: text/plain', `Content-Disposition: ${disposition}`, '', 'shown'].join(
        '\r\n',
      );
      expect((await readMail(multipart('multipart/mixed', part))).text).toContain('shown');
    },
  );

  it.each([
    ['nothing, quoted-printable', caseOf('body-nocharset'), 'Grüße'],
    ['nothing, UTF-8', bodyAs('text/plain', 'Gr\u00c3\u00bc\u00c3\u009fe'), 'Grüße'],
    ['us-ascii, Latin-1', bodyAs('text/plain; charset=us-ascii', 'Gr\u00fc\u00dfe'), 'Grüße'],
    ['a charset nobody knows', bodyAs('text/plain; charset=klingon', 'Gr\u00fc\u00dfe'), 'Grüße'],
    ['utf-8, Latin-1', bodyAs('text/plain; charset=utf-8', 'Gr\u00fc\u00dfe und vieles mehr'), 'Grüße'],
    ['nothing, ISO-2022-JP', bodyAs('text/plain', '\u001b$BF|K\\\u001b(B'), '日本'],
    ['us-ascii, ISO-2022-JP', bodyAs('text/plain; charset=us-ascii', '\u001b$BF|K\\\u001b(B'), '日本'],
    ['nothing, a byte order mark of UTF-16', bodyAs('text/plain', '\u00ff\u00feh\u0000i\u0000'), 'hi'],
    [
      'nothing, a byte order mark of UTF-8',
      bodyAs('text/plain', '\u00ef\u00bb\u00bfGr\u00c3\u00bc\u00c3\u009fe'),
      'Grüße',
    ],
  ])('reads a body that declares %s', async (_what, raw, shown) => {
    expect((await readMail(raw)).text?.replace(/\u0000/g, '')).toContain(shown);
  });

  it('reads html by the charset in its meta element', async () => {
    const koi8 = Buffer.concat([
      bodyAs('text/html', '<meta charset="koi8-r">').subarray(0, -2),
      Buffer.from([0xf0, 0xd2, 0xc9]),
    ]);
    expect((await readMail(koi8)).html).toContain('При');
  });

  it('tells longer text in the charsets of the world from its bytes', async () => {
    const sentences: [string, string, number[]][] = [
      [
        'Shift_JIS',
        '日本語',
        [
          0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x82, 0xcc, 0x83, 0x81, 0x81, 0x5b, 0x83, 0x8b, 0x82, 0xc5,
          0x82, 0xb7, 0x81, 0x42,
        ],
      ],
      [
        'KOI8-R',
        'Привет',
        [
          0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4, 0x20, 0xd7, 0xd3, 0xc5, 0xcd, 0x20, 0xce, 0xc1, 0x20, 0xdc,
          0xd4, 0xcf, 0xcd, 0x20, 0xd3, 0xd7, 0xc5, 0xd4, 0xc5,
        ],
      ],
    ];
    for (const [, start, bytes] of sentences) {
      const raw = Buffer.concat([
        bodyAs('text/plain', '').subarray(0, -2),
        ...Array.from({ length: 8 }, () => Buffer.from([...bytes, 0x0a])),
      ]);
      expect((await readMail(raw)).text).toContain(start);
    }
  });

  it('shows each body part in its order and nothing else', async () => {
    const footer = await readMail(caseOf('mailman-footer'));
    expect(footer.html).toMatch(/^<p>body<\/p><pre[^>]*>footer<\/pre>$/);
    expect(footer.html).not.toContain('<br');
    expect(footer.text).toBe('body\n\nfooter');
    expect([footer.preview, footer.words]).toEqual(['body footer', 'body footer body footer']);

    const twice = await readMail(
      multipart(
        'multipart/mixed',
        'Content-Type: text/html\r\n\r\n<p>one</p>',
        'Content-Type: text/html\r\n\r\n<p>two</p>',
      ),
    );
    expect([twice.html, twice.text]).toEqual(['<p>one</p><p>two</p>', null]);
  });

  it('takes a message within for a file', async () => {
    const forwarded = await readMail(caseOf('rfc822-inline'));
    expect([forwarded.html, forwarded.text, names(forwarded)]).toEqual(['<p>outer</p>', null, ['fwd.eml']]);
    expect(forwarded.attachments[0]?.content.toString()).toContain('<p>inner</p>');
    expect(forwarded.attachments[0]?.inline).toBe(false);

    const digest = await readMail(caseOf('digest'));
    expect(names(digest)).toEqual(['message/rfc822', 'message/rfc822']);
    expect(digest.attachments.map(({ content }) => content.toString().split('\r\n')[0])).toEqual([
      'From: one@x.test',
      'From: two@x.test',
    ]);
    expect(digest.words).not.toContain('one');
  });

  it('shows text with a name and lists it, and keeps types as they were sent', async () => {
    const mail = await readMail(caseOf('named-body'));
    expect(mail.text).toBe('See the notes.\nthe notes');
    expect(
      mail.attachments.map(({ filename, content_type, inline }) => [filename, content_type, inline]),
    ).toEqual([
      ['notes.txt', 'text/plain', true],
      ['report.pdf', 'application/octet-stream', false],
    ]);
  });

  it('finds codes, links and words of html and text alike', async () => {
    const stub = await readMail(caseOf('alternative-stub'));
    expect(stub.codes).toEqual(['482913']);
    expect(stub.words).toContain('zebra');
    const links = await readMail(caseOf('textlinks'));
    expect(links.links.map(({ url }) => url.at(-1))).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it.each(['482 913', '482-913', '482913'])('knows the code %s', async (code) => {
    expect((await readMail(bodyAs('text/plain', `Your code is ${code}.`))).codes).toEqual(['482913']);
  });

  it('decodes uuencode, and names base64 that is none', async () => {
    const uu = [
      'Content-Type: application/octet-stream; name=a.bin',
      'Content-Transfer-Encoding: x-uuencode',
      '',
      'begin 644 a.bin',
      '%:&5L;&\\',
      '`',
      'end',
    ].join('\r\n');
    expect((await readMail(multipart('multipart/mixed', uu))).attachments[0]?.content.toString()).toBe(
      'hello',
    );
    const broken = [
      'Content-Type: application/pdf; name=a.pdf',
      'Content-Transfer-Encoding: base64',
      '',
      'aGVs!!bG8=',
    ].join('\r\n');
    expect((await readMail(multipart('multipart/mixed', broken))).note).toMatch(
      /a\.pdf could not be decoded whole: its base64 has "!" at 4/,
    );
    const pieces = [
      'Content-Type: application/pdf; name=a.pdf',
      'Content-Transfer-Encoding: base64',
      '',
      'aGU=',
      'bGxv',
    ].join('\r\n');
    const two = await readMail(multipart('multipart/mixed', pieces));
    expect([two.attachments[0]?.content.toString(), two.note]).toEqual(['hello', null]);
  });

  it('reads a delivery report as text', async () => {
    const report = multipart(
      'multipart/report; report-type=delivery-status',
      'Content-Type: text/plain\r\n\r\nIt bounced.',
      'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; a@x.test',
      'Content-Type: message/rfc822\r\n\r\nSubject: the mail\r\n\r\nwas this',
    );
    const mail = await readMail(report);
    expect(mail.text).toMatch(/It bounced[\s\S]+Final-Recipient/);
    expect(names(mail)).toEqual(['message/rfc822']);
  });
});
