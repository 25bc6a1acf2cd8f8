import { expect, it } from 'vitest';
import { downloadName } from '../../core/inbox/download-name.js';
import { readMail } from './read-mail.js';

it.each([
  ["filename*=utf-8''%20%20lead.txt", '  lead.txt', 'lead.txt'],
  ['filename="  lead.txt "', '  lead.txt ', 'lead.txt'],
  ['filename="tab\tname.txt"', 'tab\tname.txt', 'tab name.txt'],
  ["filename*=utf-8''tab%09name.txt", 'tab\tname.txt', 'tab name.txt'],
  ["filename*=utf-8''line%0D%0Aname.txt", 'line name.txt', 'line name.txt'],
  ['filename=plain.txt ; x=y', 'plain.txt', 'plain.txt'],
])('the name %s is that of its sender, and safe where it is saved', async (parameter, given, saved) => {
  const raw = `Content-Type: application/pdf\r\nContent-Disposition: attachment; ${parameter}\r\n\r\nx`;
  const { attachments } = await readMail(Buffer.from(raw));
  expect(attachments.map(({ filename }) => filename)).toEqual([given]);
  expect(attachments.map(downloadName)).toEqual([saved]);
});

it('a note that names a file is one line', async () => {
  const fields = 'Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n';
  const raw = `${fields}Content-Disposition: attachment; filename*=utf-8''a%0A%1Bb.png\r\n\r\nQUJD!\r\n`;
  const { note } = await readMail(Buffer.from(raw));
  expect(note).toMatch(/^The part a b\.png could not be decoded whole: /);
});
