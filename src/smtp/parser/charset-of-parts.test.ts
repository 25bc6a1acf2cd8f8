import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { headEnd } from './head-end.js';
import { readHeaders, readMail } from './read-mail.js';

interface Container {
  charset: string;
  bytes: Buffer;
  type?: string;
}

/** A container whose head has octets, of which a part names the charset. */
function containerOf({ charset, bytes, type = 'multipart/mixed; boundary=B' }: Container): Buffer {
  const octets = bytes.toString('latin1');
  const part = [`Content-Type: text/plain; charset=${charset}`, '', octets];
  const inner = ['Content-Type: multipart/alternative; boundary=C', '', '--C', ...part, '--C--'];
  const head = [
    `From: ${octets} <a@b.test>`,
    `Subject: ${octets}`,
    `X-Note: ${octets}`,
    `Content-Type: ${type}`,
  ];
  return Buffer.from([...head, '', '--B', ...inner, '--B--', ''].join('\r\n'), 'latin1');
}

describe('octets in the head of a mail with parts are in the charset that a part names', () => {
  it.each([
    ['koi8-r', 'Привет мир'],
    ['windows-1251', 'Привет мир'],
    ['shift_jis', '日本語のテスト'],
    ['gb2312', '你好世界'],
    ['iso-8859-2', 'Zażółć gęślą'],
    ['euc-kr', '한글 시험'],
  ])('%s', async (charset, text) => {
    const bytes = iconv.encode(text, charset);
    // A container that the splitter cannot read is repaired before.
    for (const type of ['multipart/mixed; boundary=B', 'multipart/mixed boundary=B']) {
      const mail = await readMail(containerOf({ charset, bytes, type }));
      const note = mail.headers.find(({ name }) => name === 'X-Note')?.value;
      expect([mail.subject, mail.from?.name, note, mail.text?.trim()]).toEqual([text, text, text, text]);
    }
  });
});

it('UTF-8 with one damaged byte is that with one wrong sign', async () => {
  const bytes = Buffer.concat([Buffer.from('你好世界'), Buffer.from([0xff]), Buffer.from('平安')]);
  expect((await readMail(containerOf({ charset: 'utf-8', bytes }))).subject).toBe('你好世界\ufffd平安');
});

it('a head of octets that names no charset tells its headers with its parts alone', () => {
  const raw = containerOf({ charset: 'koi8-r', bytes: iconv.encode('Привет', 'koi8-r') });
  expect(readHeaders(raw.subarray(0, headEnd(raw) + 2))).toBeNull();
});
