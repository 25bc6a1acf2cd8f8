import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

it('brings back what was deleted as it was: content, order, marks and search', async () => {
  const emulator = await useEmulator();
  const { inbox, clock } = emulator;
  // At one moment, so that the order of arrival alone decides.
  await clock.freeze();
  await sendMails(emulator, ['One', 'Two', 'Three', 'Four']);
  await inbox.markRead({ subject: 'Two' });
  const before = await inbox.list();
  const { deleted, undo } = await inbox.clearWithUndo({ q: 'two' });
  expect([deleted, await inbox.list({ q: 'two' })]).toEqual([1, []]);
  await expect(inbox.get(before[2]?.id ?? '')).rejects.toMatchObject({ status: 404 });
  const all = await inbox.clearWithUndo({}, 5000);
  expect([all.deleted, await inbox.list()]).toEqual([3, []]);
  // What comes in meanwhile was not meant.
  await sendMails(emulator, ['Late']);
  expect([await inbox.restore(all.undo), await inbox.restore(undo)]).toEqual([3, 1]);
  const [late, ...others] = await inbox.list();
  expect([late?.subject, others]).toEqual(['Late', before]);
  expect((await inbox.get(before[2]?.id ?? '')).text).toContain('About Two');
  expect((await inbox.list({ q: '"about two"' })).length).toBe(1);
  await expect(inbox.restore(undo)).rejects.toMatchObject({ status: 404, details: { field: 'undo' } });
});

it.each([
  { later: ['Four', 'Five', 'Six'], restored: 0, pruned: 3, left: ['Four', 'Five', 'Six'] },
  { later: ['Four'], restored: 2, pruned: 1, left: ['Two', 'Three', 'Four'] },
  { later: [], restored: 3, pruned: 0, left: ['One', 'Two', 'Three'] },
])(
  'tells what came back from what is too much by now: $restored of 3',
  async ({ later, left, ...counts }) => {
    const emulator = await useEmulator({ maxMessages: 3 });
    await sendMails(emulator, ['One', 'Two', 'Three']);
    const { undo } = await emulator.inbox.clearWithUndo();
    await sendMails(emulator, later);
    const { data } = await callControl(emulator, '/messages/restore', { method: 'POST', body: { undo } });
    expect(data).toEqual(counts);
    expect((await emulator.inbox.list()).map(({ subject }) => subject).reverse()).toEqual(left);
  },
);

it('is final when the time is over, and after a reset', async () => {
  const emulator = await useEmulator();
  const { inbox } = emulator;
  await sendMails(emulator, ['One', 'Two']);
  const short = await inbox.clearWithUndo({ subject: 'One' }, 1);
  await expect
    .poll(() => inbox.restore(short.undo).catch(({ status }: { status: number }) => status))
    .toBe(404);
  const long = await inbox.clearWithUndo({});
  await emulator.reset();
  await expect(inbox.restore(long.undo)).rejects.toMatchObject({ status: 404 });
  expect(await inbox.list()).toEqual([]);
});

it('keeps the counts of a campaign, and one mail is deleted and restored by its id', async () => {
  const emulator = await useEmulator({ fixture: ['docs'] });
  const { inbox } = emulator;
  const [mail] = await inbox.list({ q: 'kind:campaign' });
  const { data } = await callControl<{ deleted: number; undo: string }>(
    emulator,
    `/messages/${mail?.id}?undo=5s`,
    {
      method: 'DELETE',
    },
  );
  expect(data.deleted).toBe(1);
  expect(await inbox.restore(data.undo)).toBe(1);
  expect(await inbox.list({ ids: [mail?.id ?? ''] })).toEqual([mail]);
});

it('is final after a restart, and leaves nothing behind', async () => {
  const data = await mkdtemp(join(tmpdir(), 'undo-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const first = await startEmulator({ data });
  await sendMails(first, ['Secret', 'Kept']);
  await first.inbox.clearWithUndo({ q: 'secret' }, '60s');
  await first.stop();
  for (const times of [1, 2]) {
    const next = await startEmulator({ data });
    expect((await next.inbox.list()).map(({ subject }) => subject)).toEqual(['Kept']);
    await next.stop();
    if (times === 2)
      expect(await readFile(join(data, 'workspaces/default/db.json'), 'utf8')).not.toContain('Secret');
  }
});

it('what is deleted is in no export and no snapshot, though it can still be restored', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@x.test' } });
  const body = {
    ...{ name: 'C', subject: 'Ours', from_email: 'n@x.test', recipients: { type: 'all' } },
    content: { text: 'About our own' },
  };
  const { data } = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await sendMails(emulator, ['Out']);
  await emulator.settle();
  expect((await emulator.inbox.clearWithUndo({}, 60_000)).deleted).toBe(2);
  const file = await emulator.export();
  const mailIn = (text: string) => text.split('"messages": ')[1]?.split('"events": ')[0] ?? '';
  const mail = mailIn(file.toString('utf8'));
  expect(mail).toContain('"removed":true');
  expect(mail).not.toContain('About ');
  await emulator.snapshots.save('meanwhile');
  for (const takeBack of [() => emulator.import(file), () => emulator.snapshots.restore('meanwhile')]) {
    await takeBack();
    expect(mailIn((await emulator.export()).toString('utf8'))).toBe(mail);
  }
});

it.each([
  { undo: 'no', kept: 0 },
  { undo: '60s', kept: 1 },
])(
  'of a mail that is deleted on its way its bytes are kept for an undo alone: $undo',
  async ({ undo, kept }) => {
    const emulator = await useEmulator();
    await emulator.faults.add({ smtp: { stage: 'data', delay: 300 }, times: 1 });
    const body = {
      from_email: 'n@x.test',
      to: 'ann@x.test',
      subject: 'Ours',
      content: { text: 'On its way' },
    };
    const { data } = await callApi<{ id: string }>(emulator, '/emails', { method: 'POST', body });
    const query = undo === 'no' ? '' : `&undo=${undo}`;
    const gone = await callControl<{ deleted: number; undo?: string }>(
      emulator,
      `/messages?ids=${data.id}${query}`,
      {
        method: 'DELETE',
      },
    );
    expect(gone.data.deleted).toBe(1);
    await emulator.settle();
    const { events } = emulator;
    expect((await events.list()).map(({ type }) => type)).toContain('email.sent');
    expect((await emulator.export()).toString('utf8')).not.toContain('On its way');
    if (gone.data.undo) await emulator.inbox.restore(gone.data.undo);
    const found = await emulator.inbox.list();
    expect(found).toHaveLength(kept);
    for (const { id } of found) expect((await emulator.inbox.get(id)).text).toContain('On its way');
  },
);
