import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../test/corpus/languages.js';
import { decodeText } from './charset.js';
import { readMail } from './read-mail.js';

/** Texts of UTF-8 by what is cut off at their end, in bytes. */
const cutTexts: [text: string, cut: number, shown: string][] = [
  ['Grüße aus Köln €', 1, 'Grüße aus Köln \ufffd'],
  ['Grüße aus Köln €', 2, 'Grüße aus Köln \ufffd'],
  ['Rechnung für Müller Straß', 1, 'Rechnung für Müller Stra\ufffd'],
  ['Eine Straß', 1, 'Eine Stra\ufffd'],
  ['Hello – “Jane”, your order –', 1, 'Hello – “Jane”, your order \ufffd'],
  ['Total: 5 €', 1, 'Total: 5 \ufffd'],
  ['你好\u00a0你', 1, '你好\u00a0\ufffd'],
  ['日本語の件名日', 1, '日本語の件名\ufffd'],
  ['日本語の件名日', 2, '日本語の件名\ufffd'],
  ['你好', 1, '你\ufffd'],
  ['Привет мир, до встречи', 1, 'Привет мир, до встреч\ufffd'],
  ['Привет, кто я', 1, 'Привет, кто \ufffd'],
  ['Καλημέρα', 1, 'Καλημέρ\ufffd'],
  ['สวัสดี', 2, 'สวัสด\ufffd'],
  ['Party 😀', 1, 'Party \ufffd'],
  ['Party 🎉 😀', 3, 'Party 🎉 \ufffd'],
];
const cutBytes = (text: string, cut: number): Buffer => Buffer.from(text).subarray(0, -cut);
const mailOf = (head: string, body: Buffer | string = 'x'): Buffer =>
  Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(body), Buffer.from('\r\n')]);
const percent = (bytes: Buffer): string =>
  Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const q = (bytes: Buffer): string => percent(bytes).replaceAll('%', '=');

describe('of UTF-8 that is cut the last character alone is lost', () => {
  it.each(cutTexts)('%j less %i bytes, in every place of a mail', async (text, cut, shown) => {
    const bytes = cutBytes(text, cut);
    const body = await readMail(mailOf('Content-Type: text/plain; charset=utf-8', bytes));
    expect(body.text).toBe(`${shown}\n`);
    const html = await readMail(mailOf('Content-Type: text/html; charset=UTF-8', bytes));
    expect(html.html).toBe(`${shown}\n`);
    const head = `Subject: =?utf-8?B?${bytes.toString('base64')}?=\r\nX-Q: =?UTF-8?Q?${q(bytes)}?=\r\nFrom: =?utf-8?B?${bytes.toString('base64')}?= <a@x.test>`;
    const words = await readMail(mailOf(head));
    expect([words.subject, words.headers[1]?.value, words.from?.name]).toEqual([shown, shown, shown]);
    const named = await readMail(
      mailOf(
        `Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''${percent(bytes)}.pdf`,
      ),
    );
    expect(named.attachments[0]?.filename).toBe(`${shown}.pdf`);
  });

  it.each(cutTexts)('%j less %i bytes between other text', (text, cut, shown) => {
    const around = (piece: Buffer) => Buffer.concat([Buffer.from('See: '), piece, Buffer.from(' and more')]);
    expect(decodeText(around(cutBytes(text, cut)), 'utf-8')).toBe(`See: ${shown} and more`);
  });

  const ofMoreCharacters = cutTexts.filter(
    ([, , shown]) => (shown.match(/[^\u0000-\u007f\ufffd]/gu)?.length ?? 0) > 1,
  );
  it.each(ofMoreCharacters)('%j less %i bytes, though nobody names the charset', async (text, cut, shown) => {
    const bytes = cutBytes(text, cut);
    const mail = await readMail(
      mailOf(`Subject: ${bytes.toString('latin1')}\r\nFrom: ${bytes.toString('latin1')} <a@x.test>`, bytes),
    );
    expect([mail.subject, mail.from?.name, mail.text]).toEqual([shown, shown, `${shown}\n`]);
    const other = await readMail(
      mailOf(`Content-Type: text/plain; charset=koi8-r\r\nSubject: ${bytes.toString('latin1')}`),
    );
    expect(other.subject).toBe(shown);
  });

  it.each([
    ['the first character of a text', Buffer.from('ür Köln').subarray(1), '\ufffdr Köln'],
    [
      'one within words without blanks',
      Buffer.concat([cutBytes('日本語', 1), Buffer.from('です')]),
      '日本\ufffdです',
    ],
    [
      'several of a longer text',
      Buffer.concat([1, 2].flatMap(() => [cutBytes('Привет, мир', 1), Buffer.from('. ')])),
      'Привет, ми\ufffd. Привет, ми\ufffd. ',
    ],
  ])('%s', (_what, bytes, shown) => {
    expect(decodeText(bytes, 'utf-8')).toBe(shown);
  });
});

it.each([
  ['gb18030', '你好'],
  ['big5', '你好世界'],
  ['shift_jis', '日本語'],
  ['euc-kr', '안녕하세요'],
])('a cut subject of %s loses one character too', async (charset, text) => {
  const bytes = iconv.encode(text, charset).subarray(0, -1);
  const { subject } = await readMail(mailOf(`Subject: =?${charset}?B?${bytes.toString('base64')}?=`));
  expect(subject).toBe(`${text.slice(0, -1)}\ufffd`);
});

describe('what calls itself UTF-8 and is another charset is told by its bytes', () => {
  const rows = Object.values(languages).flatMap(({ charsets, rows: texts }) =>
    charsets.flatMap((charset) => texts.map((text) => ({ charset, text }))),
  );
  it('in all languages', () => {
    const wrong = rows
      .map(({ charset, text }) => iconv.encode(text, charset))
      .filter((bytes) => decodeText(bytes, 'utf-8') !== decodeText(bytes, null));
    expect(wrong).toEqual([]);
  });
  it.each(['café', 'voilà', 'Fuß', 'naïve café', 'Grüße', 'É', 'ça', 'déjà vu'])(
    '%s of Latin-1',
    async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      expect(decodeText(bytes, 'utf-8')).toBe(text);
      const { subject } = await readMail(mailOf(`Subject: =?utf-8?B?${bytes.toString('base64')}?=`));
      expect(subject).toBe(text);
    },
  );
  it('a name of Latin-1 beside ones of UTF-8', async () => {
    const { subject } = await readMail(
      mailOf(`Subject: ${Buffer.from('Müller, Jörg').toString('latin1')}, Ren\xe9`),
    );
    expect(subject).toBe('Müller, Jörg, René');
  });
});
