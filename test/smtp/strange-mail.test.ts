import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle, Message } from '../../src/index.js';
import { strangeMail } from '../corpus/strange-mail.js';
import { onTheWire } from '../support/on-the-wire.js';
import { useSmtp } from '../support/smtp-client.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const partsOf = ({ html, attachments }: Message): string[] => [
  'raw',
  'text',
  'events',
  'transcript',
  ...(html === null ? [] : ['html']),
  ...attachments.map(({ index }) => `attachments/${index}`),
];

describe('mail with', () => {
  it.each(strangeMail.map((mail, index) => ({ ...mail, to: `strange${index}@example.test` })))(
    '$what is accepted, kept byte for byte, shown and found',
    async ({ raw, shows = {}, to }) => {
      const client = await useSmtp(emulator);
      expect(await client.mail(to, onTheWire(raw))).toMatch(/^250 /);
      client.end();
      const [summary] = await emulator.inbox.list({ to });
      const id = summary?.id ?? '';
      const ended = raw.toString('latin1').endsWith('\r\n') ? raw : Buffer.concat([raw, Buffer.from('\r\n')]);
      expect((await emulator.inbox.raw(id)).equals(ended)).toBe(true);
      const mail = await emulator.inbox.get(id);
      const answers = await Promise.all(
        partsOf(mail)
          .slice(0, 10)
          .map(async (part) => [
            part,
            (await fetch(`${emulator.url}/_emulator/messages/${id}/${part}`)).status,
          ]),
      );
      expect(answers.filter(([, status]) => status !== 200)).toEqual([]);

      if (shows.from !== undefined) expect(mail.from.address).toBe(shows.from);
      if (shows.to) expect(mail.to.map(({ address }) => address)).toEqual(shows.to);
      if (shows.subject !== undefined) expect(mail.subject).toBe(shows.subject);
      if (shows.text) expect(mail.text ?? '').toMatch(shows.text);
      if (shows.html) expect(mail.html ?? '').toMatch(shows.html);
      if (shows.attachments) {
        const names = mail.attachments.map(({ filename, content_type }) => filename ?? content_type);
        expect(names).toEqual(shows.attachments);
      }
      const word = /[a-z]{4,30}/i.exec(mail.text ?? mail.subject)?.[0];
      if (word) expect((await emulator.inbox.list({ q: word, to })).map((found) => found.id)).toEqual([id]);
    },
  );

  it('all of that is in the list together', async () => {
    const client = await useSmtp(emulator);
    await client.mail('last@example.test', 'Subject: Last\r\n\r\nneedle\r\n.\r\n');
    expect((await emulator.inbox.list({ q: 'needle' })).map(({ subject }) => subject)).toEqual(['Last']);
    expect((await emulator.inbox.list({ limit: 500 })).length).toBe(strangeMail.length + 1);
    expect(strangeMail.length).toBeGreaterThan(100);
  });
});
