import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign } from '../../src/index.js';
import { callApi } from '../support/emulator.js';

/** Threads of this process, as node reports them. */
const threads = (): number => (process.report.getReport() as { workers: unknown[] }).workers.length;

it('the threads that read and send mail end with their emulator', async () => {
  const before = threads();
  const emulator = await startEmulator();
  const contacts = Array.from({ length: 500 }, (_, n) => ({ email: `person${n}@x.test` }));
  await emulator.seed({ fixture: { contacts } });
  const client = createTransport({ ...emulator.smtp, secure: false });
  await client.sendMail({
    from: 'a@x.test',
    to: 'b@x.test',
    subject: 'Large enough',
    text: 'One more line.\n'.repeat(20_000),
  });
  client.close();
  await emulator.inbox.waitFor({ subject: 'Large enough' }, { timeout: 20_000 });
  expect(threads()).toBe(before + 1);
  const { data } = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      name: 'Large',
      subject: 'Hello',
      from_email: 'news@x.test',
      content: { text: 'Hello' },
      recipients: { type: 'all' },
    },
  });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.events.waitFor({ type: 'email.sent', campaign: data.id }, { timeout: 20_000 });
  // The parser's thread ends after some seconds without mail.
  expect(threads()).toBeGreaterThan(before);
  await emulator.stop();
  expect(threads()).toBe(before);
});
