import { describe, expect, it } from 'vitest';
import { callControl, useEmulator } from '../support/emulator.js';
import { onTheWire } from '../support/on-the-wire.js';
import { useSmtp } from '../support/smtp-client.js';
import { malformedMail } from '../corpus/malformed-mail.js';

describe('mail that no parser likes', () => {
  it('is accepted, kept byte for byte and shown, each of it', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    const lost: string[] = [];
    for (const [index, [what, raw]] of malformedMail.entries()) {
      const to = `r${index}@example.test`;
      const reply = await client.mail(to, onTheWire(raw));
      const [summary] = await emulator.inbox.list({ to });
      const kept = await emulator.inbox.raw(summary?.id ?? '');
      const mail = await emulator.inbox.get(summary?.id ?? '');
      const ended = raw.toString('latin1').endsWith('\r\n') ? raw : Buffer.concat([raw, Buffer.from('\r\n')]);
      const shown = [mail.text, mail.html, mail.note, ...mail.headers.map(({ name }) => name)]
        .join('')
        .trim();
      const attached = mail.attachments.length > 0;
      const blank = raw.toString().trim() === '';
      if (!/^250 /.test(reply) || !kept.equals(ended) || !(shown !== '' || attached || blank))
        lost.push(what);
    }
    expect(lost).toEqual([]);
    expect(malformedMail.length).toBeGreaterThanOrEqual(60);
  });

  it.each([
    ['no headers at all', /this is only text/],
    ['multipart without a boundary', /lost\?/],
    ['multipart whose boundary never comes', /nothing here/],
  ])('with %s shows what it says', async (what, expected) => {
    const emulator = await useEmulator();
    const raw = malformedMail.find(([name]) => name === what)?.[1] ?? Buffer.alloc(0);
    const client = await useSmtp(emulator);
    await client.mail('ann@example.test', onTheWire(raw));
    const mail = await emulator.inbox.waitFor({ to: 'ann@example.test' });
    expect(mail.text).toMatch(expected);
  });

  it('does not keep others from being read', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    for (const [, raw] of malformedMail.slice(0, 20)) await client.mail('many@example.test', onTheWire(raw));
    await client.mail('last@example.test', 'Subject: Findable\r\n\r\nneedle\r\n.\r\n');
    expect((await emulator.inbox.list({ q: 'needle' })).map(({ subject }) => subject)).toEqual(['Findable']);
    const { status } = await callControl(emulator, '/health');
    expect(status).toBe(200);
  });
});
