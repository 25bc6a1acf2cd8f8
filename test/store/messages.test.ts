import { expect, it } from 'vitest';
import type { MessageRecord } from '../../src/contract/message.js';
import type { MessageGroup } from '../../src/core/ports/ports.js';
import { newMessage } from '../../src/core/messages/new-message.js';
import { messageTable } from '../../src/store/tables/messages.js';
import { createTransport } from 'nodemailer';
import { choices } from '../bench/sample-data.js';
import { callControl, useEmulator } from '../support/emulator.js';
import type { MessageSummary } from '../../src/index.js';

const statuses = ['queued', 'sent', 'delivered', 'deferred', 'bounced'] as const;

/** The one that came last first. */
const inOrder = (rows: readonly MessageRecord[]): string[] =>
  rows.toReversed().map(({ id, seq }) => `${id} ${seq}`);

const belongs = (row: MessageRecord, group: MessageGroup): boolean => {
  const [name, value] = group.split(':');
  if (row.removed) return false;
  if (name === 'status') return row.status === value;
  if (name === 'campaign') return row.campaign_id === value;
  if (name === 'contact') return row.contact_id === value;
  if (name === 'unread') return row.unread;
  return name === 'waiting' ? !row.stored : true;
};

it.each([
  ['with a clock that goes on', true],
  ['with a clock that is set back', false],
])('the lists of mail are those of a plain look at each row, whatever changed before, %s', (_, goesOn) => {
  const next = choices(11);
  const { rows, view } = messageTable();
  const plain = new Map<string, MessageRecord>();
  const groups: MessageGroup[] = [
    'all',
    'unread',
    'waiting',
    'campaign:campaign_00000001',
    'contact:contact_00000002',
  ];
  groups.push(...statuses.map((status): MessageGroup => `status:${status}`));
  let seq = 0;

  function change() {
    const id = `email_${String(next(150)).padStart(8, '0')}` as const;
    if (next(8) === 0) {
      rows.delete(id);
      plain.delete(id);
      return;
    }
    const before = plain.get(id);
    const whim = next(6) === 0;
    const received_at = before && !whim ? before.received_at : goesOn ? seq >> 2 : next(40);
    const row = newMessage({
      ...(before ?? {
        kind: 'smtp',
        from: { name: '', address: 'a' },
        to: [],
        envelope: { from: 'a', to: [] },
      }),
      id,
      received_at,
      seq: (seq += 1),
      campaign_id: before && !whim ? before.campaign_id : `campaign_0000000${next(3)}`,
      contact_id: `contact_0000000${next(4)}`,
      status: statuses[next(5)] ?? 'sent',
      unread: next(2) === 0,
      stored: next(3) > 0,
      removed: next(10) === 0,
    });
    rows.set(row);
    // It arrives: its place is behind all others.
    if (before?.received_at !== received_at) plain.delete(id);
    plain.set(id, row);
  }

  for (let step = 0; step < 6000; step += 1) {
    change();
    if (step % 40 > 0) continue;
    const all = [...plain.values()];
    for (const group of groups) {
      const expected = inOrder(all.filter((row) => belongs(row, group)));
      expect([...view.newestFirst(undefined, group)].map((row) => `${row.id} ${row.seq}`)).toEqual(expected);
      expect(view.countKept(group)).toBe(expected.length);
      const from = all[next(all.length)]?.received_at ?? 0;
      const later = all.filter((row) => belongs(row, group) && row.received_at >= from);
      if (goesOn) expect(view.countSince(from, group)).toBe(later.length);
      expect(view.isInTime()).toBe(goesOn || step === 0);
    }
    expect([...view.oldestFirst()].map(({ id, seq: at }) => `${id} ${at}`)).toEqual(
      inOrder(all.filter(({ removed }) => !removed)).reverse(),
    );
    expect([...view.ofCampaign('campaign_00000001')].map((row) => `${row.id} ${row.seq}`)).toEqual(
      inOrder(all.filter(({ campaign_id }) => campaign_id === 'campaign_00000001')),
    );
    const since = next(seq);
    expect(view.changedSince(since)).toEqual(
      all.filter((row) => row.seq > since).sort((a, b) => a.seq - b.seq),
    );
  }
  for (const id of plain.keys()) rows.delete(id);
  expect([view.size, view.countKept(), view.changedSince(0).length]).toEqual([0, 0, 0]);
});

it('a search that is asked again sees what came, changed and went meanwhile', async () => {
  const emulator = await useEmulator();
  const client = createTransport({ ...emulator.smtp, secure: false });
  const send = (subject: string) =>
    client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: 'A needle' });
  const found = async (query: string) =>
    (await callControl<MessageSummary[]>(emulator, `/messages?${query}`)).data.map(({ subject }) => subject);
  await send('one');
  for (let times = 0; times < 2; times += 1) expect(await found('q=needle')).toEqual(['one']);
  await send('two');
  for (let times = 0; times < 2; times += 1) expect(await found('q=needle')).toEqual(['two', 'one']);
  const [newest] = await emulator.inbox.list();
  expect(await found('q=needle is:unread')).toEqual(['two', 'one']);
  await callControl(emulator, `/messages/${newest?.id}/read`, { method: 'POST' });
  expect(await found('q=needle is:unread')).toEqual(['one']);
  await callControl(emulator, `/messages/${newest?.id}`, { method: 'DELETE' });
  for (let times = 0; times < 2; times += 1) expect(await found('q=needle')).toEqual(['one']);
  await emulator.reset();
  expect(await found('q=needle')).toEqual([]);
});
