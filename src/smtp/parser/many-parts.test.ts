import { expect, it } from 'vitest';
import { useEmulator } from '../../../test/support/emulator.js';
import { useSmtp } from '../../../test/support/smtp-client.js';
import { readMail } from './read-mail.js';

const mailOf = (part: string, count: number): string =>
  [
    'Subject: Many',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=B',
    '',
    ...Array.from({ length: count }, () => `--B\r\n${part}\r\n`),
    '--B--',
    '',
  ].join('\r\n');

const parts: readonly (readonly [string, string])[] = [
  ['named text', 'Content-Type: text/plain; name=a.txt\r\n\r\nsome words and more words of text\r\n'],
  ['html', 'Content-Type: text/html\r\n\r\n<p>some words</p>\r\n'],
  ['files', 'Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n'],
  ['nothing', '\r\n'],
];

// The parser gives up beyond a thousand parts, in the middle of one that then never ends.
it.each(parts)(
  'a mail of more parts of %s than the parser reads is shown raw, with a note',
  async (_what, part) => {
    const mail = await readMail(Buffer.from(mailOf(part, 1500)));
    expect(mail.note).toMatch(
      /could not be parsed \(Max allowed child nodes exceeded\); the raw text is shown/,
    );
    expect([mail.subject, mail.attachments]).toEqual(['Many', []]);
    expect(mail.text).toContain('--B');
  },
);

it('a part whose head is longer than the parser reads does not hold the inbox', async () => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  const head = `X-Long: ${'y'.repeat(900)}\r\n`.repeat(1300);
  await client.mail('a@example.test', `${mailOf(`${head}\r\nx`, 1)}.\r\n`);
  await client.mail('b@example.test', 'Subject: Next\r\n\r\nneedle\r\n.\r\n');
  expect((await emulator.inbox.list({})).map(({ subject }) => subject)).toEqual(['Next', 'Many']);
});

const filesOf = (head: string, contents: readonly string[]): string => {
  const fields = `Content-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n${head}`;
  const parts = contents.map((content) => `--B\r\n${fields}\r\n${content}\r\n`);
  return `Content-Type: multipart/mixed; boundary=B\r\n\r\n${parts.join('')}--B--\r\n`;
};
const sizesIn = async (raw: string): Promise<number[]> =>
  (await readMail(Buffer.from(raw))).attachments.map(({ size }) => size);
const encodings = ['7bit', '8bit', 'binary', 'quoted-printable', 'base64'];
const heads = ['', ...encodings.map((name) => `Content-Transfer-Encoding: ${name}\r\n`)];

it.each([[['']], [['', '']], [['YWJj', '', 'YWJj']], [['', 'YWJj']]])(
  'of parts %j none has the line end before the next delimiter',
  async (contents) => {
    for (const head of heads)
      for (const end of ['\r\n', '\n']) {
        const whole = head.includes('base64') ? 3 : 4;
        const sizes = await sizesIn(filesOf(head, contents).replaceAll('\r\n', end));
        expect(sizes).toEqual(contents.map((content) => (content === '' ? 0 : whole)));
      }
  },
);

it('a part of one line end keeps it', async () => {
  expect(await sizesIn(filesOf('', ['\r\n', '\r\n', 'x']))).toEqual([2, 2, 1]);
});
