import { expect, it } from 'vitest';
import { inSlices } from '../../src/core/inbox/matching-mail.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const subjects = async (emulator: EmulatorHandle, q: string) =>
  (await emulator.inbox.list({ q, limit: 500 })).map(({ subject }) => subject).sort();

it('marks and deletes the mail that matches, and nothing else', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['Old news', 'Old news', 'Invoice 1', 'Invoice 2']);
  expect(await emulator.inbox.markRead({ q: 'subject:invoice' })).toBe(2);
  expect(await emulator.inbox.markRead({ q: 'subject:invoice' })).toBe(0);
  expect(await subjects(emulator, '-is:unread')).toEqual(['Invoice 1', 'Invoice 2']);
  // What is changed leaves the search itself.
  expect(await emulator.inbox.markRead({ q: 'is:unread' })).toBe(2);
  expect(await emulator.inbox.markRead({ subject: 'old' }, false)).toBe(2);
  expect(await emulator.inbox.clear({ q: 'subject:"old news"' })).toBe(2);
  await expect(emulator.inbox.clear({ q: 'is:nothing' })).rejects.toThrow(/is:/);
  expect(await subjects(emulator, '')).toEqual(['Invoice 1', 'Invoice 2']);
  expect(await emulator.inbox.clear({ q: 'nothing-has-this' })).toBe(0);

  const empty = ['', '  ', '\u200b', '\u00a0\u2060'];
  for (const [field, value] of [
    ...['q', 'to', 'from', 'subject', 'campaign', 'contact'].flatMap((name) =>
      empty.map((text) => [name, text]),
    ),
    ...['""', '-""', 'to:""', '-to:""', '"\u200b"', 'is:', 'header:" "'].map((text) => ['q', text]),
  ] as [string, string][])
    for (const [method, path] of [
      ['DELETE', '/messages'],
      ['POST', '/messages/read'],
    ] as const) {
      const query = new URLSearchParams({ [field]: value });
      const { status, error } = await callControl(emulator, `${path}?${query}`, { method });
      expect([status, error.details.field]).toEqual([400, field]);
      expect(error.details.issue).toMatch(
        /["a-z]/.test(value) ? /^Expected/ : /^Expected a filter that is not empty/,
      );
    }
  expect(await emulator.inbox.clear()).toBe(2);
});

it('gathers all pages before the first change, and changes a slice at a time', async () => {
  const ids = Array.from({ length: 1203 }, (_, number) => `email_${number}`);
  const seen: string[][] = [];
  const list = (_filter: object, limit: number, after?: { ordinal: number }) => {
    expect(seen).toEqual([]);
    const from = after?.ordinal ?? 0;
    const to = Math.min(ids.length, from + limit);
    return Promise.resolve({
      rows: ids.slice(from, to).map((id) => ({ id })),
      next: to < ids.length ? { id: '', ordinal: to } : null,
    });
  };
  const sum = await inSlices(list, {}, (slice) => {
    seen.push([...slice]);
    return slice.length;
  });
  expect([sum, seen.flat()]).toEqual([1203, ids]);
  expect(seen.length).toBeGreaterThan(2);
});
