import { expect, it } from 'vitest';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { MessageSummary } from '../../src/contract/message.js';
import { trim } from '../../ui/inbox/list/blocks.js';
import { listRows, missingIn } from '../../ui/inbox/list/list-rows.js';
import { gather } from '../../ui/inbox/list/batch.js';
import { applyBatch, emptyList, takeMore, takePages } from '../../ui/inbox/list/list-state.js';
import type { ListAnswer, ListState } from '../../ui/inbox/list/list-state.js';
import { choices } from '../bench/sample-data.js';

const mail = (number: number, second: number): MessageSummary => ({
  id: `email_${String(number).padStart(8, '0')}`,
  kind: 'smtp',
  campaign_id: null,
  contact_id: null,
  from: { name: '', address: 'a@x.test' },
  to: [],
  cc: [],
  subject: `Mail ${number}`,
  preview: '',
  size: 1,
  status: 'delivered',
  bounce: null,
  opens: 0,
  clicks: 0,
  unread: true,
  attachment_count: 0,
  received_at: new Date(second * 1000).toISOString().replace('.000Z', 'Z'),
});

/** The mail as the server has it, and the frames that say how it changes. */
function createServer(count: number) {
  let rows = Array.from({ length: count }, (_, at) => mail(count - at, Math.floor((count - at) / 3)));
  let next = count + 1;
  return {
    rows: () => rows,
    page(offset: number, limit: number): ListAnswer {
      const part = rows.slice(offset, offset + limit);
      const cursor = offset + limit < rows.length ? String(offset + limit) : null;
      return { offset, rows: part, total: rows.length, isExact: true, cursor };
    },
    arrive(): LiveFrame {
      const message = mail(next, Math.floor(next / 3));
      next += 1;
      rows = [message, ...rows];
      return { type: 'message', seq: next, message, arrived: true };
    },
    change(at: number): LiveFrame[] {
      rows = rows.map((row, index) => (index === at ? { ...row, opens: row.opens + 1 } : row));
      return rows
        .slice(at, at + 1)
        .map((message) => ({ type: 'message', seq: next, message, arrived: false }));
    },
    remove(at: number): LiveFrame[] {
      const [gone] = rows.slice(at, at + 1);
      rows = rows.filter((row) => row !== gone);
      return gone ? [{ type: 'message_removed', seq: next, id: gone.id }] : [];
    },
  };
}

const hear = (list: ListState, frames: readonly LiveFrame[]): ListState =>
  applyBatch(list, gather(frames)).list;

function requireTrue(list: ListState, truth: readonly MessageSummary[]): void {
  const rows = listRows(list);
  expect([rows.length, rows.held.length <= truth.length]).toEqual([truth.length, true]);
  for (const { at, rows: held } of list.blocks)
    expect(held.map(({ id }) => id)).toEqual(truth.slice(at, at + held.length).map(({ id }) => id));
}

it('holds each row at its true place, whatever comes, goes and is scrolled to', () => {
  const next = choices(7);
  const server = createServer(1000);
  let list = takePages(emptyList, [server.page(0, 100)], null);
  for (let step = 0; step < 300; step += 1) {
    const first = next(server.rows().length);
    const missing = missingIn(list, first, Math.min(server.rows().length, first + 40), 100);
    const page = missing && server.page(missing.offset, 100);
    // While the page is on its way, mail comes in.
    if (next(3) === 0) list = hear(list, Array.from({ length: 1 + next(4) }, server.arrive));
    const { wanted } = list;
    if (next(2) === 0) list = hear(list, server.change(next(200)));
    if (next(10) === 0) list = hear(list, server.remove(next(server.rows().length)));
    else if (page) list = takeMore(list, page);
    if (next(20) === 0) list = { ...list, blocks: trim(list.blocks, first, first + 40) };
    // What cannot be told from the frames alone is asked for again.
    if (list.wanted > wanted) list = takePages(list, [server.page(0, 100), server.page(first, 100)], null);
    requireTrue(list, server.rows());
  }
});

it('asks for the rows that are missing, upwards for those above what is held', () => {
  const server = createServer(1000);
  const list = takeMore(takePages(emptyList, [server.page(0, 100)], null), server.page(500, 100));
  expect(missingIn(list, 0, 90, 100)).toBeNull();
  expect(missingIn(list, 90, 150, 100)).toEqual({ offset: 100, cursor: '100' });
  expect(missingIn(list, 470, 520, 100)).toEqual({ offset: 400, cursor: null });
  expect(missingIn(list, 700, 740, 100)).toEqual({ offset: 700, cursor: null });
});

it('counts each mail that comes in while the clock stands, and none that changes', () => {
  const second = 7;
  const rows = Array.from({ length: 300 }, (_, at) => mail(300 - at, second));
  const page = { offset: 0, rows: rows.slice(0, 100), total: 300, isExact: true, cursor: 'more' };
  const list = takePages(emptyList, [page], null);
  const frames = [301, 302, 303].map((number): LiveFrame => ({
    type: 'message',
    seq: number,
    message: mail(number, second),
    arrived: true,
  }));
  const below = { ...mail(5, second), opens: 1 };
  const batch = gather([...frames, { type: 'message', seq: 304, message: below, arrived: false }]);
  const { list: next, arrived } = applyBatch(list, batch);
  expect([arrived, next.total, next.blocks[0]?.rows.slice(0, 4).map(({ subject }) => subject)]).toEqual([
    ...[3, 303],
    ['Mail 303', 'Mail 302', 'Mail 301', 'Mail 300'],
  ]);
});

it('takes a mail that is back for no news', () => {
  const server = createServer(10);
  const list = takePages(emptyList, [server.page(0, 100)], null);
  const [gone] = list.blocks[0]?.rows ?? [];
  if (!gone) throw new Error('No row is held');
  const without = hear(list, [{ type: 'message_removed', seq: 1, id: gone.id }]);
  const back = applyBatch(without, gather([{ type: 'message', seq: 2, message: gone, arrived: false }]));
  expect([back.arrived, back.list.total, listRows(back.list).indexOf(gone.id)]).toEqual([0, 10, 0]);
});

it('asks for the list again where the clock was set back, and then shows what came in at the top', () => {
  const server = createServer(10);
  const list = takePages(emptyList, [server.page(0, 100)], null);
  const late = mail(11, 0);
  const frame: LiveFrame = { type: 'message', seq: 11, message: late, arrived: true };
  const news = applyBatch(list, gather([frame]));
  expect([news.arrived, news.list.wanted > list.wanted]).toEqual([1, true]);
  const rows = [late, ...server.rows()];
  const page = { offset: 0, rows, total: 11, isExact: true, cursor: null };
  const asked = takePages(news.list, [page], null);
  expect(listRows(asked).indexOf(late.id)).toBe(0);
});
