/** A mail of a kind that parsers read differently, and what is right for it. Every word is our own. */
export interface MailKind {
  what: string;
  raw: Buffer;
  right: {
    subject?: string;
    from?: { name: string; address: string };
    to?: string[];
    html?: string | null;
    text?: string | null;
    /** Name, type and content of each. */
    attachments?: (readonly [filename: string | null, type: string, content: string])[];
    headers?: Readonly<Record<string, string>>;
    codes?: string[];
    links?: string[];
    words?: RegExp;
    note?: RegExp | null;
  };
  /** Where postal-mime gives something else, with the text that says what is right. */
  differs?: Readonly<Partial<Record<'subject' | 'from' | 'to' | 'html' | 'text' | 'attachments' | 'headers', string>>>;
}

const bytes = (...rows: string[]): Buffer => Buffer.from(rows.join('\r\n'), 'latin1');
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const head = ['From: Ann <a@x.test>', 'To: b@y.test', 'Subject: s', 'MIME-Version: 1.0'];
const body = (type: string, ...rows: string[]) => bytes(...head, `Content-Type: ${type}`, '', ...rows, '');
const part = (headers: string, ...rows: string[]) => [headers, '', ...rows].join('\r\n');
const multi = (type: string, ...parts: string[]) =>
  body(`multipart/${type}; boundary=B`, ...parts.flatMap((each) => ['--B', each]), '--B--');
const kind = (what: string, raw: Buffer, right: MailKind['right'], differs?: MailKind['differs']): MailKind => ({ what, raw, right, ...(differs ? { differs } : {}) });

const fields: MailKind[] = [
  kind('UTF-8 in fields', bytes(`From: ${utf8('Jörg')} <a@x.test>`, `Subject: ${utf8('Grüße')}`, `X-Tag: ${utf8('Größe')}`, '', 'x'), { subject: 'Grüße', from: { name: 'Jörg', address: 'a@x.test' }, headers: { 'X-Tag': 'Größe' } }),
  kind('Latin-1 in one field, UTF-8 in the next', bytes('From: J\xf6rg <a@x.test>', `Subject: ${utf8('Grüße')}`, '', 'x'), { subject: 'Grüße', from: { name: 'Jörg', address: 'a@x.test' } }, { from: 'RFC 6532 knows UTF-8 alone; octets of Latin-1 are told from it' }),
  kind('two charsets in one field', bytes('From: a@x.test', `To: "${utf8('Müller')}" <b@x.test>, J\xf6rg <c@x.test>`, `X-Both: ${utf8('ü')} \xfc`, '', 'x'), { to: ['b@x.test', 'c@x.test'], headers: { 'X-Both': 'ü ü' } }, { headers: 'each word by itself' }),
  kind('octets within an encoded word', bytes('From: a@x.test', `Subject: =?utf-8?Q?${utf8('Grüße')}?=`, '', 'x'), { subject: 'Grüße' }, { subject: 'decoded once: the octets are those of the charset that the word names' }),
  kind('an encoded word of a charset that nobody knows', bytes('From: a@x.test', 'Subject: =?x-klingon?Q?Gr=FC=DFe?=', '', 'x'), { subject: 'Grüße' }, { subject: 'a replacement character helps nobody' }),
  kind('an encoded word that is not in its charset', bytes('From: a@x.test', 'Subject: =?utf-8?B?R3L832U=?=', '', 'x'), { subject: 'Grüße' }, { subject: 'a replacement character helps nobody' }),
  kind('a character cut in two encoded words', bytes('From: a@x.test', 'Subject: =?utf-8?B?w7w=?= =?utf-8?Q?=C3?= =?utf-8?Q?=9F?=', '', 'x'), { subject: 'üß' }),
  kind('octets of Latin-1 in one field alone', bytes('From: J\xf6rg <a@x.test>', 'Subject: s', '', 'x'), { from: { name: 'Jörg', address: 'a@x.test' } }, { from: 'RFC 6532 knows UTF-8 alone' }),
  ...[['words of two encodings', 'utf-8?Q?Gr=C3?=\r\n =?UTF-8?b?vMOf?= =?utf-8?q?e', 'Grüße'], ['words of GB 18030', 'gb18030?B?xA==?= =?gb18030?B?47rD', '你好'], ['words of Shift_JIS', 'shift_jis?B?kw==?= =?shift_jis?B?+pZ7', '日本'], ['words of ISO-2022-JP', 'iso-2022-jp?B?GyRCRnw=?= =?iso-2022-jp?B?S1wbKEI=', '日本'], ['words of base64 without padding', 'utf-8?B?R3LDv?= =?utf-8?B?MOfZQ', 'Grüße'], ['parts of an emoji', 'utf-8?B?8J+RqOKA?= =?utf-8?B?jfCfkak=', '👨\u200d👩']].map(([what, words, subject]) => kind(`a character cut in two ${what}`, bytes('From: a@x.test', `Subject: =?${words}?=`, '', 'x'), { subject: subject ?? '' }, { subject: 'RFC 2047, 5 forbids it and programs do it' })),
  ...[['latin9', 'NSCk', '5 €'], ['big5-eten', 'p0Gmbg==', '你好'], ['x-mac-ce', 'UN6SbGnk', 'Příliš'], ['utf-16', '/v8ARwBy', 'Gr'], ['utf-16', 'AEcAcgD8', 'Grü']].map(([charset, payload, text]) => kind(`an encoded word and a body of ${charset} (${payload})`, bytes('From: a@x.test', `Subject: =?${charset}?B?${payload}?=`, `Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: base64', '', payload ?? ''), { subject: text ?? '', text: text ?? '' }, { subject: 'each charset by the same table', text: 'the same' })),
  kind('a head of more lines than the parser reads', bytes('From: Ann <a@x.test>', `X-A: ${'y\r\n '.repeat(20_000)}`, 'Subject: s', '', 'x'), { subject: 's', from: { name: 'Ann', address: 'a@x.test' }, note: /could not be parsed/ }, { subject: 'its head is short enough' , from: 'the same' }),
  kind('a last octet of A0', bytes('From: a@x.test', `Subject: ${utf8('Voilà')}`, `X-End: ${utf8('à')}`, '', 'x'), { subject: 'Voilà', headers: { 'X-End': 'à' } }),
  kind('ISO-2022-JP in the open', bytes('From: a@x.test', 'Subject: \x1b$BF|K\\\x1b(B', '', 'x'), { subject: '日本' }, { subject: 'RFC 1468' }),
  kind('an encoded comment of a list', bytes('From: a@x.test', 'Subject: s', `List-Unsubscribe: <https://x.test/${utf8('ü')}>`, 'X-Note: =?utf-8?Q?Gr=C3=BC?= (x)', '', 'x'), { headers: { 'List-Unsubscribe': '<https://x.test/ü>', 'X-Note': 'Grü (x)' } }, { headers: 'RFC 2047, 5: fields read as written' }),
];

const html = '<p>Your code is 482 913, see <a href="https://x.test/v">x</a></p>';
const asHtml: MailKind['right'] = { html, text: null, attachments: [], codes: ['482913'], links: ['https://x.test/v'], note: null };
const misspelt = ['text/html charset=utf-8', 'text/html, charset=utf-8', '"text/html"; charset=utf-8', 'html', 'html/text', 'texthtml', 'text\\html', 'text/x-html', 'application/html', 'TEXT/HTML;;charset="utf-8', 'text/hmtl', 'text/html5', 'text//html', '<text/html>', '[text/html]'];
const pages = ['text/x-unknown', 'nonsense', 'text%2Fhtml', '=?utf-8?Q?text/html?='];
const unknownText = ['plain/text', 'text', 'text/', 'text/x-unknown', 'text/markdown', ';', 'nonsense', 'application/text', 'message/text', 'text/plain charset=utf-8'];
const types: MailKind[] = [
  ...misspelt.map((type) => kind(`html of type ${type}`, body(type, html), { ...asHtml, html: `${html}\n`, attachments: [] }, { html: 'RFC 2045, 5.2: the type is read as what it was meant to be', text: 'the same', attachments: 'the same' })),
  ...pages.map((type) => kind(`a page of type ${type}`, body(type, '<!DOCTYPE html><p>Hi</p>'), { html: '<!DOCTYPE html><p>Hi</p>\n', text: null, attachments: [] }, { html: 'RFC 2045, 5.2: the type is read as what it was meant to be', text: 'the same', attachments: 'the same' })),
  ...unknownText.map((type) => kind(`text of type ${type}`, body(type, 'Hello there'), { text: 'Hello there\n', html: null, attachments: [], note: null }, { text: 'RFC 2046, 4.1.4: unknown text is text', attachments: 'the same', html: 'the same' })),
  kind('an unknown disposition', multi('mixed', part('Content-Type: text/plain\r\nContent-Disposition: infile', 'shown')), { text: 'shown', attachments: [] }, { attachments: 'RFC 2183, 2.8 would have it a file; readers would not see it' , text: 'the same' }),
];

const charsets: MailKind[] = [
  kind('UTF-8 that nobody names', body('text/plain', utf8('Grüße, 日本')), { text: 'Grüße, 日本\n' }),
  kind('Latin-1 that calls itself us-ascii', body('text/plain; charset=us-ascii', 'Gr\xfc\xdfe'), { text: 'Grüße\n' }),
  kind('Latin-1 that calls itself UTF-8', body('text/plain; charset=utf-8', 'Gr\xfc\xdfe und mehr'), { text: 'Grüße und mehr\n' }, { text: 'a replacement character helps nobody' }),
  kind('a charset that nobody knows', body('text/plain; charset=klingon', 'Gr\xfc\xdfe'), { text: 'Grüße\n' }),
  kind('ISO-2022-JP that nobody names', body('text/plain', '\x1b$BF|K\\\x1b(B'), { text: '日本\n' }, { text: 'RFC 1468' }),
  kind('ISO-2022-JP that calls itself UTF-8', body('text/plain; charset=utf-8', '\x1b$BF|K\\\x1b(B'), { text: '日本\n' }, { text: 'RFC 1468' }),
  kind('EUC-JP, a few words', body('text/plain', '\xc6\xfc\xcb\xdc\xb8\xec\xa4\xce\xa5\xe1\xa1\xbc\xa5\xeb\xa4\xc7\xa4\xb9'), { text: '日本語のメールです\n' }, { text: 'told from its bytes' }),
  kind('EUC-KR, a few words', body('text/plain', '\xbe\xc8\xb3\xe7\xc7\xcf\xbc\xbc\xbf\xe4 \xb8\xde\xc0\xcf\xc0\xd4\xb4\xcf\xb4\xd9'), { text: '안녕하세요 메일입니다\n' }, { text: 'told from its bytes' }),
  kind('KOI8-R, a word', body('text/plain', '\xf0\xd2\xc9\xd7\xc5\xd4'), { text: 'Привет\n' }, { text: 'told from its bytes' }),
  kind('French, a few words', body('text/plain', '\xe7a va tr\xe8s bien'), { text: 'ça va très bien\n' }, { text: 'a replacement character helps nobody' }),
  kind('a byte order mark of UTF-8', body('text/plain; charset=iso-8859-1', utf8('\ufeffGrüße')), { text: 'Grüße\n' }, { text: 'the mark says more than the header' }),
  kind('a byte order mark of UTF-16', body('text/plain\r\nContent-Transfer-Encoding: base64', Buffer.from('\ufeffGrüße', 'utf16le').toString('base64')), { text: 'Grüße' }, { text: 'the mark says it' }),
  kind('a meta element', body('text/html', '<meta charset="koi8-r"><p>\xf0\xd2\xc9</p>'), { html: '<meta charset="koi8-r"><p>При</p>\n' }, { html: 'HTML, 13.2.3.2' }),
  kind('a language that the header names', body('text/plain\r\nContent-Language: lv', 'L\xfbdzu, apstipriniet savu e-pasta adresi.'), { text: 'Lūdzu, apstipriniet savu e-pasta adresi.\n' }, { text: 'told from its bytes' }),
  kind('a language that the page names', body('text/html', '<html lang="lv"><p>L\xfbdzu, apstipriniet savu e-pasta adresi.</p>'), { html: '<html lang="lv"><p>Lūdzu, apstipriniet savu e-pasta adresi.</p>\n' }, { html: 'told from its bytes' }),
  kind('Windows-1252 that calls itself Latin-1', body('text/plain; charset=iso-8859-1', '\x93x\x94'), { text: '“x”\n' }, { text: 'Encoding Standard, 4.2: Latin-1 is Windows-1252' }),
];

const nested = 'Subject: inner\r\n\r\ncode 999111 https://inner.test/';
const several: MailKind[] = [
  kind('html with a footer of text', multi('mixed', part('Content-Type: text/html', '<p>body</p>'), part('Content-Type: text/plain', '-- list <x>')), { html: '<p>body</p><pre dir="auto" style="all:revert!important;display:block!important;visibility:visible!important;white-space:pre-wrap!important">-- list &lt;x&gt;</pre>', text: 'body\n\n-- list <x>', attachments: [] }, { html: 'each part in its order and no markup made of its text (RFC 2046, 5.1.3)', text: 'the same' }),
  kind('html twice', multi('mixed', part('Content-Type: text/html', '<p>one</p>'), part('Content-Type: text/html', '<p>two</p>')), { html: '<p>one</p><p>two</p>', text: null }, { html: 'nothing is put between parts', text: 'no text part was sent' }),
  kind('text twice', multi('mixed', part('Content-Type: text/plain', 'one'), part('Content-Type: text/plain', 'two')), { text: 'one\ntwo', html: null }, { text: 'nothing but a line end between parts' }),
  kind('a stub beside html', multi('alternative', part('Content-Type: text/plain', 'View in a browser'), part('Content-Type: text/html', '<p>Code 482-913 zebra</p>')), { text: 'View in a browser', html: '<p>Code 482-913 zebra</p>', codes: ['482913'], words: /zebra/ }),
  kind('a message within', multi('mixed', part('Content-Type: text/html', '<p>outer</p>'), part('Content-Type: message/rfc822\r\nContent-Disposition: inline', nested)), { html: '<p>outer</p>', text: null, attachments: [[null, 'message/rfc822', nested]], codes: [], links: [] }, { text: 'the inner message is not the outer one', html: 'the same', attachments: 'it can be downloaded' }),
  kind('a digest', multi('digest', '\r\nSubject: one\r\n\r\none', '\r\nSubject: two\r\n\r\ntwo'), { text: null, html: null, attachments: [[null, 'message/rfc822', 'Subject: one\r\n\r\none'], [null, 'message/rfc822', 'Subject: two\r\n\r\ntwo']] }, { attachments: 'RFC 2046, 5.1.5', text: 'the same', html: 'the same' }),
  kind('text with a name', multi('mixed', part('Content-Type: text/plain', 'See the notes.'), part('Content-Type: text/plain; name=notes.txt\r\nContent-Disposition: inline; filename=notes.txt', 'the notes')), { text: 'See the notes.\nthe notes', attachments: [['notes.txt', 'text/plain', 'the notes']] }, { text: 'it is shown and listed', attachments: 'the same' }),
  kind('a type as sent', multi('mixed', part('Content-Type: text/plain', 'x'), part('Content-Type: application/octet-stream; name=report.pdf\r\nContent-Disposition: attachment; filename=report.pdf', 'x')), { text: 'x', attachments: [['report.pdf', 'application/octet-stream', 'x']] }),
  kind('an event and a message without names', multi('mixed', part('Content-Type: text/plain', 'x'), part('Content-Type: text/calendar', 'BEGIN:VCALENDAR'), part('Content-Type: message/rfc822\r\nContent-Disposition: attachment', nested)), { text: 'x', attachments: [[null, 'text/calendar', 'BEGIN:VCALENDAR'], [null, 'message/rfc822', nested]] }, { attachments: 'the bytes as sent, without a line end' }),
  kind('a delivery report', multi('report; report-type=delivery-status', part('Content-Type: text/plain', 'It bounced.'), part('Content-Type: message/delivery-status', 'Reporting-MTA: dns; mx.test'), part('Content-Type: text/rfc822-headers', 'Subject: sent')), { text: 'It bounced.\nReporting-MTA: dns; mx.test\nSubject: sent', attachments: [] }, { text: 'RFC 3464: made to be read', attachments: 'the same' }),
];

several.push(
  kind('a text part of blanks beside html', multi('mixed', part('Content-Type: text/plain', ' '), part('Content-Type: text/html', '<p>one</p>')), { html: '<p>one</p>', text: null, attachments: [] }, { html: 'nothing is shown of nothing', text: 'a text without a word is none' }),
);

const encodings: MailKind[] = [
  ...['base64', 'BASE64', 'base64;', '"base64"', 'base64 (yes)', 'base-64'].map((name) => kind(`an encoding ${name}`, body(`text/plain\r\nContent-Transfer-Encoding: ${name}`, 'SGVsbG8='), { text: 'Hello', note: null }, { text: 'RFC 2045, 6.1, with the slips of programs' })),
  kind('base64 of the alphabet for URLs', body('text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64', 'w7w_Pz4-fn4'), { text: 'ü??>>~~', note: null }, { text: 'RFC 4648, 5' }),
  kind('base64 with a stray character', multi('mixed', part('Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64', 'aGVs!bG8=')), { attachments: [['a.pdf', 'application/pdf', 'hello']], note: /a\.pdf could not be decoded whole: its base64 has "!" at 4/ }),
  kind('base64 that was never encoded', body('text/plain\r\nContent-Transfer-Encoding: base64', 'This was never encoded.'), { text: 'This was never encoded.\n', note: /is not base64, and stands here as it was sent/ }, { text: 'text as it was sent can be read' }),
  kind('base64 that ends in the middle', multi('mixed', part('Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64', 'aGVsbG8hQ')), { note: /ends in the middle of a byte/ }),
  kind('uuencode', multi('mixed', part('Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: x-uuencode', 'begin 644 a.bin', '%:&5L;&\\', '`', 'end')), { attachments: [['a.bin', 'application/octet-stream', 'hello']], note: null }, { attachments: 'POSIX, uuencode' }),
  kind('an encoding that nobody knows', body('text/plain\r\nContent-Transfer-Encoding: x-gzip64', 'H4sI'), { text: 'H4sI\n', note: /its transfer encoding "x-gzip64" is unknown/ }),
  kind('quoted-printable with broken codes', body('text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable', 'a=G1 =c3=bc =', '=3D'), { text: 'a=G1 ü =\n' }),
];

const recipients: MailKind[] = [
  ...['undisclosed-recipients:;', '"Bob"', 'Bob <>', '<>', '@x.test'].map((to) => kind(`To: ${to}`, bytes('From: a@x.test', `To: ${to}`, 'Subject: s', '', 'x'), { to: [] }, { to: 'no address: the envelope stands in' })),
  ...([['a link', '<mailto:a@x.test>', ['a@x.test']], ['in single quotes', "'a@x.test', b@x.test", ['a@x.test', 'b@x.test']], ['without its second bracket', 'Ann <a@x.test, <b@x.test', ['a@x.test', 'b@x.test']], ['behind a lone quotation mark', '"Ann <a@x.test>, b@x.test', ['a@x.test', 'b@x.test']], ['with brackets twice', '<<a@x.test>>', ['a@x.test']], ['with a bracket in a name', '"a < b" <a@x.test>', ['a@x.test']]] as const).map(([what, to, right]) => kind(`an address ${what}`, bytes('From: a@x.test', `To: ${to}`, '', 'x'), { to: [...right] }, { to: 'the address that was meant' })),
  kind('a local name', bytes('From: a@x.test', 'To: root', '', 'x'), { to: ['root'] }, { to: 'cron and the like' }),
  kind('a group', bytes('From: a@x.test', 'To: Team: c@x.test, D <d@x.test>;, e@x.test', '', 'x'), { to: ['c@x.test', 'd@x.test', 'e@x.test'] }),
];

const texts: MailKind[] = [
  kind('a link that stands as text in html', body('text/html charset=utf-8', '<p>Verify https://w.test/v?t=1 code 123456</p>'), { links: ['https://w.test/v?t=1'], codes: ['123456'], attachments: [] }, { attachments: 'its type is misspelt' }),
  kind('links in running text', body('text/plain; charset=utf-8', utf8('「https://w.test/a」です。 https://w.test/b。 （https://w.test/c） «https://w.test/d» https://w.test/e… https://w.test/f\u200bx')), { links: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `https://w.test/${name}`) }),
  ...['482 913', '482-913', '482\u00a0913', '482\u2011913', 'G-482913', '482913 2 tries left'].map((code) => kind(`the code ${code}`, body('text/plain; charset=utf-8', utf8(`Your code: ${code}`)), { codes: ['482913'] })),
  ...['Código: 482913', 'Код: 482913', '验证码：482913', '認証コードは482913です', '인증번호 482913', 'رمز التحقق 482913', 'รหัส 482913', 'Ihr Bestätigungscode lautet 482913', 'Votre code de vérification : 482 913'].map((said) => kind(`a code in other words: ${said}`, body('text/plain; charset=utf-8', utf8(said)), { codes: ['482913'] })),
  ...['2023-2024', '12-11-24', '1,482,913', '$482913'].map((no) => kind(`no code: ${no}`, body('text/plain; charset=utf-8', utf8(`Confirm ${no}.`)), { codes: [] })),
];

const named = (header: string) => multi('mixed', part('Content-Type: text/plain', 'x'), part(header, 'x'));
const pdf = 'Content-Type: application/pdf';
const nameKind = (what: string, header: string, name: string, why?: string) => kind(`a name ${what}`, named(header), { text: 'x', attachments: [[name, 'application/pdf', 'x']] }, why === undefined ? undefined : { attachments: why });
const asSent = 'as its sender wrote it';
const names: MailKind[] = [
  nameKind('in pieces that cut a character', `${pdf};\r\n name*0*=UTF-8''Gr%C3;\r\n name*1*=%B6;\r\n name*2=".pdf"`, 'Grö.pdf'),
  nameKind('of Latin-1', `${pdf}\r\nContent-Disposition: attachment; filename*=iso-8859-1'de'Gr%F6%DFe.pdf`, 'Größe.pdf'),
  nameKind('of Shift_JIS', `${pdf}\r\nContent-Disposition: attachment; filename*=shift_jis''%93%FA%96%7B.pdf`, '日本.pdf'),
  nameKind('of a charset that nobody knows', `${pdf}\r\nContent-Disposition: attachment; filename*=klingon''Gr%F6%DFe.pdf`, 'Größe.pdf', 'a replacement character helps nobody'),
  nameKind('that is not in its charset', `${pdf}\r\nContent-Disposition: attachment; filename*=UTF-8''Gr%F6%DFe.pdf`, 'Größe.pdf', 'a replacement character helps nobody'),
  nameKind('with percent signs that mean nothing', `${pdf}\r\nContent-Disposition: attachment; filename*=UTF-8''a%ZZb%.pdf`, 'a%ZZb%.pdf', asSent),
  nameKind('in both forms', `${pdf}\r\nContent-Disposition: attachment; filename="g.pdf"; filename*=UTF-8''Gr%C3%B6.pdf`, 'Grö.pdf'),
  nameKind('as an encoded word of an unknown charset', `${pdf}; name="=?klingon?Q?Gr=F6=DFe.pdf?="`, 'Größe.pdf', 'a replacement character helps nobody'),
  nameKind('in octets of Latin-1', `${pdf}; name="Gr\xf6\xdfe.pdf"`, 'Größe.pdf', 'RFC 6532 knows UTF-8 alone'),
  nameKind('in octets of UTF-8', `${pdf}; name="${utf8('Größe')}.pdf"`, 'Größe.pdf'),
  nameKind('without a semicolon before it', `${pdf} name=a.pdf`, 'a.pdf', 'the type is misspelt'),
  nameKind('in a disposition without a semicolon', `${pdf}\r\nContent-Disposition: attachment filename=a.pdf`, 'a.pdf', 'the disposition is misspelt'),
  nameKind('with blanks and brackets without quotes', `${pdf}; name=Invoice (1).pdf`, 'Invoice (1).pdf', asSent),
  nameKind('with a comment behind it', `${pdf} (portable); name=a.pdf (the file)`, 'a.pdf'),
  nameKind('that is a path of Windows', `${pdf}; name="C:\\Docs\\a.pdf"`, 'C:\\Docs\\a.pdf', asSent),
  nameKind('with quotes', `${pdf}; name="a \\"b\\".pdf"`, 'a "b".pdf'),
  kind('a name in octets of the charset that the mail named', multi('mixed', part('Content-Type: text/plain; charset=koi8-r', '\xf0\xd2\xc9'), part(`${pdf}; name="\xf0\xd2\xc9.pdf"`, 'x')), { text: 'При', attachments: [['При.pdf', 'application/pdf', 'x']] }, { attachments: 'RFC 6532 knows UTF-8 alone' }),
];

const twoForms = [part('Content-Type: text/plain', 'p'), part('Content-Type: text/html', '<p>h</p>')].flatMap((each) => ['--R', each]);
const containers: MailKind[] = [
  ...['multipart/alternative boundary=R', 'multipart/alternative, boundary="R"', 'multipart/alternative; charset=utf-8 boundary=R', 'mulitpart/alternative; boundary=R'].map((type) => kind(`a container within of type ${type}`, multi('mixed', part(`Content-Type: ${type}`, ...twoForms, '--R--')), { text: 'p', html: '<p>h</p>', attachments: [], note: null }, { text: 'RFC 2046, 5.1: it is taken apart', html: 'the same', attachments: 'the same' })),
  ...['multipart; boundary=B', 'mulitpart/mixed; boundary=B', 'multipart/mixed boundary=B'].map((type) => kind(`a mail of type ${type}`, body(type, '--B', part('Content-Type: text/plain', 'one'), '--B--'), { text: 'one', html: null, attachments: [], note: null }, { text: 'RFC 2046, 5.1: it is taken apart', attachments: 'the same' })),
  kind('a delivery report of addresses beyond ASCII', multi('report; report-type=delivery-status', part('Content-Type: text/plain', 'It bounced.'), part('Content-Type: message/global-delivery-status', `Final-Recipient: utf-8; ${utf8('jörg')}@x.test`), part('Content-Type: message/global-headers', 'Subject: sent')), { text: 'It bounced.\nFinal-Recipient: utf-8; jörg@x.test\nSubject: sent', attachments: [] }, { text: 'RFC 6533: made to be read', attachments: 'the same' }),
  kind('a domain in the form in which it is sent', bytes('From: a@xn--bcher-kva.test', 'To: b@y.test', '', 'x'), { from: { name: '', address: 'a@xn--bcher-kva.test' } }),
  kind('a name of an unknown charset', bytes('From: =?klingon?Q?J=F6rg?= <a@x.test>', '', 'x'), { from: { name: 'Jörg', address: 'a@x.test' } }, { from: 'a replacement character helps nobody' }),
];

const shifts: MailKind[] = [
  kind('ISO-2022-KR', body('text/plain; charset=iso-2022-kr', '\x1b$)C', '\x0e>H3g\x0f abc'), { text: '\n안녕 abc\n' }, { text: 'RFC 1557' }),
  kind('ISO-2022-KR that nobody names', body('text/plain', '\x1b$)C\x0e>H3g\x0f abc'), { text: '안녕 abc\n' }, { text: 'RFC 1557' }),
  kind('ISO-2022-KR in an encoded word', bytes('From: a@x.test', `Subject: =?ISO-2022-KR?B?${Buffer.from('\x1b$)C\x0e>H3g\x0f').toString('base64')}?=`, '', 'x'), { subject: '안녕' }, { subject: 'RFC 1557' }),
  kind('ISO-2022-CN', body('text/plain; charset=iso-2022-cn', '\x1b$)A\x0eDc:C\x0f'), { text: '你好\n' }, { text: 'RFC 1922' }),
  kind('HZ', body('text/plain; charset=hz-gb-2312', 'a ~~ ~{<:Ky2;~} b'), { text: 'a ~ 己所不 b\n' }, { text: 'RFC 1843' }),
  kind('UTF-7', body('text/plain; charset=utf-7', 'Gr+APwA3w-e'), { text: 'Grüße\n' }, { text: 'RFC 2152' }),
  kind('UTF-7 in an encoded word', bytes('From: a@x.test', 'Subject: =?UTF-7?Q?Gr+APwA3w-e?=', '', 'x'), { subject: 'Grüße' }, { subject: 'RFC 2152' }),
  kind('a byte order mark of UTF-32', body('text/plain; charset=utf-32\r\nContent-Transfer-Encoding: base64', '//4AAEcAAAD8AAAA'), { text: 'Gü' }, { text: 'the mark says it' }),
  kind('a footer behind base64', body('text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64', 'VGhpcyBpcyBpdA==', '', '____', 'Leave the list: https://x.test/'), { text: 'This is it\n____\nLeave the list: https://x.test/\n', links: ['https://x.test/'], note: /text stands behind its base64/ }, { text: 'text as it was sent can be read' }),
  kind('enriched text among alternatives', multi('alternative', part('Content-Type: text/plain', 'p'), part('Content-Type: text/enriched', '<bold>p</bold>'), part('Content-Type: text/html', '<p>h</p>')), { text: 'p', html: '<p>h</p>', attachments: [[null, 'text/enriched', '<bold>p</bold>']] }, { attachments: 'the bytes as sent, without a line end' }),
];

const lostParts = ['--x', part('Content-Type: text/plain', 'p'), '--x', part('Content-Type: text/html', '<p>h</p>'), '--x--'];
const noBoundary = 'RFC 2046, 5.1.1: what stands in it is read, whatever boundary it names';
const lost: MailKind[] = [
  ...['multipart/mixed', 'multipart/mixed; boundary=never', 'multipart/mixed; boundary=""', 'multipart/mixed; boundary="\xfc"'].map((type) => kind(`parts in a container of type ${type}`, body(type, 'preamble', ...lostParts), { html: '<pre dir="auto" style="all:revert!important;display:block!important;visibility:visible!important;white-space:pre-wrap!important">p</pre><p>h</p>', text: 'p\nh\n', attachments: [], note: null }, { html: noBoundary, text: noBoundary })),
  kind('alternatives of another boundary', multi('mixed', part('Content-Type: multipart/alternative; boundary=Q', ...lostParts)), { html: '<p>h</p>', text: 'p', attachments: [], note: null }, { html: noBoundary, text: noBoundary }),
  ...['multipart/mixed', 'multipart/alternative; boundary=never'].map((type) => kind(`text in a container of type ${type}`, body(type, 'Dear Ann,', '', '-- ', 'code 482913'), { html: null, text: 'Dear Ann,\n\n-- \ncode 482913\n', codes: ['482913'], attachments: [], note: /no part was found in it, and its body stands here as text/ }, { text: noBoundary })),
  kind('html in a container without parts', body('multipart/alternative', '<html><p>Dear Ann</p></html>'), { html: '<html><p>Dear Ann</p></html>\n', text: null, attachments: [], note: /no part was found/ }, { html: noBoundary }),
  kind('a container within that has nothing but its end', multi('mixed', part('Content-Type: multipart/alternative; boundary=C', '--C--'), part('Content-Type: text/plain', 'one')), { html: null, text: 'one', note: null }),
  kind('a container within that has no parts', multi('mixed', part('Content-Type: text/plain', 'one'), part('Content-Type: multipart/mixed; boundary=never', 'two')), { html: null, text: 'one\ntwo', attachments: [], note: /no part was found/ }, { text: noBoundary }),
];

const lineEnds = (end: string) => Buffer.from(multi('mixed', part('Content-Type: text/plain', 'one'), part('Content-Type: text/html', '<p>h</p>')).toString('latin1').replaceAll('\r\n', end), 'latin1');
const oneLine = 'RFC 2046, 5.1.1: it lacks a blank line, and is text all the same';
const slips: MailKind[] = [
  ...(['\n', '\r', '\r\r\n'] as const).map((end) => kind(`lines that end in ${JSON.stringify(end)}`, lineEnds(end), { subject: 's', from: { name: 'Ann', address: 'a@x.test' }, text: 'one\nh\n', html: '<pre dir="auto" style="all:revert!important;display:block!important;visibility:visible!important;white-space:pre-wrap!important">one</pre><p>h</p>', attachments: [], note: null }, { subject: 'its lines are lines', from: 'the same', text: 'the same', html: 'nothing is put between parts', attachments: 'the same' })),
  kind('blanks before colons', bytes('From : Ann <a@x.test>', 'To\t: b@y.test', 'Subject : s', 'Content-Type : text/html', '', '<p>h</p>'), { subject: 's', from: { name: 'Ann', address: 'a@x.test' }, to: ['b@y.test'], html: '<p>h</p>' }),
  kind('a part of one line without a head', multi('mixed', 'Hello there'), { text: 'Hello there', attachments: [], note: null }, { text: oneLine }),
  kind('such a part of html', body('multipart/mixed; boundary=B', '--B', '<p style="color:red">Hello</p>', '--B--'), { text: '<p style="color:red">Hello</p>', note: null }, { text: oneLine }),
  kind('such a part with a colon', body('multipart/mixed; boundary=B', '--B', 'Note: hello', '--B--'), { text: 'Note: hello', note: null }, { text: oneLine }),
  ...[['text/plain', { text: 'Hello there' }], ['text/html', { html: 'Hello there', text: null }]].map(([type, right]) => kind(`a part of ${String(type)} without a blank line`, body('multipart/mixed; boundary=B', '--B', `Content-Type: ${String(type)}`, 'Hello there', '--B--'), { ...(right as object), note: null }, { text: oneLine, html: oneLine })),
  kind('base64 without a blank line', body('multipart/mixed; boundary=B', '--B', 'Content-Type: text/plain', 'Content-Transfer-Encoding: base64', 'SGVsbG8=', '--B--'), { text: 'Hello', note: null }, { text: oneLine }),
  kind('two paragraphs without a blank line before them', body('multipart/mixed; boundary=B', '--B', 'Content-Type: text/plain', 'Dear Ann,', '', 'more', '--B--'), { text: 'Dear Ann,\n\nmore', note: null }, { text: oneLine }),
  kind('a mail without a blank line', bytes(...head, 'Hello there', 'Ann'), { subject: 's', text: 'Hello there\nAnn', note: null }, { text: oneLine }),
  kind('a line that is no field among fields', bytes('From: a@x.test', 'no field', 'Subject: s', '', 'x'), { subject: 's', text: 'x' }),
  ...[['', 'one'], ['\r\n', 'one\n'], ['\r\n--', 'one\n--'], ['\r\n--B--', 'one']].map(([end = '', text = '']) => kind(`a last part that ends in ${JSON.stringify(end)}`, body('multipart/mixed; boundary=B', '--B', 'Content-Type: text/plain', '', `one${end}`).subarray(0, -2), { text, note: null }, { text: 'RFC 2046, 5.1.2: what came is shown' })),
  kind('a last part of a file that is cut off', body('multipart/mixed; boundary=B', '--B', 'Content-Type: application/pdf; name=a.pdf', 'Content-Transfer-Encoding: base64', '', 'aGVsbG8gd29ybGQ'), { attachments: [['a.pdf', 'application/pdf', 'hello world']] }),
  kind('alternatives that the container around ends', multi('mixed', part('Content-Type: multipart/alternative; boundary=C', '--C', part('Content-Type: text/plain', 'one'), '--C', part('Content-Type: text/html', '<p>1</p>'))), { text: 'one', html: '<p>1</p>', note: null }),
  kind('several lines of such a part', multi('mixed', 'Dear Ann,\r\n\r\nNote: all of this'), { text: 'Dear Ann,\n\nNote: all of this', attachments: [], note: null }, { text: 'the same' }),
  kind('an encoded word without its padding', bytes('From: a@x.test', 'Subject: =?utf-8?B?R3LDvMOfZQ?=', '', 'x'), { subject: 'Grüße' }),
  kind('comments within comments', bytes('From: Ann <a@x.test> (one (two) three)', '', 'x'), { from: { name: 'Ann', address: 'a@x.test' } }, { from: 'RFC 5322, 3.2.2' }),
  kind('a quoted local part', bytes('From: a@x.test', 'To: "a@b"@y.test', '', 'x'), { to: ['"a@b"@y.test'] }, { to: 'RFC 5322, 3.4.1: without its quotes it is another address' }),
  kind('a route before an address', bytes('From: <@r1,@r2:a@x.test>', '', 'x'), { from: { name: '', address: 'a@x.test' } }, { from: 'RFC 5322, 4.4' }),
  kind('a code of quoted-printable cut by a soft break, in lower case', body('text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable', 'Gr=C3=', '=BC=c3=9fe, b =  ', 'c'), { text: 'Grüße, b c\n' }, { text: 'RFC 2045, 6.7: blanks at the end of a line are no part of it' }),
];

export const mailKinds: readonly MailKind[] = [...fields, ...types, ...charsets, ...several, ...encodings, ...recipients, ...texts, ...names, ...containers, ...shifts, ...lost, ...slips];
