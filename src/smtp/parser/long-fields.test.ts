import { expect, it } from 'vitest';
import { cpuTime } from '../../../test/support/cpu-time.js';
import { readMail } from './read-mail.js';

const word = '=?utf-8?B?w6Q=?= ';
const folded = (piece: string, count: number) => `${piece.repeat(50)}\r\n `.repeat(count / 50);

/** Fields of half a megabyte and more, as no program writes them. */
const fields: Record<string, string> = {
  'encoded words side by side': `Subject: ${folded(word, 40_000)}`,
  'the same in one line': `Subject: ${word.repeat(40_000)}`,
  'the same behind an octet': `Subject: ä${word.repeat(40_000)}`,
  'encoded words of two charsets in turn': `Subject: ${folded(`${word}=?iso-8859-1?Q?=E4?= `, 20_000)}`,
  'encoded words in a name': `To: ${folded(word, 40_000)}<a@b.test>`,
  'encoded words in the name of a file': `Content-Type: text/plain; name="${word.repeat(40_000)}"`,
  'encoded words in a disposition': `Content-Disposition: attachment; filename="${folded(word, 40_000)}"`,
  'addresses without end': `To: ${folded('a@b.test, ', 100_000)}`,
  'fields of addresses without end': 'To: a@b.test\r\n'.repeat(100_000).trim(),
  'brackets that nothing closes': `To: ${'<'.repeat(500_000)}`,
  'encoded words that do not end': `Subject: ${'=?a?q?'.repeat(100_000)}`,
  'parameters without end': `Content-Type: text/plain${';\r\n a*0*=x'.repeat(60_000)}`,
};

it.each(Object.keys(fields))('a field takes time by its length: %s', async (what) => {
  const raw = Buffer.from(`From: a@b.test\r\n${fields[what]}\r\n\r\nx`, 'latin1');
  await readMail(Buffer.from('Subject: loaded\r\n\r\nx'));
  let read: Awaited<ReturnType<typeof readMail>> | undefined;
  const ms = await cpuTime(async () => void (read = await readMail(raw)));
  expect(read?.from?.address).toBe('a@b.test');
  // The worst takes half a second; where each word copied those before it was half a minute.
  expect(ms).toBeLessThan(5000);
});

it('of many addresses the first are listed, and the note says so', async () => {
  const all = Array.from({ length: 1500 }, (_, n) => `"Name ${n}" <n${n}@b.test>`).join(',\r\n ');
  const mail = await readMail(Buffer.from(`To: ${all}\r\nCc: ${all}\r\nSubject: s\r\n\r\nx`));
  expect([mail.to.length, mail.cc.length, mail.to[999]?.address]).toEqual([1000, 1000, 'n999@b.test']);
  expect(mail.note).toContain('Of the addresses of To the first 1000 are listed; the raw mail has all.');
  expect(mail.note).toContain('of Cc');
});

it('of texts and names without end the row has the beginning, the headers all', async () => {
  const long = '😀'.repeat(6000);
  const many = Array.from({ length: 900 }, (_, n) => `"${'n'.repeat(200)}" <n${n}@b.test>`).join(',\r\n ');
  const raw = `From: "${long}" <a@b.test>\r\nTo: ${many}\r\nSubject: x${long}\r\n\r\nx`;
  const mail = await readMail(Buffer.from(raw));
  expect([mail.subject, mail.from?.name]).toEqual([`x${'😀'.repeat(4999)}`, '😀'.repeat(5000)]);
  expect(mail.from?.address).toBe('a@b.test');
  expect(mail.to.reduce((sum, { name, address }) => sum + name.length + address.length, 0)).toBeLessThan(
    65_537,
  );
  expect(mail.to.length).toBeGreaterThan(250);
  expect(mail.headers.find(({ name }) => name === 'Subject')?.value).toBe(`x${long}`);
  expect(mail.note).toContain('Of the subject the first 10000 characters are shown; its header has all.');
  expect(mail.note).toContain(`Of the addresses of To the first ${mail.to.length} are listed`);
});
