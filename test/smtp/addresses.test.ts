import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const body = 'Subject: From cron\r\n\r\nx\r\n.\r\n';

it.each([
  ['root', 'root'],
  ['postmaster', 'postmaster'],
  ['Postmaster', 'Postmaster'],
  ['www-data', 'www-data'],
  ['ann+click', 'ann+click'],
  ['"ann smith"@example.test', '"ann smith"@example.test'],
  ['"ann@home"@example.test', '"ann@home"@example.test'],
  ['"a>b"@example.test', '"a>b"@example.test'],
  ['ann.@example.test', 'ann.@example.test'],
  ['ann@[192.0.2.1]', 'ann@[192.0.2.1]'],
  ['ann@localhost', 'ann@localhost'],
  ['@relay.example.test:ann@example.test', 'ann@example.test'],
  ['ann@xn--e1afmkfd.example.test', 'ann@xn--e1afmkfd.example.test'],
  ['Ann@XN--E1AFMKFD.Example.test', 'Ann@XN--E1AFMKFD.Example.test'],
  ['@relay.example.test,@b.test:ann@xn--e1afmkfd.test', 'ann@xn--e1afmkfd.test'],
])('mail from and to <%s> is taken, and its envelope shows it', async (path, shown) => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  expect(await client.send(`MAIL FROM:<${path}> BODY=8BITMIME SIZE=100`)).toMatch(/^250 /);
  expect(await client.send(`RCPT TO:<${path}> NOTIFY=NEVER`)).toMatch(/^250 /);
  await client.send('DATA');
  client.write(body);
  expect(await client.reply()).toMatch(/^250 /);
  const mail = await emulator.inbox.waitFor({ subject: 'From cron' });
  expect(mail.envelope).toEqual({ from: shown, to: [shown] });
  expect((await emulator.inbox.list({ to: shown })).length).toBe(1);
});

it.each([
  ['root', { name: '', address: 'root' }],
  ['Ann Smith <ann@example.test>', { name: 'Ann Smith', address: 'ann@example.test' }],
  ['Ann Smith', { name: '', address: 'root' }],
  ['"Undisclosed Recipients" <>', { name: '', address: 'root' }],
  ['undisclosed-recipients', { name: '', address: 'root' }],
  ['Undisclosed_Recipients', { name: '', address: 'root' }],
  ['Everyone', { name: '', address: 'root' }],
])('the header To: %s is shown as it is meant', async (header, shown) => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  await client.send('MAIL FROM:<cron>');
  await client.send('RCPT TO:<root>');
  await client.send('DATA');
  client.write(`To: ${header}\r\n${body}`);
  expect(await client.reply()).toMatch(/^250 /);
  expect((await emulator.inbox.waitFor({ subject: 'From cron' })).to).toEqual([shown]);
});

it.each([
  ['<>', { name: '', address: 'sender@example.test' }],
  ['', { name: '', address: 'sender@example.test' }],
  ['Ann Smith', { name: 'Ann Smith', address: 'sender@example.test' }],
  ['"Ann" <>', { name: 'Ann', address: 'sender@example.test' }],
  ['Everyone', { name: 'Everyone', address: 'sender@example.test' }],
  ['root', { name: '', address: 'root' }],
])('the header From: %s has the address of the envelope where it lacks one', async (header, shown) => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  expect(await client.mail('ann@example.test', `From: ${header}\r\n${body}`)).toMatch(/^250 /);
  expect((await emulator.inbox.waitFor({ subject: 'From cron' })).from).toEqual(shown);
});

it.each([
  [
    '<https://x.test/very/long/\r\n path?x=1>\r\n ,\r\n <mailto:u@x.test>',
    '<https://x.test/very/long/path?x=1> , <mailto:u@x.test>',
  ],
  ['<https://x.test/a\r\n\tb>', '<https://x.test/ab>'],
  ['< https://x.test/a >', '<https://x.test/a>'],
  ['https://x.test/a', 'https://x.test/a'],
])('List-Unsubscribe: %j has no blanks within its URLs', async (header, shown) => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  await client.mail('ann@example.test', `List-Unsubscribe: ${header}\r\n${body}`);
  expect((await emulator.inbox.waitFor({ subject: 'From cron' })).list_unsubscribe).toBe(shown);
});

it('a size that is too large is refused before a recipient without a domain is', async () => {
  const emulator = await useEmulator({ maxMessageSize: 1000 });
  const client = await useSmtp(emulator);
  expect(await client.send('MAIL FROM:<root> SIZE=5000')).toMatch(/^552 /);
});

it.each([
  'MAIL FROM:root',
  'MAIL FROM:<a@b@c.test>',
  'MAIL FROM:<root',
  'MAIL FROM:<ro ot>',
  'MAIL FROM:<ro\u0001ot>',
  'MAIL FROM:<"root>',
  'MAIL FROM:<@>',
  'MAIL FROM:<root> SIZE',
  'MAIL TO:<root>',
])('%s is no address', async (line) => {
  const client = await useSmtp(await useEmulator());
  expect(await client.send(line)).toMatch(/^501 /);
});

it('an address rule and a fault hold for an address without a domain, too', async () => {
  const emulator = await useEmulator();
  const smtp = { stage: 'rcpt', match: { to: 'root' }, reply: '452 4.2.2 Full' };
  await callControl(emulator, '/faults', { method: 'POST', body: { smtp, times: 1 } });
  const client = await useSmtp(emulator);
  await client.send('MAIL FROM:<cron>');
  expect(await client.send('RCPT TO:<root>')).toBe('452 4.2.2 Full');
  expect(await client.send('RCPT TO:<root+bounce>')).toMatch(/^250 /);
  await client.send('DATA');
  client.write(body);
  expect(await client.reply()).toMatch(/^550 5\.1\.1 /);
});

it('a common client sends to root', async () => {
  const emulator = await useEmulator();
  const { host, port } = emulator.smtp;
  const sender = createTransport({ host, port });
  await sender.sendMail({
    envelope: { from: 'cron', to: ['root'] },
    from: 'cron',
    to: 'root',
    subject: 'Cron <root@box>',
    text: 'x',
  });
  const mail = await emulator.inbox.waitFor({ to: 'root' });
  expect(mail.subject).toBe('Cron <root@box>');
});

it.each([
  ['optional', 'apikey', 'default'],
  ['optional', 'AKIAIOSFODNN7EXAMPLE', 'default'],
  ['optional', 'app@example.com', 'default'],
  ['optional', 'default', 'default'],
  ['optional', 'ws_00000000', null],
  ['required', 'apikey', null],
] as const)('with AUTH %s the login "%s" leads to %s', async (smtpAuth, user, workspace) => {
  const emulator = await useEmulator({ smtpAuth });
  const { createTransport } = await import('nodemailer');
  const client = createTransport({ ...emulator.smtp, secure: false, auth: { user, pass: 'secret' } });
  const sent = await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'Login', text: 'x' }).then(
    () => true,
    () => false,
  );
  client.close();
  expect(sent).toBe(workspace !== null);
  expect((await emulator.inbox.list()).length).toBe(workspace === null ? 0 : 1);
});

it('different addresses in bytes that are no UTF-8 stay different, and are found', async () => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  const command = (line: string) => {
    client.write(Buffer.from(`${line}\r\n`, 'latin1'));
    return client.reply();
  };
  expect(await command('MAIL FROM:<j\xe4ger@example.test>')).toMatch(/^250 /);
  for (const name of ['m\xfcller', 'm\xf6ller'])
    expect(await command(`RCPT TO:<${name}@example.test>`)).toMatch(/^250 /);
  await client.send('DATA');
  client.write(body);
  expect(await client.reply()).toMatch(/^250 /);
  const mail = await emulator.inbox.waitFor({ to: 'möller@example.test' });
  expect(mail.envelope).toEqual({
    from: 'jäger@example.test',
    to: ['müller@example.test', 'möller@example.test'],
  });
});

it.each([
  ['From: First <first@example.test>, Second <second@example.test>', 'second@example.test'],
  ['From: First <first@example.test>\r\nSender: Office <office@example.test>', 'office@example.test'],
  ['From: First <first@example.test>\r\nBcc: Hidden <hidden@example.test>', 'hidden'],
])('who stands in %j is found', async (head, word) => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  await client.mail('ann@example.test', `${head}\r\n${body}`);
  expect(await emulator.inbox.list({ q: word })).toHaveLength(1);
});

it.each([
  ['"a+bounce"@example.test', 550],
  ['"a b+bounce"@example.test', 550],
  ['"a\\+blocked"@example.test', 550],
  ['"+defer"@example.test', 451],
  ['"a+bounces"@example.test', 250],
])('a tag in the quoted local part %s is the same tag', async (address, code) => {
  const emulator = await useEmulator();
  const client = await useSmtp(emulator);
  expect(await client.mail(address, body)).toMatch(new RegExp(`^${code} `));
});
