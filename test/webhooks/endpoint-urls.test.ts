import type { LookupAddress } from 'node:dns';
import { mkdtemp, rm } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemTimers } from '../../src/core/time/clock.js';
import { createSender } from '../../src/webhooks/attempt.js';
import type { SenderDeps } from '../../src/webhooks/attempt.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { runCli } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

const metadata = 'http://169.254.169.254/latest/meta-data';

describe('The URL of an endpoint', () => {
  const urlIssue = async (url: string, path = '/webhooks', method = 'POST') => {
    const emulator = await useEmulator();
    const { id } = await emulator.webhooks.add({ url: 'http://127.0.0.1:9/hook' });
    const answer = await callControl(emulator, path.replace('{id}', id), { method, body: { url } });
    expect([answer.status, answer.error.details.field]).toEqual([400, 'url']);
    expect(await emulator.webhooks.list()).toHaveLength(1);
    return answer.error.details.issue;
  };

  it.each([
    ['ftp://127.0.0.1/', 'Expected an http or https URL'],
    ['http://', 'Expected an http or https URL'],
    ['http://me:100%@127.0.0.1/', 'Expected a user name and password in valid percent-encoding'],
    ['http://%ff:s@127.0.0.1/', 'Expected a user name and password in valid percent-encoding'],
    ['http://a%3Ab:s@127.0.0.1/', 'Expected a user name without a colon'],
    ['http://me:a%0D%0Ab@127.0.0.1/', 'Expected a user name and password without control characters'],
  ])('is refused with what was expected: %s', async (url, issue) => {
    expect(await urlIssue(url)).toBe(issue);
  });

  it.each([
    ['/webhooks', 'POST'],
    ['/webhooks/{id}', 'PATCH'],
  ])('may not be link-local: %s by %s', async (path, method) => {
    expect(await urlIssue(metadata, path, method)).toContain('--allow-link-local-webhooks allows them');
  });

  it('may be link-local where the setting allows it', async () => {
    const { webhooks } = await useEmulator({ allowLinkLocalWebhooks: true });
    expect(await webhooks.add({ url: metadata, enabled: false })).toMatchObject({ url: metadata });
  });

  it.each([
    ['', 'only:', 'Basic b25seTo='],
    ['me', ':s', 'Basic OnM='],
    ['me:s', 'me:s', 'Basic bWU6cw=='],
    ['m%C3%BC:%E2%82%AC', 'mü:€', `Basic ${Buffer.from('mü:€').toString('base64')}`],
  ])('has credentials that are sent as Basic auth and shown nowhere else', async (_, pair, header) => {
    const receiver = await useReceiver();
    const { webhooks } = await useEmulator();
    const { id } = await webhooks.add({ url: receiver.url.replace('//', `//${encodeURI(pair)}@`) });
    const { attempts } = await webhooks.test(id);
    expect(receiver.received[0]?.headers.authorization).toBe(header);
    expect(attempts[0]?.request_headers['Authorization']).toBe('Basic [redacted]');
  });
});

const resolving =
  (...addresses: string[]): LookupFunction =>
  (_name, options, callback) => {
    const found: LookupAddress[] = addresses.map((address) => ({ address, family: 4 }));
    if (options.all) callback(null, found);
    else callback(null, addresses[0] ?? '', 4);
  };

/** Makes one attempt at a URL, with other names and addresses than those of this machine. */
function attemptAt(url: string, { signatureHeader = 'X-Sig', ...rest }: Partial<SenderDeps> = {}) {
  const given = { clock: { now: () => 0 }, timers: systemTimers, allowLinkLocal: false, ...rest };
  const sender = createSender({ ...given, signatureHeader });
  onTestFinished(sender.close);
  const webhook = { id: 'wh_00000000' as const, url, secret: 's', previous_secret: null };
  const delivery = { id: 'dlv_00000000' as const, event_type: 'email.sent' as const, body: '{}' };
  return sender.send(webhook, { ...delivery, attempts: [] }, []);
}

describe('An endpoint that points at a link-local address all the same', () => {
  it('by a name that resolves there is never called', async () => {
    const receiver = await useReceiver();
    const url = receiver.url.replace('127.0.0.1', 'app.example.test');
    const twoFold = resolving('127.0.0.1', '169.254.169.254');
    const { ok, attempt } = await attemptAt(url, { lookup: twoFold });
    expect([ok, attempt.status]).toEqual([false, null]);
    expect(attempt.error).toBe(
      'app.example.test is 169.254.169.254, a link-local or cloud metadata address; --allow-link-local-webhooks allows them',
    );
    expect(receiver.received).toEqual([]);
    expect((await attemptAt(url, { lookup: resolving('127.0.0.1') })).ok).toBe(true);
    expect((await attemptAt(url, { lookup: twoFold, allowLinkLocal: true })).ok).toBe(true);
  });

  it('from a data directory of looser settings is never called, and says why', async () => {
    const data = await mkdtemp(join(tmpdir(), 'endpoints-'));
    onTestFinished(() => rm(data, { recursive: true }));
    const loose = await useEmulator({ data, allowLinkLocalWebhooks: true });
    const { id } = await loose.webhooks.add({ url: metadata, retries: 'none' });
    await loose.stop();
    const strict = await useEmulator({ data });
    const { attempts } = await strict.webhooks.test(id);
    expect(attempts[0]).toMatchObject({
      status: null,
      error: expect.stringContaining('link-local') as string,
    });
  });

  it('stops the start where a setting names it', async () => {
    const { code, stderr } = await runCli([
      '--memory',
      '--webhook-url',
      metadata.replace('//', '//me:secret@'),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('--webhook-url: expected a host that is neither link-local');
    expect(stderr).not.toContain('secret');
  });
});

describe('User and password of an endpoint stand with the endpoint alone', () => {
  it('not in what happened, nor with its deliveries', async () => {
    const receiver = await useReceiver((_hook, response) => response.writeHead(410).end());
    const emulator = await useEmulator();
    await emulator.webhooks.add({ url: receiver.url.replace('//', '//me:sekret@') });
    const { message_id } = (await emulator.trigger('email.opened', { to: 'jane@example.com' })).data;
    await emulator.settle();
    const paths = ['timeline', `messages/${message_id}/timeline`, 'deliveries', 'events', 'requests', 'info'];
    for (const path of paths) {
      const text = await (await fetch(`${emulator.url}/_emulator/${path}`)).text();
      expect(text, path).not.toContain('sekret');
      if (path.endsWith('timeline')) expect(text).toContain(receiver.url);
    }
    const [delivery] = await emulator.webhooks.deliveries();
    await emulator.webhooks.update(delivery?.webhook_id ?? '', { enabled: true });
    const [endpoint] = await emulator.webhooks.list();
    expect(endpoint?.url).toContain('me:sekret@');
  });

  it('nor in what an import has skipped', async () => {
    const url = 'http://me:sekret@127.0.0.1:9/hook';
    const one = await useEmulator({ webhookUrl: [url] });
    const other = await useEmulator();
    const { skipped } = await other.import(await one.export());
    expect(skipped.map(({ reason }) => reason).join()).toMatch(
      /--webhook-url http:\/\/127\.0\.0\.1:9\/hook, user and password with it, to take it over$/,
    );
  });
});

describe('The signature header', () => {
  const used =
    'Host Content-Length transfer-encoding Connection Keep-Alive Upgrade TE Trailer Expect Content-Type User-Agent Authorization Cookie X-Maildrone-Event x-maildrone-delivery X-Maildrone-Attempt X-Maildrone-Timestamp';
  it.each(used.split(' '))('may not be %s, which HTTP or a delivery uses', async (name) => {
    const { code, stderr } = await runCli(['--memory', '--signature-header', name]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `--signature-header: expected a header that neither HTTP nor a delivery uses, got "${name}"`,
    );
  });

  it.each(['X Sig', 'X-Sig:', 'Zeichen-ß', ''])('is refused where it is no name: %j', async (name) => {
    const { code } = await runCli(['--memory', '--signature-header', name]);
    expect(code).toBe(2);
  });

  it.each([
    ['X-Sig\r\nX-Injected', 'Expected the name of a header, got "X-Sig\\r\\nX-Injected"'],
    ['X-Maildrone-event', 'Expected the header "X-Maildrone-Event" once'],
  ])('is checked once more where the bytes are made: %j', async (signatureHeader, error) => {
    const receiver = await useReceiver();
    const { attempt } = await attemptAt(receiver.url, { signatureHeader });
    expect([attempt.status, attempt.error]).toEqual([null, error]);
    expect(receiver.received).toEqual([]);
  });
});
