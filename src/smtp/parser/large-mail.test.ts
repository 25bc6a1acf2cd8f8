import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const lines = (...rows: string[]): Buffer => latin(rows.join('\r\n'));
const head = ['From: a@x.test', 'To: b@y.test', 'Subject: s', 'MIME-Version: 1.0'];
const bodyAs = (type: string, ...rows: string[]): Buffer =>
  lines(...head, `Content-Type: ${type}`, '', ...rows, '');

describe('a hundred thousand bytes of each kind', () => {
  const size = 100_000;
  it.each<[string, Buffer]>([
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
    ['parameters', bodyAs(`text/plain${'; a=b'.repeat(size / 5)}`, 'x')],
    ['blanks in a type', bodyAs(`text/html${' '.repeat(size)}charset=utf-8`, 'x')],
    ['a charset that is no name', bodyAs(`text/html; charset=${'x'.repeat(size)}`, 'x')],
    ['meta elements', bodyAs('text/html', '<meta '.repeat(size / 6))],
    ['bytes of no charset', bodyAs('text/plain', '\u00fc\u00df'.repeat(size / 2))],
    ['base64', bodyAs('text/plain\r\nContent-Transfer-Encoding: base64', 'QUJD'.repeat(size / 4))],
  ])(
    '%s are read to their end, long before anybody would take it for hanging',
    async (_what, raw) => {
      const mail = await readMail(raw);
      expect(mail.words.length + mail.subject.length + mail.to.length).toBeGreaterThan(0);
    },
    5000,
  );
});
