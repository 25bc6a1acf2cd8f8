import { createTransport } from 'nodemailer';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignStats } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const pem = (name: string) => fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));
const tls = { smtpTlsCert: pem('cert'), smtpTlsKey: pem('key') };
const body = 'Subject: Hi\r\n\r\nx\r\n.\r\n';
const fault = (smtp: object, more: object = {}) => ({ method: 'POST', body: { smtp, ...more } });

describe('STARTTLS', () => {
  it('is offered with a certificate alone, and carries mail', async () => {
    const emulator = await useEmulator(tls);
    const client = await useSmtp(emulator, { greet: false });
    expect(await client.send('EHLO client.test')).toContain('STARTTLS');
    await client.startTls();
    expect(await client.send('EHLO client.test')).not.toContain('STARTTLS');
    expect(await client.mail('ann@example.test', body)).toMatch(/^250 /);
  });

  it('works with a common client that insists on it', async () => {
    const emulator = await useEmulator(tls);
    const { host, port } = emulator.smtp;
    const sender = createTransport({
      host,
      port,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      auth: { user: 'default', pass: 'x' },
    });
    await sender.sendMail({ from: 'a@example.test', to: 'ann@example.test', subject: 'Secure', text: 'x' });
    expect((await emulator.inbox.waitFor({ to: 'ann@example.test' })).subject).toBe('Secure');
  });

  it('does not hold up campaigns, which go through the same port', async () => {
    const emulator = await useEmulator({ ...tls, smtpAuth: 'required' });
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@example.test' } });
    const { data } = await callApi<Campaign>(emulator, '/campaigns', campaign);
    await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    expect((await emulator.inbox.waitFor({ to: 'ann@example.test' })).subject).toBe('Hi');
  });
});

const campaign = {
  method: 'POST',
  body: {
    name: 'C',
    subject: 'Hi',
    from_email: 'news@shop.test',
    recipients: { type: 'all' },
    content: { text: 'x' },
  },
};

describe('an SMTP fault', () => {
  it.each([
    ['ehlo', /^421 4\.3\.2 Closed/],
    ['mail', /^421 4\.3\.2 Closed/],
    ['rcpt', /^421 4\.3\.2 Closed/],
    ['data', /^421 4\.3\.2 Closed/],
    ['end', /^421 4\.3\.2 Closed/],
  ])('injects a fault at the stage %s and at no other', async (stage, expected) => {
    const emulator = await useEmulator();
    await callControl(emulator, '/faults', fault({ stage, reply: '421 4.3.2 Closed' }, { times: 1 }));
    const client = await useSmtp(emulator, { greet: false });
    const steps: [string, string][] = [
      ['ehlo', 'EHLO client.test'],
      ['mail', 'MAIL FROM:<a@example.test>'],
      ['rcpt', 'RCPT TO:<b@example.test>'],
      ['data', 'DATA'],
      ['end', 'Subject: x\r\n\r\nx\r\n.'],
    ];
    for (const [name, line] of steps) {
      const reply = await client.send(line);
      if (name !== stage) expect(reply).toMatch(/^[23]/);
      else {
        expect(reply).toMatch(expected);
        break;
      }
    }
    await client.closed;
    expect(await emulator.inbox.list()).toEqual([]);
  });

  it('injects a fault into a login', async () => {
    const emulator = await useEmulator();
    await callControl(emulator, '/faults', fault({ stage: 'auth', reply: '454 4.7.0 Try later' }));
    const client = await useSmtp(emulator);
    const login = Buffer.from('\0default\0x').toString('base64');
    expect(await client.send(`AUTH PLAIN ${login}`)).toMatch(/^454 4\.7\.0 Try later/);
  });

  it('injects a fault into a connection before its greeting', async () => {
    const emulator = await useEmulator();
    await callControl(emulator, '/faults', fault({ stage: 'connect', reply: '554 5.3.2 No service' }));
    const { smtp } = emulator;
    const sender = createTransport({ host: smtp.host, port: smtp.port });
    await expect(sender.sendMail({ from: 'a@x.test', to: 'b@x.test', text: 'x' })).rejects.toThrow(/554/);
  });

  it('refuses only the recipients that the rule matches', async () => {
    const emulator = await useEmulator();
    await callControl(
      emulator,
      '/faults',
      fault({ stage: 'rcpt', match: { to: '@full.test' }, reply: '452 4.2.2 Mailbox full' }),
    );
    const client = await useSmtp(emulator);
    await client.send('MAIL FROM:<a@example.test>');
    expect(await client.send('RCPT TO:<b@full.test>')).toBe('452 4.2.2 Mailbox full');
    expect(await client.send('RCPT TO:<b@free.test>')).toMatch(/^250 /);
  });

  it('puts campaign mail off until it passes: the reply decides, and the mail arrives once', async () => {
    const emulator = await useEmulator();
    await emulator.clock.freeze('2024-03-20T10:00:00Z');
    for (const stage of ['rcpt', 'data', 'end']) {
      const match = { to: `${stage}@example.test` };
      await callControl(emulator, '/faults', fault({ stage, match, reply: '451 4.3.0 Later' }, { times: 1 }));
      await callApi(emulator, '/contacts', { method: 'POST', body: { email: match.to } });
    }
    const { data } = await callApi<Campaign>(emulator, '/campaigns', campaign);
    await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    await emulator.settle();
    const deferred = await emulator.events.list({ type: 'email.deferred' });
    expect(deferred.map(({ data: { bounce } }) => bounce?.diagnostic)).toEqual(
      Array.from({ length: 3 }, () => '451 4.3.0 Later'),
    );
    await emulator.clock.advance('1d');
    const { data: stats } = await callApi<CampaignStats>(emulator, `/campaigns/${data.id}/stats`);
    expect(stats.stats).toMatchObject({ sent: 3, delivered: 3, bounced: 0 });
    expect((await emulator.inbox.list()).length).toBe(3);
  });

  it('bounces campaign mail for good where the reply is final', async () => {
    const emulator = await useEmulator();
    await callControl(emulator, '/faults', fault({ stage: 'mail', reply: '550 5.7.1 Not from you' }));
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@example.test' } });
    const { data } = await callApi<Campaign>(emulator, '/campaigns', campaign);
    await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    const bounced = await emulator.events.waitFor({ type: 'email.bounced' });
    expect(bounced.data.bounce).toEqual({
      type: 'blocked',
      smtp_code: 550,
      status: '5.7.1',
      diagnostic: '550 5.7.1 Not from you',
    });
    const [mail] = await emulator.inbox.list();
    expect(mail).toMatchObject({ status: 'bounced', subject: 'Hi' });
    expect((await emulator.inbox.raw(mail?.id ?? '')).toString()).toContain('Subject: Hi');
  });
});
