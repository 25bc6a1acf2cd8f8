/** More mail as it really comes, with what of it must be seen. Facts of the formats; every word is our own. */
export interface StrangeMail {
  what: string;
  raw: Buffer;
  /** What must be shown; what is not named is not looked at. */
  shows?: {
    from?: string;
    to?: string[];
    subject?: string;
    text?: RegExp;
    html?: RegExp;
    /** Name, or type where there is none. */
    attachments?: string[];
  };
}

const latin = (text: string) => Buffer.from(text, 'latin1');
const utf8 = (...rows: string[]) => Buffer.from(rows.join('\r\n'), 'utf8');
const from = 'From: Ann <ann@example.test>';
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin(part) : Buffer.from(part))));
const mail = (what: string, raw: Buffer, shows: StrangeMail['shows'] = {}): StrangeMail => ({ what, raw, shows });
const headers = (...rows: string[]) => utf8(...rows, '', 'body', '');
const parts = (type: string, boundary: string, ...rows: string[]) =>
  utf8(from, 'Subject: Parts', 'MIME-Version: 1.0', `Content-Type: ${type}; boundary="${boundary}"`, '', ...rows, '');
const body = (header: string, ...rows: string[]) => utf8(from, 'Subject: Body', header, '', ...rows, '');

/** A message in a message in a message. */
function forwarded(depth: number): Buffer {
  const level = (n: number): string =>
    n === 0
      ? `Subject: Inner\r\n\r\ninnermost text\r\n`
      : `Subject: Level ${n}\r\nContent-Type: message/rfc822\r\n\r\n${level(n - 1)}`;
  return latin(`${from}\r\n${level(depth)}`);
}

const encodings: StrangeMail[] = [
  mail('Latin-1 in a subject', bytes(`${from}\r\nSubject: Gr`, [0xfc, 0xdf], 'e\r\n\r\nbody\r\n'), { subject: 'Grüße', text: /body/ }),
  mail('Shift_JIS in a subject', bytes(`${from}\r\nContent-Type: text/plain; charset=Shift_JIS\r\nSubject: `, [0x93, 0xfa, 0x96, 0x7b], '\r\n\r\nbody\r\n'), { subject: '日本', text: /body/ }),
  mail('KOI8-R in a subject', bytes(`${from}\r\nSubject: `, [0xf0, 0xd2, 0xc9], '\r\nContent-Type: text/plain; charset="koi8-r"\r\n\r\nbody\r\n'), { subject: 'При', text: /body/ }),
  mail('GB2312 in a subject and an address', bytes('Content-Type: text/plain; charset=gb2312\r\nFrom: ', [0xc4, 0xe3], ' <a@x.test>\r\nSubject: ', [0xba, 0xc3], '\r\n\r\nbody\r\n'), { from: 'a@x.test', subject: '好', text: /body/ }),
  mail('8-bit headers in a charset that nobody knows', bytes(`${from}\r\nContent-Type: text/plain; charset=klingon\r\nSubject: Gr`, [0xfc, 0xdf], 'e\r\n\r\nbody\r\n'), { subject: 'Grüße', text: /body/ }),
  mail('8-bit headers that are not in the charset of the body', bytes(`${from}\r\nContent-Type: text/plain; charset=utf-8\r\nSubject: Gr`, [0xfc, 0xdf], 'e\r\n\r\nGr', [0xc3, 0xbc], 'n\r\n'), { subject: 'Grüße', text: /Grün/ }),
  mail('encoded words next to each other', headers(from, 'Subject: =?utf-8?Q?Hel?= =?utf-8?Q?lo_?=\r\n =?utf-8?B?V29ybGQ=?='), { subject: 'Hello World' }),
  mail('encoded words of several charsets', headers(from, 'Subject: =?iso-8859-1?Q?Gr=FC=DFe?= =?koi8-r?B?8NLJ18XU?= =?utf-8?B?8J+OiQ==?='), { subject: 'GrüßeПривет🎉' }),
  mail('an encoded word with a language', headers(from, 'Subject: =?utf-8*en?Q?Hello?='), { subject: 'Hello' }),
  mail('an encoded word within quotes', headers('From: "=?utf-8?Q?J=C3=BCrgen?=" <j@example.test>', 'Subject: x'), { from: 'j@example.test' }),
  mail('an encoded word with spaces in it', headers(from, 'Subject: =?utf-8?Q?Hello World?='), { text: /body/ }),
  mail('an encoded word that is never closed', headers(from, 'Subject: Re: =?utf-8?Q?Hello'), { text: /body/ }),
  mail('an encoded word with an empty text', headers(from, 'Subject: =?utf-8?Q??=x'), { text: /body/ }),
  mail('an encoded word with line ends in it', headers(from, 'Subject: =?utf-8?Q?a=0D=0ABcc:_x@evil.test?='), { subject: 'a Bcc: x@evil.test', text: /body/ }),
  mail('UTF-7', body('Content-Type: text/plain; charset=utf-7', 'Hi +AGEAYgBj-'), { text: /Hi/ }),
  mail('UTF-16 with a byte order mark', bytes(`${from}\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n`, [0xff, 0xfe, 0x68, 0, 0x69, 0]), { text: /hi/ }),
  mail('GB18030', bytes(`${from}\r\nContent-Type: text/plain; charset=gb18030\r\n\r\n`, [0xc4, 0xe3, 0xba, 0xc3], '\r\n'), { text: /你好/ }),
  mail('Big5', bytes(`${from}\r\nContent-Type: text/plain; charset=big5\r\n\r\n`, [0xa7, 0x41, 0xa6, 0x6e], '\r\n'), { text: /你好/ }),
  mail('EUC-KR under an old name', bytes(`${from}\r\nContent-Type: text/plain; charset=ks_c_5601-1987\r\n\r\n`, [0xc7, 0xd1], '\r\n'), { text: /한/ }),
  mail('Windows-1252 that calls itself Latin-1', bytes(`${from}\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n`, [0x93, 0x78, 0x94], '\r\n'), { text: /“x”/ }),
  mail('UTF-8 that says nothing of itself', utf8(from, 'Subject: x', '', 'Grüße 日本 🎉', ''), { text: /Grüße 日本 🎉/ }),
  mail('a charset in quotes, with spaces and a semicolon', body('Content-Type: text/plain; charset = "utf-8" ;', 'Grüße'), { text: /Grüße/ }),
  mail('a charset in single quotes', body("Content-Type: text/plain; charset='utf-8'", 'Grüße'), { text: /Grüße/ }),
  mail('a transfer encoding in upper case with a comment', body('Content-Transfer-Encoding: BASE64 (yes)', 'SGVsbG8gd29ybGQ='), { text: /./ }),
  mail('a transfer encoding followed by a semicolon', body('Content-Transfer-Encoding: quoted-printable;', 'a=3Db'), { text: /a/ }),
  mail('a transfer encoding of 8bits', body('Content-Transfer-Encoding: 8bits', 'plain as day'), { text: /plain as day/ }),
  mail('an empty transfer encoding', body('Content-Transfer-Encoding:', 'plain as day'), { text: /plain as day/ }),
  mail('a transfer encoding that is a type', body('Content-Transfer-Encoding: text/plain', 'plain as day'), { text: /plain as day/ }),
  mail('base64 in one line', body('Content-Transfer-Encoding: base64', Buffer.from('word '.repeat(20_000)).toString('base64')), { text: /^(word ){100}/ }),
  mail('base64 with garbage in and after it', body('Content-Transfer-Encoding: base64', 'SGVs!!bG8g', '--garbage--', 'd29ybGQ='), { text: /Hel/ }),
  mail('base64 without its padding', body('Content-Transfer-Encoding: base64', 'SGVsbG8'), { text: /Hello/ }),
  mail('base64 that is plain text', body('Content-Transfer-Encoding: base64', 'This was never encoded.'), { text: /./ }),
  mail('quoted-printable with soft breaks and spaces after them', body('Content-Transfer-Encoding: quoted-printable', 'one =  ', 'two=', '=20three=3D'), { text: /one.*two.*three=/s }),
  mail('quoted-printable in lower case with broken codes', body('Content-Transfer-Encoding: quoted-printable', 'a=c3=bcb =G1 =3 ='), { text: /a/ }),
  mail('uuencode in a text', body('X-Kind: uu', 'begin 644 a.txt', '#86)C', '`', 'end'), { text: /begin 644/ }),
  mail('yEnc', bytes(`${from}\r\nSubject: yEnc\r\n\r\n=ybegin line=128 size=3 name=a\r\n`, [0x8b, 0x8c, 0x8d], '\r\n=yend size=3\r\n'), { text: /=ybegin/ }),
];

const headerForms: StrangeMail[] = [
  mail('no From', headers('To: bob@example.test', 'Subject: Nobody'), { subject: 'Nobody', from: 'sender@example.test' }),
  mail('an empty From', headers('From:', 'Subject: Empty'), { subject: 'Empty' }),
  mail('a From of brackets alone', headers('From: <>', 'Subject: Empty'), { subject: 'Empty' }),
  mail('several authors', headers('From: Ann <a@x.test>, Bob <b@x.test>', 'Sender: Ann <a@x.test>', 'Subject: Two'), { from: 'a@x.test' }),
  mail('an address with comments', headers('From: Ann (the first) <ann@(home)example.test> (x)', 'Subject: x'), { subject: 'x' }),
  mail('a quoted name with commas and brackets', headers('From: "Smith, Ann <CEO>" <ann@example.test>', 'Subject: x'), { from: 'ann@example.test' }),
  mail('a quoted local part', headers('From: "ann smith"@example.test', 'Subject: x'), { subject: 'x' }),
  mail('a name that is an address', headers('From: "ceo@bank.test" <ann@example.test>', 'Subject: x'), { from: 'ann@example.test' }),
  mail('an address with two at signs', headers('From: ann@home@example.test', 'Subject: x'), { subject: 'x' }),
  mail('groups, empty and full', headers(from, 'To: None:;, Team: a@x.test, b@x.test;, c@x.test', 'Subject: x'), { to: ['a@x.test', 'b@x.test', 'c@x.test'] }),
  mail('groups within groups', headers(from, 'To: A: B: a@x.test;;', 'Subject: x'), { subject: 'x' }),
  mail('addresses apart by semicolons', headers(from, 'To: a@x.test; b@x.test', 'Subject: x'), { subject: 'x' }),
  mail('two To and three Cc', headers(from, 'To: a@x.test', 'To: b@x.test', 'Cc: c@x.test', 'Cc: d@x.test', 'Cc: e@x.test', 'Subject: x'), { subject: 'x' }),
  mail('a To of 2,000 addresses', headers(from, `To: ${Array.from({ length: 2000 }, (_, n) => `Name ${n} <n${n}@x.test>`).join(',\r\n ')}`, 'Subject: Many'), { subject: 'Many' }),
  mail('a subject in three headers', headers(from, 'Subject: One', 'SUBJECT: Two', 'subject: Three'), { text: /body/ }),
  mail('a subject of a megabyte', headers(from, `Subject: ${'long '.repeat(200_000)}`), { text: /body/ }),
  mail('a subject folded before its first word', headers(from, 'Subject:', ' Folded'), { subject: 'Folded' }),
  mail('a subject folded by a tab and empty lines of spaces', headers(from, 'Subject: One', '\tTwo', '   ', ' Three'), { text: /body/ }),
  mail('a header of a megabyte', headers(from, `X-Long: ${'y'.repeat(1_000_000)}`, 'Subject: Long'), { subject: 'Long', text: /body/ }),
  mail('a thousand Received', headers(...Array.from({ length: 1000 }, (_, n) => `Received: from h${n}.test by h${n + 1}.test; Thu, 21 Mar 2024 09:30:00 +0000`), from, 'Subject: Far'), { subject: 'Far' }),
  mail('a header with a NUL', latin(`${from}\r\nSubject: N\0L\r\nX\0Y: z\r\n\r\nbody\r\n`), { subject: 'N L', text: /body/ }),
  mail('a header name with strange signs', headers(from, 'X-{}[]"\'<script>: x', 'Subject: Odd'), { subject: 'Odd' }),
  mail('HTML in a subject', headers(from, 'Subject: <img src=x onerror=alert(1)>'), { subject: '<img src=x onerror=alert(1)>' }),
  mail('terminal controls in a subject', headers(from, 'Subject: \u001b[2J\u001b]0;x\u0007Hi'), { subject: '[2J ]0;x Hi', text: /body/ }),
  mail('right-to-left override in a subject', headers(from, 'Subject: \u202egpj.exe'), { text: /body/ }),
  mail('headers after the body began', utf8(from, '', 'Subject: Not one', 'body'), { subject: '', text: /Subject: Not one/ }),
  mail('a blank line of spaces after the headers', utf8(from, 'Subject: x', '   ', 'body', ''), { text: /body/ }),
  mail('a byte order mark before the headers', utf8(`\ufeff${from}`, 'Subject: Marked', '', 'body', ''), { from: 'ann@example.test', subject: 'Marked', text: /body/ }),
  ...[
    'Thu, 21 Mar 2024 09:30:00 EST',
    '21 Mar 24 09:30 Z',
    'Thursday, 21-Mar-24 09:30:00 UT',
    '2024-03-21T09:30:00Z',
    'Thu, 32 Foo 2024 25:61:61 +9999',
    'Thu, 21 Mar 2024 09:30:00 +0000 (a (nested) comment)',
    '-1',
    '',
  ].map((date) => mail(`the date "${date}"`, headers(from, `Date: ${date}`, 'Subject: When'), { subject: 'When', text: /body/ })),
];

const structures: StrangeMail[] = [
  mail('a boundary with odd characters', parts('multipart/mixed', "=_(a)+,-./:=?'b c", "--=_(a)+,-./:=?'b c", '', 'found', "--=_(a)+,-./:=?'b c--"), { text: /found/ }),
  mail('a boundary that is a regular expression', parts('multipart/mixed', '.*+?[x]{9}', '--.*+?[x]{9}', '', 'found', '--.*+?[x]{9}--'), { text: /found/ }),
  mail('boundaries that begin alike', parts('multipart/mixed', 'b', '--b', 'Content-Type: multipart/alternative; boundary=bb', '', '--bb', '', 'found', '--bb--', '--b--'), { text: /found/ }),
  mail('the same boundary within', parts('multipart/mixed', 'b', '--b', 'Content-Type: multipart/alternative; boundary=b', '', '--b', '', 'found', '--b--', '--b--'), { text: /found/ }),
  mail('a boundary of dashes', parts('multipart/mixed', '----', '------', '', 'found', '--------'), {}),
  mail('an unquoted boundary with an equals sign', utf8(from, 'Content-Type: multipart/mixed; boundary==_x=y', '', '--=_x=y', '', 'found', '--=_x=y--', ''), { text: /found/ }),
  mail('boundaries with LF alone', Buffer.from(`${from}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nfound\n--b--\n`), { text: /found/ }),
  mail('an inner part that is not closed', parts('multipart/mixed', 'o', '--o', 'Content-Type: multipart/alternative; boundary=i', '', '--i', '', 'found', '--o', 'Content-Type: text/csv; name=a.csv', 'Content-Disposition: attachment', '', '1,2', '--o--'), { text: /found/ }),
  mail('a part without a blank line', parts('multipart/mixed', 'b', '--b', 'Content-Type: text/plain', '--b', '', 'found', '--b--'), { text: /found/ }),
  mail('ten thousand parts', parts('multipart/mixed', 'b', ...Array.from({ length: 10_000 }, (_, n) => `--b\r\n\r\np${n}`), '--b--'), { from: 'ann@example.test', subject: 'Parts', text: /p0/ }),
  mail('forwards fifty deep', forwarded(50), { subject: 'Level 50' }),
  mail('a digest', parts('multipart/digest', 'd', '--d', '', 'Subject: First', '', 'one', '--d', '', 'Subject: Second', '', 'two', '--d--'), { subject: 'Parts' }),
  mail('a piece of a larger message', utf8(from, 'Subject: Piece', 'Content-Type: message/partial; id="x@y"; number=2; total=3', '', 'the middle of it', ''), { subject: 'Piece' }),
  mail('a body elsewhere', utf8(from, 'Subject: There', 'Content-Type: message/external-body; access-type=URL; URL="https://x.test/"', '', 'Content-Type: text/plain', '', ''), { subject: 'There' }),
  mail(
    'a delivery report',
    utf8('From: MAILER-DAEMON (Mail System)', 'Subject: Failed', 'Content-Type: multipart/report; report-type=delivery-status; boundary=r', '', '--r', '', 'could not be delivered', '--r', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.test', '', 'Final-Recipient: rfc822; a@x.test', 'Action: failed', 'Status: 5.1.1', '--r', 'Content-Type: message/rfc822', '', 'Subject: Original', '', 'hello', '--r--', ''),
    { subject: 'Failed', text: /could not be delivered/ },
  ),
  mail(
    'an abuse report',
    utf8(from, 'Subject: Abuse', 'Content-Type: multipart/report; report-type=feedback-report; boundary=r', '', '--r', '', 'This is an abuse report', '--r', 'Content-Type: message/feedback-report', '', 'Feedback-Type: abuse', 'User-Agent: X/1', 'Version: 1', '--r', 'Content-Type: text/rfc822-headers', '', 'Subject: Original', '--r--', ''),
    { subject: 'Abuse', text: /abuse report/ },
  ),
  mail('a read receipt', parts('multipart/report; report-type=disposition-notification', 'r', '--r', '', 'was read', '--r', 'Content-Type: message/disposition-notification', '', 'Disposition: manual-action/MDN-sent-manually; displayed', '--r--'), { text: /was read/ }),
  mail('PGP/MIME, encrypted', parts('multipart/encrypted; protocol="application/pgp-encrypted"', 'p', '--p', 'Content-Type: application/pgp-encrypted', '', 'Version: 1', '--p', 'Content-Type: application/octet-stream; name=encrypted.asc', '', '-----BEGIN PGP MESSAGE-----', '-----END PGP MESSAGE-----', '--p--'), { attachments: ['application/pgp-encrypted', 'encrypted.asc'] }),
  mail('PGP/MIME, signed', parts('multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"', 'p', '--p', 'Content-Type: text/plain', '', 'signed words', '--p', 'Content-Type: application/pgp-signature; name=signature.asc', '', '-----BEGIN PGP SIGNATURE-----', '--p--'), { text: /signed words/, attachments: ['signature.asc'] }),
  mail('S/MIME, signed', parts('multipart/signed; protocol="application/pkcs7-signature"', 's', '--s', '', 'signed words', '--s', 'Content-Type: application/pkcs7-signature; name=smime.p7s', 'Content-Transfer-Encoding: base64', '', 'MIIB', '--s--'), { text: /signed words/, attachments: ['smime.p7s'] }),
  mail('S/MIME, closed', utf8(from, 'Subject: Closed', 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename=smime.p7m', '', 'MIIBbWVzc2FnZQ==', ''), { attachments: ['smime.p7m'] }),
  mail('a calendar invitation among alternatives', parts('multipart/alternative', 'c', '--c', '', 'Meet at ten', '--c', 'Content-Type: text/calendar; method=REQUEST; charset=utf-8', '', 'BEGIN:VCALENDAR', 'METHOD:REQUEST', 'END:VCALENDAR', '--c--'), { text: /Meet at ten/ }),
  mail('winmail.dat alone', utf8(from, 'Subject: TNEF', 'Content-Type: application/ms-tnef; name="winmail.dat"', 'Content-Disposition: attachment; filename="winmail.dat"', 'Content-Transfer-Encoding: base64', '', 'eJ8+IgEAAA==', ''), { attachments: ['winmail.dat'] }),
  mail('images by cid, one of them missing', parts('multipart/related', 'r', '--r', 'Content-Type: text/html', '', '<img src="cid:logo@x"><img src="cid:none@x">', '--r', 'Content-Type: image/png; name=logo.png', 'Content-ID: <logo@x>', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=', '--r--'), { html: /cid:logo@x/, attachments: ['logo.png'] }),
  mail('html after its text, both attached', parts('multipart/mixed', 'm', '--m', 'Content-Disposition: attachment; filename=a.txt', '', 'attached text', '--m', 'Content-Type: text/html', 'Content-Disposition: attachment; filename=b.html', '', '<b>attached</b>', '--m--'), { attachments: ['a.txt', 'b.html'] }),
  mail('a name in pieces', parts('multipart/mixed', 'm', '--m', 'Content-Type: application/pdf', "Content-Disposition: attachment; filename*0*=utf-8''%E2%82%AC%20; filename*1*=rates; filename*2=.pdf", '', 'x', '--m--'), { attachments: ['€ rates.pdf'] }),
  mail('a name in pieces out of order', parts('multipart/mixed', 'm', '--m', 'Content-Disposition: attachment; filename*1=b.txt; filename*0=a', '', 'x', '--m--'), { attachments: ['ab.txt'] }),
  mail('a name as an encoded word', parts('multipart/mixed', 'm', '--m', 'Content-Disposition: attachment; filename="=?utf-8?B?w7xiZXIucGRm?="', '', 'x', '--m--'), { attachments: ['über.pdf'] }),
  mail('a name with quotes and a backslash', parts('multipart/mixed', 'm', '--m', 'Content-Disposition: attachment; filename="a\\"b\\\\c.txt"', '', 'x', '--m--'), {}),
  mail('a name of 5,000 characters', parts('multipart/mixed', 'm', '--m', `Content-Disposition: attachment; filename="${'n'.repeat(5000)}.txt"`, '', 'x', '--m--'), {}),
  mail('a name with line ends and controls', parts('multipart/mixed', 'm', '--m', "Content-Disposition: attachment; filename*=utf-8''a%0D%0AX-Evil:%20y%00.txt", '', 'x', '--m--'), { attachments: ['a X-Evil: y .txt'] }),
  mail('a type of three parts', body('Content-Type: text/plain/extra; x', 'body'), {}),
  mail('a type in quotes', body('Content-Type: "text/plain"', 'body'), {}),
  mail('a type with parameters without values', body('Content-Type: text/plain; charset; format=; =x; ;', 'body text'), { text: /body text/ }),
  mail('a type of text alone in upper case', body('CONTENT-TYPE: TEXT/HTML; CHARSET=UTF-8', '<b>Grüße</b>'), { html: /Grüße/ }),
  mail('two content types', body('Content-Type: text/plain\r\nContent-Type: text/html', '<b>x</b>'), {}),
  mail('multipart that is base64', utf8(from, 'Content-Type: multipart/mixed; boundary=b', 'Content-Transfer-Encoding: base64', '', '--b', '', 'found', '--b--', ''), {}),
  mail('html with a NUL and without a head', latin(`${from}\r\nContent-Type: text/html\r\n\r\n<p>a\0b</p>\r\n`), { html: /<p>a/ }),
  mail('html that names another charset', bytes(`${from}\r\nContent-Type: text/html\r\n\r\n<meta charset=iso-8859-1><p>Gr`, [0xfc], 'n</p>\r\n'), { html: /<p>Gr/ }),
  mail('html of one line of 5 MB', utf8(from, 'Subject: Wide', 'Content-Type: text/html', '', `<p>${'wide '.repeat(1_000_000)}</p>`, ''), { subject: 'Wide', html: /^<p>wide/ }),
  mail('a text line of 100,000 characters', utf8(from, 'Subject: Line', '', 'x'.repeat(100_000), ''), { text: /x{1000}/ }),
  mail('a body of bare CR', latin(`${from}\r\nSubject: CR\r\n\r\none\rtwo\rthree\r\n`), { text: /one/ }),
  mail('a body of dots', utf8(from, 'Subject: Dots', '', '.', '..', '...', '.x', ''), { text: /^\.\r?\n\.\.\r?\n\.\.\.\r?\n\.x/ }),
  mail('a body of NUL alone', latin(`${from}\r\nSubject: NUL\r\n\r\n\0\0\0\0\r\n`), { subject: 'NUL' }),
  mail('a signature, a quote and an mbox line', utf8(from, 'Subject: Quote', '', 'top', '> quoted', '>From here', '-- ', 'Ann', ''), { text: /top\r?\n> quoted/ }),
];

export const strangeMail: StrangeMail[] = [...encodings, ...headerForms, ...structures];
