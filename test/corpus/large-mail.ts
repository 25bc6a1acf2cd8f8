const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const lines = (...rows: string[]): Buffer => latin(rows.join('\r\n'));
const head = ['From: a@x.test', 'To: b@y.test', 'Subject: s', 'MIME-Version: 1.0'];
const bodyAs = (type: string, ...rows: string[]): Buffer =>
  lines(...head, `Content-Type: ${type}`, '', ...rows, '');
const multipart = (type: string, part: string): Buffer =>
  bodyAs(`${type}; boundary=B`, ...Array.from({ length: Math.floor(size / (part.length + 5)) }, () => `--B\r\n${part}`), '--B--');

/** About as many bytes has each. */
export const size = 100_000;

/** A hundred thousand bytes of each kind that a parser could spend more time on than it is worth. */
export const largeMail: readonly (readonly [what: string, raw: Buffer])[] = [
    ['links in text', bodyAs('text/plain', 'http://a.test/ '.repeat(size / 15))],
    ['brackets', bodyAs('text/plain', `http://a.test/${'('.repeat(size)}`)],
    ['digits', bodyAs('text/plain', '1'.repeat(size))],
    ['codes', bodyAs('text/plain', 'code 123456 '.repeat(size / 12))],
    ['tags', bodyAs('text/html', '<b>'.repeat(size / 3))],
    ['anchors', bodyAs('text/html', '<a href="https://x.test/">'.repeat(size / 26))],
    ['cid references', bodyAs('text/html', '<img src="cid:a">'.repeat(size / 17))],
    ['styles', bodyAs('text/html', `<style>${'url(cid:a)'.repeat(size / 10)}</style>`)],
    ['encoded words', lines(`Subject: ${'=?utf-8?Q?a?='.repeat(size / 13)}`, '', 'x')],
    ['octets in a header', latin(`Subject: ${'\u00fc'.repeat(size)}\r\n\r\nx`)],
    ['addresses', lines(`To: ${'a@x.test, '.repeat(size / 10)}`, '', 'x')],
    ['escaped quotation marks in addresses', lines(`To: ${'"\\'.repeat(size / 2)}`, '', 'x')],
    ['escaped quotation marks in a type', bodyAs(`text/plain; charset=${'"\\'.repeat(size / 2)}`, 'x')],
    ['parameters', bodyAs(`text/plain${'; a=b'.repeat(size / 5)}`, 'x')],
    ['equals signs in a type', bodyAs(`text/plain ${'='.repeat(size)}`, 'x')],
    ['empty parameters of a type', bodyAs(`text/plain ${'a= '.repeat(size / 3)}`, 'x')],
    ['encoded names of no charset', lines(`To: ${'=?klingon?Q?J=F6rg?= <a@x.test>, '.repeat(size / 33)}`, '', 'x')],
    ['parts of no charset', multipart('multipart/mixed', '\r\nGr\u00fc\u00dfe an alle, und sch\u00f6nen Tag, bis bald in der alten Stadt am Fluss, wo wir uns wie immer zum Essen sehen\r\n')],
    ['letters behind one octet', latin(`X-A: \u00fc ${'a'.repeat(size)}\r\n\r\nx`)],
    ['quotation marks of no charset', bodyAs('text/plain', `${'\u00ab'.repeat(size)}a`)],
    ['blanks in a header of octets', latin(`X-A: \u00fc${' '.repeat(size)}x\r\n\r\nx`)],
    ['blanks in a name', bodyAs(`application/pdf; name="a${' '.repeat(size)}b"`, 'x')],
    ['percent signs in a name', bodyAs(`application/pdf; name*=${'%'.repeat(size)}`, 'x')],
    ['blanks in a type', bodyAs(`text/html${' '.repeat(size)}charset=utf-8`, 'x')],
    ['a charset that is no name', bodyAs(`text/html; charset=${'x'.repeat(size)}`, 'x')],
    ['meta elements', bodyAs('text/html', '<meta '.repeat(size / 6))],
    ['bytes of no charset', bodyAs('text/plain', '\u00fc\u00df'.repeat(size / 2))],
    ['base64', bodyAs('text/plain\r\nContent-Transfer-Encoding: base64', 'QUJD'.repeat(size / 4))],
    ['octets of several charsets', latin(`To: ${'J\u00f6rg \u00c3\u00b6 <a@x.test>, '.repeat(size / 21)}\r\n\r\nx`)],
    ['letters before one octet', latin(`X-A: ${'a'.repeat(size)}\u00fc\r\n\r\nx`)],
    ['wrong encoded words', lines(`Subject: ${'=?klingon?Q?=FC?= '.repeat(size / 18)}`, '', 'x')],
    ['comments in an encoding', bodyAs(`text/plain\r\nContent-Transfer-Encoding: ${'('.repeat(size)}`, 'x')],
    ['base64 in pieces', bodyAs('text/plain\r\nContent-Transfer-Encoding: base64', 'QQ=='.repeat(size / 4))],
    ['base64 that is none', bodyAs('text/plain\r\nContent-Transfer-Encoding: base64', 'not base64 '.repeat(size / 11))],
    ['uuencode', bodyAs('text/plain\r\nContent-Transfer-Encoding: x-uuencode', 'begin 644 a', ...Array.from({ length: size / 12 }, () => '%:&5L;&\\'), 'end')],
    ['quoted-printable', bodyAs('text/plain\r\nContent-Transfer-Encoding: quoted-printable', '=C3=BC'.repeat(size / 6))],
    ['text parts', multipart('multipart/mixed', 'Content-Type: text/plain; name=a.txt\r\n\r\nsome words and more words of text\r\n')],
    ['messages of a digest', multipart('multipart/digest', '\r\nSubject: one\r\n\r\nwords of a message of a digest\r\n')],
    ['html parts', multipart('multipart/mixed', 'Content-Type: text/html\r\n\r\n<p>some words of <b>html</b></p>\r\n')],
    ['hidden elements', bodyAs('text/html', '<i style="display:none">a</i>'.repeat(size / 30))],
    ['padding', bodyAs('text/html', '&zwnj;&nbsp;'.repeat(size / 12))],
    ['ordered lists', bodyAs('text/html', '<ol reversed><li>a</ol>'.repeat(size / 23))],
    ['style sheets', bodyAs('text/html', `<style>${'.a{display:none}'.repeat(size / 16)}</style>`)],
    ['codes in groups', bodyAs('text/plain', 'code 482 913 '.repeat(size / 13))],
    ['digits in groups', bodyAs('text/plain', '482 '.repeat(size / 4))],
    ['entities in styles', bodyAs('text/html', `<p style="${'&amp;url(cid:a)'.repeat(size / 15)}">`)],
    ['escapes in styles', bodyAs('text/html', `<style>cid:${'url(\\61 \\62 )'.repeat(size / 13)}</style>`)],
    ['quotes in styles', bodyAs('text/html', `<style>cid:${'url("'.repeat(size / 5)}</style>`)],
    ['commas in sets of images', bodyAs('text/html', `<img srcset="cid:a${','.repeat(size)}x">`)],
    ['rules for elements around', bodyAs('text/html', `<style>${Array.from({ length: 50 }, (_, at) => `.x${at} b b b .p{display:none}`).join('')}</style>${'<b class=p>'.repeat(size / 11)}`)],
    ['brackets in styles', bodyAs('text/html', `<style>${'['.repeat(size)}{display:none}</style><p>a</p>`)],
    ['styles cut by braces', bodyAs('text/html', `<style>${'}{'.repeat(size / 2)}</style><p>a</p>`)],
    ['queries of media', bodyAs('text/html', `<style>${'@media (a) and (min-width:1px),'.repeat(size / 31)}{p{display:none}}</style><p>a</p>`)],
    ['sets of images', bodyAs('text/html', `<img srcset="${'cid:a 1x,'.repeat(size / 9)}">`)],
    ['parameters of a name', bodyAs(`application/pdf; ${Array.from({ length: size / 12 }, (_, n) => `name*${n}=a`).join('; ')}`, 'x')],
];
