import { expect, it } from 'vitest';
import { malformedMail } from '../../../test/corpus/malformed-mail.js';
import { strangeMail } from '../../../test/corpus/strange-mail.js';
import { headEnd } from './head-end.js';
import { readHeaders, readMail } from './read-mail.js';

const mails = [...malformedMail.map(([what, raw]) => ({ what, raw })), ...strangeMail];
const headersOf = (raw: Buffer) => readHeaders(raw.subarray(0, headEnd(raw) + 2));

it.each(mails)('the headers of $what are the same without the rest of it', async ({ raw }) => {
  const alone = headersOf(raw);
  if (alone) expect(alone.slice(0, 10_000)).toEqual((await readMail(raw)).headers);
});

it('the rest of a mail matters for few heads', () => {
  const withRest = mails.filter(({ raw }) => headersOf(raw) === null);
  expect(withRest.length).toBeLessThan(mails.length / 5);
});

it('of very many headers the first are listed, and those that matter are read wherever they stand', async () => {
  const raw = Buffer.from(
    `${'X-One: more\r\n'.repeat(10_000)}From: a@x.test\r\nSubject: Late\r\n\r\ntext\r\n`,
  );
  const { headers, subject, from, text, note } = await readMail(raw);
  expect([headers.length, subject, from?.address, text?.trim()]).toEqual([
    10_000,
    'Late',
    'a@x.test',
    'text',
  ]);
  expect(note).toBe('Of 10002 headers the first 10000 are listed; the raw mail has all.');
});
