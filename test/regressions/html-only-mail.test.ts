import { expect, it } from 'vitest';
import { callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

it.each([
  ['html alone', 'Content-Type: text/html\r\n\r\n<p>Your code is <b>123456</b>, pineapple</p>\r\n'],
  [
    'html beside an empty text',
    'Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Your code is <b>123456</b>, pineapple</p>\r\n--b--\r\n',
  ],
])('a mail with %s is found by its words, and its preview and codes come from it', async (_what, body) => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  await client.mail('ann@example.test', `Subject: H\r\n${body}.\r\n`);
  const mail = await emulator.inbox.waitFor({ q: 'pineapple' });
  expect(mail).toMatchObject({ preview: 'Your code is 123456, pineapple', codes: ['123456'], text: null });
  const { text, status } = await callControl(emulator, `/messages/${mail.id}/text`);
  expect([status, text.trim()]).toEqual([200, 'Your code is 123456, pineapple']);
});
