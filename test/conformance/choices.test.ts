import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';

it('a welcome mail over the monthly quota is a 429 and creates no contact', async () => {
  const emulator = await useEmulator({ monthlyQuota: 1 });
  const create = (email: string) =>
    callApi(emulator, '/contacts', { method: 'POST', body: { email, send_welcome: true } });
  expect((await create('ann@example.com')).status).toBe(201);
  const refused = await create('bob@example.com');
  expect([refused.status, refused.error.code]).toEqual([429, 'QUOTA_EXCEEDED']);
  expect((await callApi(emulator, '/contacts')).meta.total).toBe(1);
});

it('an SMTP login with a user name that is no workspace goes to the default one', async () => {
  const emulator = await useEmulator();
  const { host, port } = emulator.smtp;
  const auth = { user: 'apikey', pass: 'of-another-service' };
  const transport = createTransport({ host, port, secure: false, auth });
  await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'Kept', text: 'x' });
  transport.close();
  expect((await emulator.inbox.waitFor({ subject: 'Kept' })).to[0]?.address).toBe('b@example.com');
});
