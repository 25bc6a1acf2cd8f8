import { expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const raw = (head: string): Buffer => Buffer.from(`${head}\r\n\r\nwords\r\n`);
const note = 'Reading this mail took too long; the beginning of the raw text is shown instead.';

it('of a mail that could not be read in time the head is', async () => {
  const given = raw(
    'From: =?utf-8?Q?J=C3=B6rg?= <j@x.test>\r\nTo: a@y.test,\r\n b@y.test\r\nSubject: Grüße\r\nContent-Type: text/html',
  );
  const mail = await readMail(given, 'raw');
  expect(mail).toMatchObject({
    from: { name: 'Jörg', address: 'j@x.test' },
    subject: 'Grüße',
    html: null,
    note,
  });
  expect(mail.to.map(({ address }) => address)).toEqual(['a@y.test', 'b@y.test']);
  expect(mail.headers.at(-1)).toEqual({ name: 'Content-Type', value: 'text/html' });
  expect(mail.text).toBe(given.toString());
});

it('unless the head may be what takes so long', async () => {
  const mail = await readMail(raw(`Subject: s\r\nX-Long: ${'y'.repeat(40_000)}`), 'raw');
  expect(mail).toMatchObject({ from: null, subject: '', headers: [], note });
});
