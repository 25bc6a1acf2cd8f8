/** Mail as it really comes: broken, strange, or merely rare. Each is the bytes of one message. */
const latin = (text: string) => Buffer.from(text, 'latin1');
const utf8 = (text: string) => Buffer.from(text, 'utf8');
const lines = (...rows: string[]) => utf8(rows.join('\r\n'));
const from = 'From: Ann <ann@example.test>';
const multipart = (boundary: string, ...rest: string[]) =>
  lines(from, 'Subject: Parts', 'MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${boundary}"`, '', ...rest);

/** Parts within parts, `depth` levels deep. */
function nested(depth: number): Buffer {
  const open = Array.from({ length: depth }, (_, level) => [
    `Content-Type: multipart/mixed; boundary="b${level}"`,
    '',
    `--b${level}`,
  ]).flat();
  const close = Array.from({ length: depth }, (_, level) => `--b${depth - 1 - level}--`);
  return lines(from, 'Subject: Nested', ...open, 'Content-Type: text/plain', '', 'innermost', ...close, '');
}

export const malformedMail: [what: string, raw: Buffer][] = [
  ['no headers at all', lines('Hello,', 'this is only text.', '')],
  ['only headers', lines(from, 'Subject: No body')],
  ['only headers with their blank line', lines(from, 'Subject: No body', '', '')],
  ['nothing but blank lines', lines('', '', '', '')],
  ['a single word', utf8('x')],
  ['a body that begins at once', lines('', 'Straight to the point', '')],
  ['headers with LF alone', utf8(`${from}\nSubject: LF\n\nbody\n`)],
  ['headers with CR alone', utf8(`${from}\rSubject: CR\r\rbody\r`)],
  ['mixed line ends', utf8(`${from}\r\nSubject: Mixed\n\r\nbody\rmore\n`)],
  ['an mbox From line', lines('From ann@example.test Mon Jan  1 00:00:00 2024', from, 'Subject: mbox', '', 'x')],
  ['a header without a colon', lines(from, 'This is no header', 'Subject: Odd', '', 'x')],
  ['a header without a name', lines(from, ': no name', 'Subject: Odd', '', 'x')],
  ['a space before the colon', lines('From : ann@example.test', 'Subject : Spaced', '', 'x')],
  ['a folded first line', lines(' folded nothing', from, 'Subject: Fold', '', 'x')],
  ['a subject folded a hundred times', lines(from, `Subject: a${'\r\n b'.repeat(100)}`, '', 'x')],
  ['a header of 200,000 characters', lines(from, `X-Long: ${'y'.repeat(200_000)}`, 'Subject: Long', '', 'x')],
  ['ten thousand headers', lines(from, ...Array.from({ length: 10_000 }, (_, n) => `X-${n}: ${n}`), '', 'x')],
  ['two subjects', lines(from, 'Subject: One', 'Subject: Two', '', 'x')],
  ['two From headers', lines(from, 'From: bob@example.test', 'Subject: Two', '', 'x')],
  ['an address without a domain', lines('From: root', 'Subject: cron', '', 'x')],
  ['an address that is none', lines('From: <<<>>>,,;', 'To: undisclosed-recipients:;', 'Subject: x', '', 'x')],
  ['a group of addresses', lines(from, 'To: Team: a@x.test, b@x.test;, c@x.test', '', 'x')],
  ['a date that is none', lines(from, 'Date: yesterday-ish', 'Subject: When', '', 'x')],
  ['raw UTF-8 in headers', lines('From: Jürgen <j@example.test>', 'Subject: Grüße aus Köln ☀', '', 'x')],
  ['raw Latin-1 in headers', latin(`${from}\r\nSubject: Gr\xfc\xdfe\r\n\r\nsch\xf6n\r\n`)],
  ['an encoded word that is cut', lines(from, 'Subject: =?UTF-8?B?SGVsbG8', '', 'x')],
  ['an encoded word of an unknown charset', lines(from, 'Subject: =?x-klingon?Q?Qapla=27?=', '', 'x')],
  ['an encoded word with bad base64', lines(from, 'Subject: =?UTF-8?B?!!!!?=', '', 'x')],
  ['an encoded word split within a character', lines(from, 'Subject: =?UTF-8?Q?=C3?= =?UTF-8?Q?=BC?=', '', 'x')],
  ['a wrong charset', latin(`${from}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xe4\xf6\xfc\r\n`)],
  ['an unknown charset', lines(from, 'Content-Type: text/plain; charset=klingon', '', 'Qapla')],
  ['an empty charset', lines(from, 'Content-Type: text/plain; charset=""', '', 'x')],
  ['UTF-16', Buffer.concat([lines(from, 'Content-Type: text/plain; charset=utf-16le', '', ''), Buffer.from('hi', 'utf16le')])],
  ['Shift_JIS', Buffer.concat([lines(from, 'Content-Type: text/plain; charset=shift_jis', '', ''), Buffer.from([0x93, 0xfa, 0x96, 0x7b])])],
  ['ISO-2022-JP', lines(from, 'Content-Type: text/plain; charset=iso-2022-jp', '', '\u001b$BF|K\\\u001b(B')],
  ['a content type that is none', lines(from, 'Content-Type: ;;;===', '', 'x')],
  ['a content type without a subtype', lines(from, 'Content-Type: text', '', 'x')],
  ['an unknown transfer encoding', lines(from, 'Content-Transfer-Encoding: rot13', '', 'uryyb')],
  ['uuencode', lines(from, 'Content-Transfer-Encoding: x-uuencode', '', 'begin 644 a.txt', '#86)C', '`', 'end')],
  ['broken base64', lines(from, 'Content-Type: text/plain', 'Content-Transfer-Encoding: base64', '', 'SGVs*bG8=\u0000=', '=')],
  ['broken quoted-printable', lines(from, 'Content-Transfer-Encoding: quoted-printable', '', '=ZZ =4 = =', '=')],
  ['multipart without a boundary', lines(from, 'Content-Type: multipart/mixed', '', '--x', '', 'lost?', '--x--')],
  ['multipart with an empty boundary', multipart('', '--', '', 'x', '----')],
  ['multipart whose boundary never comes', multipart('never', 'nothing here', '')],
  ['multipart never closed', multipart('b', '--b', 'Content-Type: text/plain', '', 'open end')],
  ['multipart closed at once', multipart('b', '--b--', '')],
  ['multipart with text around it', multipart('b', 'preamble', '--b', '', 'part', '--b--', 'epilogue')],
  ['multipart with empty parts', multipart('b', '--b', '--b', '', '--b', '', '', '--b--')],
  ['a boundary with trailing spaces', multipart('b', '--b  ', '', 'part', '--b--  ')],
  ['a boundary of 300 characters', multipart('b'.repeat(300), `--${'b'.repeat(300)}`, '', 'x')],
  ['parts thirty levels deep', nested(30)],
  ['parts five hundred levels deep', nested(500)],
  ['two thousand parts', multipart('b', ...Array.from({ length: 2000 }, (_, n) => `--b\r\n\r\n${n}`), '--b--')],
  ['a message within a message', multipart('b', '--b', 'Content-Type: message/rfc822', '', from, 'Subject: Inner', '', 'in', '--b--')],
  ['a delivery report', lines('From: <>', 'Content-Type: multipart/report; report-type=delivery-status; boundary=r', '', '--r', '', 'failed', '--r', 'Content-Type: message/delivery-status', '', 'Action: failed', 'Status: 5.1.1', '--r--')],
  ['a calendar invitation', lines(from, 'Content-Type: text/calendar; method=REQUEST', '', 'BEGIN:VCALENDAR', 'END:VCALENDAR')],
  ['html without an end', lines(from, 'Content-Type: text/html', '', '<html><body><table><tr><td><a href="https://x.test')],
  ['html of a hundred thousand open tags', lines(from, 'Content-Type: text/html', '', '<div>'.repeat(100_000))],
  ['an attachment with a path as its name', multipart('b', '--b', 'Content-Disposition: attachment; filename="../../etc/passwd"', '', 'x', '--b--')],
  ['an attachment with an RFC 2231 name', multipart('b', '--b', "Content-Disposition: attachment; filename*0*=UTF-8''%E2%82%AC; filename*1=.txt", '', 'x', '--b--')],
  ['an attachment with a broken RFC 2231 name', multipart('b', '--b', "Content-Disposition: attachment; filename*=UTF-8''%E2%82%ZZ%", '', 'x', '--b--')],
  ['winmail.dat', multipart('b', '--b', 'Content-Type: application/ms-tnef; name=winmail.dat', 'Content-Transfer-Encoding: base64', '', 'eJ8+Ig==', '--b--')],
  ['NUL bytes everywhere', latin(`From: a\0b@x.test\r\nSubject: N\0L\r\n\r\n\0\0\0\r\n`)],
  ['random bytes', Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919 + (n >> 3) * 104_729) & 0xff))],
  ['a lone surrogate in UTF-8', Buffer.concat([lines(from, 'Content-Type: text/plain; charset=utf-8', '', ''), Buffer.from([0xed, 0xa0, 0x80])])],
  ['format=flowed', lines(from, 'Content-Type: text/plain; format=flowed; delsp=yes', '', 'one ', 'two', '> quoted ', '> more')],
  ['PGP inline', lines(from, '', '-----BEGIN PGP MESSAGE-----', '', 'hQEM', '-----END PGP MESSAGE-----')],
  ['headers named like parts of objects', lines(from, '__proto__: x', 'constructor: y', 'toString: z', 'Subject: Proto', '', 'x')],
];
