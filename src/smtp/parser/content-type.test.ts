import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const octets = (text: string): string => Buffer.from(text).toString('latin1');
const mailOf = (...rows: string[]): Buffer => Buffer.from(rows.join('\r\n'), 'latin1');

describe('the charset of a part is that of its Content-Type', () => {
  it.each([
    'text/plain; original-charset=koi8-r; charset=utf-8',
    'text/plain; x="charset=koi8-r"; charset=utf-8',
    'text/plain; x="a \\" charset=koi8-r"; charset=utf-8',
    'text/plain (charset=koi8-r) ; charset="utf-8"',
    'text/plain; (charset=koi8-r) charset=utf-8 (charset=koi8-r)',
    'text/plain; name="charset=koi8-r.txt"; charset=utf-8',
    'text/plain; charset-list=koi8-r; charset=utf-8',
    "text/plain; charset*=us-ascii'en'utf-8",
    'text/plain; charset*0=ut; charset*1=f-8',
    'text/plain charset=utf-8 format=fixed',
    'text/plain, charset=utf-8',
    'text/plain; charset = "utf-8"',
    "text/plain; charset='utf-8'",
    'text/plain; charset="utf-8',
    'text/plain;\r\n\tcharset=utf-8; charset=koi8-r',
  ])('%s', async (type) => {
    const { text } = await readMail(mailOf('Subject: s', `Content-Type: ${type}`, '', octets('Größe')));
    expect(text).toBe('Größe');
  });

  it.each([
    'Subject: about charset=koi8-r gr\xfc\xdfe',
    'X-A: charset=koi8-r\r\nSubject: about charset=koi8-r gr\xfc\xdfe',
  ])('and so is that of 8-bit fields: %s', async (fields) => {
    for (const type of ['text/plain', 'text/plain; charset=iso-8859-1', 'multipart/mixed; boundary=B']) {
      const { subject } = await readMail(mailOf(fields, `Content-Type: ${type}`, '', 'x'));
      expect(subject).toBe('about charset=koi8-r grüße');
    }
  });

  it('a field is folded before it names its charset', async () => {
    const type = 'Content-Type: text/plain;\r\n charset=koi8-r';
    const { subject } = await readMail(mailOf('Subject: \xf0\xd2\xc9', type, '', 'x'));
    expect(subject).toBe('При');
  });
});
