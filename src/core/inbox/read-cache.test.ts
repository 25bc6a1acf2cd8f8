import { expect, it } from 'vitest';
import type { MessageId } from '../../contract/ids.js';
import type { ParsedMail } from '../ports/mail-reader.js';
import { createReadCache } from './read-cache.js';

const mega = 1024 * 1024;
const mailOf = (characters: number): ParsedMail => ({
  from: null,
  to: [],
  cc: [],
  reply_to: [],
  subject: '',
  html: null,
  text: 'x'.repeat(characters),
  headers: [],
  attachments: [],
  note: null,
  readable: '',
  preview: '',
  words: '',
  links: [],
  codes: [],
  cids: [],
});

/** A cache over a reader that counts, and a clock that is moved by hand. */
function counting(characters: number) {
  let now = 0;
  let readings = 0;
  const alarms: { at: number; act(): void }[] = [];
  const timers = {
    now: () => now,
    after(ms: number, act: () => void) {
      alarms.push({ at: now + ms, act });
      return { cancel: () => undefined };
    },
  };
  const read = () => {
    readings += 1;
    return Promise.resolve(mailOf(characters));
  };
  const cache = createReadCache({ read }, timers);
  const raw = Buffer.alloc(mega);
  return {
    look: (number: number) =>
      cache.read(`email_0000000${number}` as MessageId, raw.length, () => Promise.resolve(raw)),
    readings: () => readings,
    wait(ms: number) {
      now += ms;
      for (const alarm of alarms.splice(0))
        if (alarm.at <= now) alarm.act();
        else alarms.push(alarm);
    },
  };
}

it('a large mail is read once while somebody looks at it, and again a minute after the last look', async () => {
  const { look, readings, wait } = counting(mega);
  await look(1);
  wait(50_000);
  await look(1);
  wait(50_000);
  await look(1);
  expect(readings()).toBe(1);
  wait(60_000);
  wait(60_000);
  await look(1);
  expect(readings()).toBe(2);
});

it('what is kept is bounded by what the mails came to, not by their bytes', async () => {
  const { look, readings } = counting(10 * mega);
  for (const number of [1, 2, 3]) await look(number);
  // Three would be 60 MB.
  await look(3);
  await look(2);
  expect(readings()).toBe(3);
  await look(1);
  expect(readings()).toBe(4);
});
