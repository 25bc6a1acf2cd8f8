import { describe, expect, it } from 'vitest';
import type { MessageSummary } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';
import { cpuTime } from '../support/cpu-time.js';

const head = 'From: a@b.test\r\nTo: c@d.test\r\nSubject: dots\r\n\r\n';
const stuffed = (body: string) => body.replace(/^\./gm, '..');

describe('Dots at the start of a line', () => {
  it('come out as they were, wherever the pieces of the mail are cut', async () => {
    const body = `${head}.one\r\n..two\r\n.\r.\n.three\r\n\r\n.\r\r\n.four.\r\n`;
    const sent = `${head}..one\r\n...two\r\n..\r.\n.three\r\n\r\n..\r\r\n..four.\r\n.\r\n`;
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    for (let cut = head.length; cut < sent.length; cut += 1) {
      const pieces = [sent.slice(0, cut), sent.slice(cut)];
      for (const line of ['MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA']) await client.send(line);
      client.write(pieces[0] ?? '');
      await new Promise(setImmediate);
      client.write(pieces[1] ?? '');
      expect(await client.reply()).toMatch(/^250/);
    }
    const mails = await emulator.inbox.list();
    expect(mails).toHaveLength(sent.length - head.length);
    for (const { id } of mails) expect((await emulator.inbox.raw(id)).toString('latin1')).toBe(body);
  });
  it('a mail of nothing else comes in at once', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    const body = `${head}${'.\r\n'.repeat(1_000_000)}`;
    const text = `${stuffed(body)}.\r\n`;
    expect(
      await cpuTime(async () => expect(await client.mail('c@d.test', text)).toMatch(/^250/)),
    ).toBeLessThan(2500);
    const [mail] = await emulator.inbox.list();
    expect(mail?.size).toBe(body.length);
  });
  it('are kept in mail of our own, however many', async () => {
    const emulator = await useEmulator();
    const text = '.\n'.repeat(150_000);
    const body = { from_email: 'a@b.test', to: 'c@d.test', subject: 'dots', content: { text } };
    const { data } = await callApi<MessageSummary>(emulator, '/emails', { method: 'POST', body });
    const mail = await emulator.inbox.waitFor({ to: 'c@d.test' });
    expect(mail.id).toBe(data.id);
    expect(mail.text?.split('\n').filter((line) => line === '.')).toHaveLength(150_000);
  });
});
