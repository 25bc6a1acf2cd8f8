import { describe, expect, it } from 'vitest';
import { createIntake } from '../../src/core/traffic/intake.js';
import { useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';
import type { SmtpClient } from '../support/smtp-client.js';

const head = 'From: a@b.test\r\nTo: c@d.test\r\nSubject: large\r\n\r\n';
const line = `${'x'.repeat(98)}\r\n`;
const half = head + line.repeat(4000);

async function open(client: SmtpClient): Promise<void> {
  for (const command of ['MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA']) await client.send(command);
}

describe('Large mail that comes in at once', () => {
  it('waits its turn, and all of it arrives', async () => {
    const emulator = await useEmulator();
    const clients = await Promise.all(Array.from({ length: 12 }, () => useSmtp(emulator)));
    await Promise.all(clients.map(open));
    for (const client of clients) client.write(half);
    // A small mail does not wait with them.
    const small = await useSmtp(emulator);
    expect(await small.mail('e@f.test', 'Subject: small\r\n\r\nsmall\r\n.\r\n')).toMatch(/^250/);
    for (const client of clients) client.write(`${line.repeat(4000)}.\r\n`);
    const replies = await Promise.all(clients.map((client) => client.reply()));
    expect(replies.every((reply) => reply.startsWith('250'))).toBe(true);
    const sizes = (await emulator.inbox.list({ to: 'c@d.test' })).map(({ size }) => size);
    expect(sizes).toEqual(Array.from({ length: 12 }, () => head.length + 8000 * line.length));
  });
  it('goes on when a client in front of it hangs up', async () => {
    const emulator = await useEmulator();
    const clients = await Promise.all(Array.from({ length: 4 }, () => useSmtp(emulator)));
    await Promise.all(clients.map(open));
    for (const client of clients) client.write(half);
    for (const client of clients.slice(0, 3)) client.end();
    clients[3]?.write('.\r\n');
    expect(await clients[3]?.reply()).toMatch(/^250/);
  });
});

/** An intake on a clock that is moved by hand, and what its mails are told. */
function useIntake() {
  let now = 0;
  const due: { at: number; act: () => void }[] = [];
  const timers = {
    now: () => now,
    after(ms: number, act: () => void) {
      due.push({ at: now + ms, act });
      return { cancel: () => undefined };
    },
  };
  const intake = createIntake(timers);
  const heard: string[] = [];
  const begin = (name: string) =>
    intake.begin({
      pause: () => heard.push(`${name} pauses`),
      resume: () => heard.push(`${name} resumes`),
      giveUp: () => heard.push(`${name} gives up`),
    });
  function pass(ms: number) {
    for (const until = now + ms; now < until;) {
      now += 500;
      for (const { act } of due.splice(0).filter((one) => one.at <= now || (due.push(one), false))) act();
    }
  }
  return { begin, heard, pass };
}

describe('The intake', () => {
  it('lets three large mails grow at once, and the next as one ends', () => {
    const { begin, heard, pass } = useIntake();
    const mails = ['a', 'b', 'c', 'd', 'e'].map(begin);
    for (const mail of mails) mail.grow(10_000);
    for (const mail of mails) mail.grow(1_000_000);
    expect(heard).toEqual(['d pauses', 'e pauses']);
    mails[1]?.complete();
    mails[1]?.end();
    expect(heard.splice(0)).toEqual(['d pauses', 'e pauses', 'd resumes']);
    for (let second = 0; second < 60; second += 1) {
      pass(1000);
      for (const index of [0, 2, 3]) mails[index]?.grow(2_000_000);
    }
    expect(heard).toEqual([]);
  });
  it('gives up a mail whose client does not go on while others wait, but none that is whole', () => {
    const { begin, heard, pass } = useIntake();
    const mails = ['a', 'b', 'c', 'd'].map(begin);
    for (const mail of mails.slice(0, 3)) mail.grow(1_000_000);
    pass(60_000);
    expect(heard).toEqual([]);
    mails[0]?.complete();
    mails[1]?.grow(1_100_000);
    mails[3]?.grow(1_000_000);
    pass(5000);
    mails[1]?.grow(1_200_000);
    pass(7000);
    expect(heard).toEqual(['d pauses', 'c gives up', 'd resumes']);
  });
});
