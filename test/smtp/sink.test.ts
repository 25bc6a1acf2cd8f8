import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { callControl, useEmulator } from '../support/emulator.js';
import { onTheWire } from '../support/on-the-wire.js';
import { useSmtp } from '../support/smtp-client.js';

interface Transcript {
  id: string;
  workspace: string;
  started_at: string;
  ended_at: string | null;
  lines: { at: string; from: string; text: string }[];
}
const plain = (user: string, pass: string) => Buffer.from(`\0${user}\0${pass}`).toString('base64');
const head = 'From: a@example.test\r\nSubject: Hi\r\n\r\n';

describe('the sink', () => {
  it('offers the extensions that senders use', async () => {
    const emulator = await useEmulator({ maxMessageSize: 5000 });
    const client = await useSmtp(emulator, { greet: false });
    const offered = (await client.send('EHLO client.test')).split('\r\n').map((line) => line.slice(4));
    expect(offered.slice(1).sort()).toEqual(
      ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'AUTH PLAIN LOGIN', 'SIZE 5000'].sort(),
    );
  });

  it.each([
    ['a plain body', `${head}Hello\r\n`],
    ['a body without an end of line', `${head}Hello`],
    ['dots at the start of lines', `${head}.\r\n..\r\n...\r\n.x\r\n`],
    ['a dot as the very first byte', '.hidden: 1\r\n\r\nx\r\n'],
    ['two dots as the very first bytes', '..\r\n'],
    ['bare LF', `${head}one\ntwo\n\nthree\r\n`],
    ['a dot after a bare LF', `${head}one\n.two\n..three\n.\nfour\r\n`],
    ['a dot after a bare CR', `${head}one\r.two\r..three\r.\rfour\r\n`],
    ['bare CR', `${head}one\rtwo\r\r\nthree\r\n`],
    ['NUL bytes', `${head}one\0two\0\r\n`],
    [
      'every byte',
      `${head}${Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('')}\r\n`,
    ],
    ['only LF as line ends', 'From: a@example.test\nSubject: Hi\n\nHello\n.\nmore\r\n'],
    ['a line of 100,000 characters', `${head}${'x'.repeat(100_000)}\r\n`],
    ['ten thousand stuffed dots', `${head}${'.\r\n'.repeat(10_000)}`],
    ['CRLF alone', '\r\n'],
    ['nothing', ''],
  ])('keeps %s byte for byte', async (_what, text) => {
    const emulator = await useEmulator();
    const raw = Buffer.from(text, 'latin1');
    const client = await useSmtp(emulator);
    const wire = onTheWire(raw);
    expect(await client.mail('ann@example.test', wire)).toMatch(/^250 2\.6\.0 /);
    const [mail] = await emulator.inbox.list();
    const kept = await emulator.inbox.raw(mail?.id ?? '');
    const expected = text === '' || text.endsWith('\r\n') ? raw : Buffer.concat([raw, Buffer.from('\r\n')]);
    expect(kept.equals(expected)).toBe(true);
  });

  it('keeps the same bytes wherever the network cuts them', async () => {
    const emulator = await useEmulator();
    const raw = Buffer.from(`.first\r\n${head}.\r\n..a\r\n\r\n.\r\n.\n.\r\r\n`, 'latin1');
    const wire = onTheWire(raw);
    const client = await useSmtp(emulator);
    for (const size of [1, 2, 3, 5]) {
      await client.send('MAIL FROM:<a@example.test>');
      await client.send('RCPT TO:<b@example.test>');
      await client.send('DATA');
      for (let at = 0; at < wire.length; at += size) {
        client.write(wire.subarray(at, at + size));
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await client.reply()).toMatch(/^250 /);
    }
    for (const { id } of await emulator.inbox.list()) {
      expect((await emulator.inbox.raw(id)).toString('latin1')).toBe(raw.toString('latin1'));
    }
  });

  it.each([
    ['LF . LF', '\n.\n'],
    ['LF . CRLF', '\n.\r\n'],
    ['CRLF . LF', '\r\n.\n'],
    ['CR . CR', '\r.\r'],
    ['CR . CRLF', '\r.\r\n'],
    ['CRLF . CR', '\r\n.\r'],
    ['CRLF NUL . CRLF', '\r\n\0.\r\n'],
    ['LF CR . CRLF', '\n\r.\r\n'],
  ])('is not smuggled a second message behind %s', async (_what, end) => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    const smuggled = 'MAIL FROM:<evil@example.test>\r\nRCPT TO:<victim@example.test>\r\nDATA\r\nevil';
    expect(await client.mail('ann@example.test', `${head}one${end}${smuggled}\r\n.\r\n`)).toMatch(/^250 /);
    expect(await client.send('NOOP')).toMatch(/^250 /);
    const mails = await emulator.inbox.list();
    expect(mails.map(({ to }) => to[0]?.address)).toEqual(['ann@example.test']);
    expect((await emulator.inbox.raw(mails[0]?.id ?? '')).toString('latin1')).toContain('evil@example.test');
  });

  it('takes a pipelined session in one write', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    const one = (to: string) => `MAIL FROM:<a@example.test>\r\nRCPT TO:<${to}>\r\nDATA\r\n`;
    client.write(
      `${one('b@example.test')}${head}one\r\n.\r\n${one('c@example.test')}${head}two\r\n.\r\nQUIT\r\n`,
    );
    const codes = [];
    for (let count = 0; count < 9; count += 1) codes.push((await client.reply()).slice(0, 3));
    expect(codes).toEqual(['250', '250', '354', '250', '250', '250', '354', '250', '221']);
    expect((await emulator.inbox.list()).map(({ to }) => to[0]?.address).sort()).toEqual([
      'b@example.test',
      'c@example.test',
    ]);
  });

  it('measures SIZE on the bytes that came, and says it before where the client says it', async () => {
    const emulator = await useEmulator({ maxMessageSize: 2000 });
    const client = await useSmtp(emulator);
    expect(await client.send('MAIL FROM:<a@example.test> SIZE=3000')).toMatch(/^552 5\.3\.4 /);
    expect(await client.mail('ann@example.test', `${head}${'x'.repeat(5000)}\r\n.\r\n`)).toMatch(
      /^552 5\.3\.4 /,
    );
    expect(await client.mail('ann@example.test', `${head}fits\r\n.\r\n`)).toMatch(/^250 /);
    expect((await emulator.inbox.list()).length).toBe(1);
  });

  it('shows who was in the envelope and in no header', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    await client.mail(['ann@example.test', 'bcc@example.test'], `To: ann@example.test\r\n${head}x\r\n.\r\n`);
    const mail = await emulator.inbox.waitFor({ to: 'bcc@example.test' });
    expect(mail.envelope).toEqual({
      from: 'sender@example.test',
      to: ['ann@example.test', 'bcc@example.test'],
    });
    expect(mail.to).toEqual([{ name: '', address: 'ann@example.test' }]);
  });

  it.each([
    ['a command line beyond the cap', `NOOP ${'x'.repeat(10_000)}`, /^421 .*too long/],
    ['an HTTP request', 'GET / HTTP/1.1', /^421 .*HTTP/],
  ])('ends a session for %s', async (_what, line, reply) => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    expect(await client.send(line)).toMatch(reply);
    await client.closed;
  });

  it('ends a session after ten unknown commands', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    for (let count = 0; count < 9; count += 1) expect(await client.send('WHAT')).toMatch(/^500 /);
    expect(await client.send('WHAT')).toMatch(/^421 /);
    await client.closed;
  });

  it('refuses the recipient beyond the thousandth', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    await client.send('MAIL FROM:<a@example.test>');
    const lines = Array.from({ length: 1001 }, (_, index) => `RCPT TO:<r${index}@example.test>\r\n`);
    client.write(lines.join(''));
    const replies = [];
    for (const _line of lines) replies.push((await client.reply()).slice(0, 3));
    expect(replies.filter((code) => code === '250').length).toBe(1000);
    expect(replies.at(-1)).toMatch(/^452/);
  });
});

describe('the greeting', () => {
  it('waits for no timer, as that of smtp-server does', async () => {
    const emulator = await useEmulator();
    const server = new SMTPServer({ disableReverseLookup: true, disabledCommands: ['STARTTLS', 'AUTH'] });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.close());
    const asShipped = { smtp: { host: '127.0.0.1', port: (server.server.address() as AddressInfo).port } };
    const timers = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => timers.mockRestore());
    /** The times after which something is to happen until the greeting is there. */
    const waitsFor = async (target: Parameters<typeof useSmtp>[0]) => {
      timers.mockClear();
      await useSmtp(target, { greet: false });
      return timers.mock.calls.map(([, ms]) => ms);
    };
    expect(await waitsFor(asShipped)).toContain(100);
    expect(await waitsFor(emulator)).toEqual([]);
  });
});

describe('AUTH', () => {
  it.each([
    ['off', 'default', 'any', /^(500|502|503) /],
    ['optional', 'default', 'any password will do', /^235 /],
    ['optional', 'nobody', 'x', /^235 /],
    ['required', 'default', 'md_test_local', /^235 /],
    ['required', 'default', 'wrong', /^535 5\.7\.8 /],
  ] as const)('%s answers the user %s with %s', async (smtpAuth, user, pass, expected) => {
    const emulator = await useEmulator({ smtpAuth });
    const client = await useSmtp(emulator);
    expect(await client.send(`AUTH PLAIN ${plain(user, pass)}`)).toMatch(expected);
  });

  it('LOGIN works too, and leads into the workspace of that name', async () => {
    const emulator = await useEmulator();
    const other = await emulator.workspace();
    const client = await useSmtp(emulator);
    await client.send('AUTH LOGIN');
    await client.send(Buffer.from(other.id).toString('base64'));
    expect(await client.send(Buffer.from(other.apiKey).toString('base64'))).toMatch(/^235 /);
    await client.mail('ann@example.test', `${head}x\r\n.\r\n`);
    expect(await emulator.inbox.list()).toEqual([]);
    expect((await other.inbox.list()).length).toBe(1);
  });

  it('is asked for before any mail where it is required', async () => {
    const emulator = await useEmulator({ smtpAuth: 'required' });
    const client = await useSmtp(emulator);
    expect(await client.send('MAIL FROM:<a@example.test>')).toMatch(/^530 5\.7\.0 /);
  });
});

describe('a transcript', () => {
  it('is linked from its message, line by line, without passwords', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    await client.send(`AUTH PLAIN ${plain('default', 'secret')}`);
    await client.mail('ann@example.test', `${head}x\r\n.\r\n`);
    const [mail] = await emulator.inbox.list();
    const { data } = await callControl<Transcript>(emulator, `/messages/${mail?.id}/transcript`);
    const lines = data.lines.map(({ from, text }) => `${from === 'client' ? 'C' : 'S'}: ${text}`);
    expect(lines).toContain('C: EHLO client.test');
    expect(lines).toContain('S: 250-PIPELINING');
    expect(lines).toContain('C: MAIL FROM:<sender@example.test>');
    expect(lines).toContain('C: <40 bytes of message>');
    expect(lines.at(-1)).toMatch(/^S: 250 2\.6\.0 /);
    expect(lines.join('\n')).not.toContain(plain('default', 'secret'));
  });

  it('has the times of its workspace, in whole seconds', async () => {
    const emulator = await useEmulator();
    const other = await emulator.workspace();
    await other.clock.freeze('2030-01-01T00:00:00Z');
    const client = await useSmtp(emulator);
    await client.send(`AUTH PLAIN ${plain(other.id, other.apiKey)}`);
    await client.mail('ann@example.test', `${head}x\r\n.\r\n`);
    client.write('QUIT\r\n');
    await client.reply();
    const headers = { 'X-Emulator-Workspace': other.id };
    const { data } = await callControl<Transcript[]>(other, '/smtp/sessions', { headers });
    const times = data.flatMap(({ started_at, lines }) => [started_at, ...lines.map(({ at }) => at)]);
    expect(new Set(times)).toEqual(new Set(['2030-01-01T00:00:00Z']));
  });

  it('is kept of a session that was refused, too', async () => {
    const emulator = await useEmulator({ smtpAuth: 'required' });
    const client = await useSmtp(emulator);
    await client.send(`AUTH PLAIN ${plain('default', 'wrong')}`);
    const { data } = await callControl<Transcript[]>(emulator, '/smtp/sessions');
    expect(data[0]?.lines.at(-1)?.text).toMatch(/^535 /);
  });

  it('keeps its opening and its end when a connection carries thousands of mails', async () => {
    const emulator = await useEmulator();
    const client = await useSmtp(emulator);
    const lines = 2000;
    client.write('NOOP\r\n'.repeat(lines));
    for (let count = 0; count < lines; count += 1) await client.reply();
    await client.mail('ann@example.test', `${head}x\r\n.\r\n`);
    const [mail] = await emulator.inbox.list();
    const { data } = await callControl<Transcript>(emulator, `/messages/${mail?.id}/transcript`);
    expect(data.lines.length).toBeLessThanOrEqual(1000);
    expect(data.lines[1]?.text).toBe('EHLO client.test');
    expect(data.lines.at(-1)?.text).toMatch(/^250 2\.6\.0 /);
  });
});
