import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A mail with a text and a part behind it. */
const mailOf = (fields: readonly string[], content: Buffer | string): Buffer =>
  Buffer.from(
    [
      'Subject: s',
      'Content-Type: multipart/mixed; boundary=B',
      '',
      '--B',
      '',
      'hello body',
      '--B',
      ...fields,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(content).toString('base64'),
      '--B--',
      '',
    ].join('\r\n'),
  );
const filesOf = ({ attachments }: Awaited<ReturnType<typeof readMail>>) =>
  attachments.map(({ filename, content_type, content }) => [filename, content_type, content]);

/** What programs write in place of a type, and what is told of it. */
const noTypes: [sent: string, told: string][] = [
  ['image/*', 'image/*'],
  ['*/*', '*/*'],
  ['application/*', 'application/*'],
  ['binary/octet-stream', 'binary/octet-stream'],
  ['unknown/unknown', 'unknown/unknown'],
  ['content/unknown', 'content/unknown'],
  ['file/pdf', 'file/pdf'],
  ['zip/zip', 'zip/zip'],
  ['excel/xlsx', 'excel/xlsx'],
  ['image', 'image'],
  ['audio', 'audio'],
  ['application', 'application'],
  ['octet-stream', 'octet-stream'],
  ['PDF', 'pdf'],
  ['jpg', 'jpg'],
  ['image\\png', 'image\\png'],
  ['image/', 'image/'],
  ['/png', '/png'],
  ['"a.png"', 'a.png'],
  ['Image / PNG', 'image/png'],
  ['multipart/form-data', 'multipart/form-data'],
  ['text/*', 'text/*'],
  ['text/x-picture', 'text/x-picture'],
  ['', 'application/octet-stream'],
  [';', 'application/octet-stream'],
  ['\u001b\u0007', 'application/octet-stream'],
  ['\u00fc/\u00fc', 'application/octet-stream'],
  ['x'.repeat(1000), 'x'.repeat(100)],
];

describe('a part whose type is none is a file where its bytes say so', () => {
  it.each(noTypes)('Content-Type: %s', async (sent, told) => {
    for (const disposition of [[], ['Content-Disposition: inline'], ['Content-Disposition: attachment']]) {
      const mail = await readMail(mailOf([`Content-Type: ${sent}`, ...disposition], png));
      expect([mail.text, filesOf(mail)]).toEqual(['hello body', [[null, told, png]]]);
    }
  });

  it('and where it names none', async () => {
    const mail = await readMail(mailOf([], png));
    expect([mail.text, filesOf(mail)]).toEqual(['hello body', [[null, 'application/octet-stream', png]]]);
  });

  it.each([
    ['a PDF', '%PDF-1.4\n1 0 obj'],
    ['a zip', Buffer.from('504b0304140000000800', 'hex')],
    ['gzip', gzipSync('some text')],
    ['compressed bytes', deflateSync(Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * at) % 251)))],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')],
    ['a GIF', Buffer.from('47494638396101000100800000', 'hex')],
  ])('%s', async (_what, content) => {
    const mail = await readMail(mailOf(['Content-Type: unknown/unknown'], content));
    expect([mail.text, mail.attachments.length]).toEqual(['hello body', 1]);
  });
});

describe('a part whose type is none is a file where its name says so', () => {
  it.each([
    ['pdf; name=a.pdf', 'a.pdf', 'pdf'],
    ['application;name=a.zip', 'a.zip', 'application'],
    ['; name="a.png"', 'a.png', 'application/octet-stream'],
    ['name="a.docx"', 'a.docx', 'application/octet-stream'],
    ['binary/octet-stream; name=data.csv', 'data.csv', 'binary/octet-stream'],
    ['*/*; name=a.mp4', 'a.mp4', '*/*'],
    ['unknown; name="Invoice 7.pages"', 'Invoice 7.pages', 'unknown'],
  ])('Content-Type: %s', async (type, name, told) => {
    const mail = await readMail(mailOf([`Content-Type: ${type}`], 'words'));
    expect([mail.text, filesOf(mail)]).toEqual(['hello body', [[name, told, Buffer.from('words')]]]);
  });
});

describe('text whose type is none stays text', () => {
  it.each([
    ['nonsense', 'words'],
    ['unknown/unknown', 'words'],
    ['*/*', 'words'],
    ['*', 'words'],
    ['/', 'words'],
    ['text/*', 'words'],
    ['text', 'words'],
    ['text/x-web-markdown', '# words'],
    ['application/text', 'words'],
    ['nonsense', 'Grüße, 日本'],
    ['nonsense', Buffer.from('Gr\xfc\xdfe', 'latin1')],
    ['nonsense', Buffer.from('\ufeffGrüße', 'utf16le')],
    ['nonsense', Buffer.from('Hello words', 'utf16le')],
    ['nonsense', '\x1b$BF|K\\\x1b(B'],
    ['nonsense', '\x1b[1mbold\x1b[0m\x08\x0c'],
    ['nonsense; name=a.txt', 'words'],
    ['nonsense; name="Notes of Dr. Who"', 'words'],
    ['text/x-web-markdown; name=a.conf', 'words'],
  ])('Content-Type: %s, %j', async (type, content) => {
    const mail = await readMail(mailOf([`Content-Type: ${type}`], content));
    expect(mail.text).toMatch(/^hello body\n[\s\S]/);
    expect(mail.attachments.length).toBe(type.includes('name') ? 1 : 0);
  });

  it('and a mail without a type is text, whatever its bytes are', async () => {
    const { text, attachments } = await readMail(Buffer.from('Subject: s\r\n\r\none\0two'));
    expect([text, attachments]).toEqual(['one\0two', []]);
  });
});
