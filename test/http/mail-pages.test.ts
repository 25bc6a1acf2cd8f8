import { expect, it } from 'vitest';
import { callControl, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';
import type { MessageSummary } from '../../src/index.js';

const subjects = (rows: readonly MessageSummary[]) => rows.map(({ subject }) => subject);

it('begins a page after any number of matches, with the same rows as page after page', async () => {
  const emulator = await useEmulator();
  const sent = Array.from(
    { length: 40 },
    (_, number) => `${number % 3 === 0 ? 'Invoice' : 'News'} ${number}`,
  );
  await sendMails(emulator, sent);
  const { inbox } = emulator;
  const some = (await inbox.list({ limit: 500 })).slice(5, 20).map(({ id }) => id);
  await inbox.markRead({ ids: some });
  // A plain list, a group, a test of rows, a text that is gathered, and ids.
  for (const match of [{}, { q: 'is:unread' }, { q: 'is:read' }, { q: 'invoice' }, { ids: some }]) {
    const all = await inbox.list({ ...match, limit: 500 });
    expect(all.length).toBeGreaterThan(5);
    for (const offset of [0, 1, 7, all.length - 1, all.length, all.length + 5]) {
      const page = await inbox.list({ ...match, offset, limit: 4 });
      expect({ match, offset, found: subjects(page) }).toEqual({
        ...{ match, offset },
        found: subjects(all.slice(offset, offset + 4)),
      });
      const next = await inbox.list({ ...match, limit: 4, cursor: page.nextCursor ?? null });
      if (page.nextCursor) expect(subjects(next)).toEqual(subjects(all.slice(offset + 4, offset + 8)));
    }
    const { meta } = await callControl<MessageSummary[]>(
      emulator,
      `/messages?${new URLSearchParams({ offset: '3', limit: '2', ...(match.q ? { q: match.q } : {}) })}`,
    );
    if (!match.ids) expect(meta).toMatchObject({ total: all.length, total_exact: true });
  }
});

it.each([
  ['GET', '/messages?offset=-1', 'offset'],
  ['GET', '/messages?offset=x', 'offset'],
  ['GET', '/messages?offset=1&cursor=MTplbWFpbF8xYTJiM2M0ZA', 'offset'],
  ['GET', '/messages?ids=', 'ids'],
  ['DELETE', '/messages?ids=', 'ids'],
  ['DELETE', '/messages?ids=email_1a2b3c4d,x', 'ids'],
  ['DELETE', '/messages?undo=2m', 'undo'],
  ['DELETE', '/messages?undo=soon', 'undo'],
  ['POST', '/messages/restore', 'undo'],
] as const)('refuses %s %s by name', async (method, path, field) => {
  const emulator = await useEmulator();
  const { status, error } = await callControl(emulator, path, {
    method,
    ...(method === 'POST' ? { body: {} } : {}),
  });
  expect([status, error.details.field]).toEqual([400, field]);
  expect(error.details.issue).toMatch(/expected/i);
});
