import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

it('mail that is not read yet matches no search, also none that negates', async () => {
  const emulator = await useEmulator({ data: await useDirectory() });
  const client = createTransport({ ...emulator.smtp, secure: false, pool: true, maxConnections: 4 });
  const mail = { from: 'a@x.test', to: 'b@x.test', subject: 'alpha', text: 'Some words' };
  let isSending = true;
  const sent = Promise.all(Array.from({ length: 120 }, () => client.sendMail(mail)));
  const ended = sent.finally(() => {
    isSending = false;
    client.close();
  });
  const found: unknown[] = [];
  async function search(): Promise<void> {
    while (isSending) {
      const { data } = await callControl<{ subject: string }[]>(emulator, '/messages?q=-subject:alpha');
      found.push(...data);
      const gone = await callControl<{ deleted: number }>(emulator, '/messages?q=-subject:alpha', {
        method: 'DELETE',
      });
      if (gone.data.deleted > 0) found.push(gone.data);
    }
  }
  await Promise.all([search(), search(), ended]);
  expect(found).toEqual([]);
  expect(await emulator.inbox.list({ q: 'subject:alpha', limit: 500 })).toHaveLength(120);
});

it('a wait finds the mail that is there beside a newer one that is on its way', async () => {
  const emulator = await useEmulator();
  const send = (subject: string) => {
    const body = { from_email: 'n@x.test', to: 'jane@x.test', subject, content: { text: 'Hi' } };
    return callApi(emulator, '/emails', { method: 'POST', body });
  };
  await send('First');
  await emulator.settle();
  await emulator.faults.add({ smtp: { stage: 'data', delay: 4000 }, times: 1 });
  await send('Second');
  const [first] = await emulator.inbox.list({ to: 'jane@x.test' });
  expect([first?.subject, first?.status]).toEqual(['Second', 'queued']);
  const { data } = await callControl<{ subject: string }[]>(
    emulator,
    '/messages/wait?to=jane@x.test&timeout=3s',
  );
  expect(data.map(({ subject }) => subject)).toEqual(['First']);
});
