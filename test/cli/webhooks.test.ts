import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Delivery, LogEvent } from '../../src/index.js';
import { useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { address } from '../support/webhooks.js';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the program as a shell would, against the emulator at `url`. */
const run = (url: string, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, MAILDRONE_EMULATOR_URL: url };
    execFile(process.execPath, ['dist/cli.cjs', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

it('adds an endpoint, triggers an event, lists, redelivers and tests its delivery', async () => {
  const { url, webhooks } = await useEmulator();
  const receiver = await useReceiver();
  const added = await run(
    url,
    'webhooks',
    'add',
    receiver.url,
    '--secret',
    'whsec_cli',
    '--event',
    'email.opened',
  );
  expect(added.code).toBe(0);
  expect(added.stdout).toMatch(/^wh_\w{8} {2}http:.*\nsecret {2}whsec_cli\n$/);
  const [endpoint] = await webhooks.list();
  expect(endpoint?.events).toEqual(['email.opened']);

  const triggered = await run(url, 'trigger', 'opened', '--to', address('jane'), '--json');
  const event = JSON.parse(triggered.stdout) as LogEvent;
  expect(event).toMatchObject({ type: 'email.opened', data: { email: address('jane') } });
  const { id } = await webhooks.waitFor({ event: event.id });

  const listed = await run(url, 'webhooks', 'deliveries', '--status', 'succeeded');
  expect(listed.stdout).toMatch(new RegExp(`^ID .*STATUS.*\\n${id} .*email\\.opened +succeeded +1 +200\\n$`));
  const json = await run(url, 'webhooks', 'deliveries', '--json');
  expect((JSON.parse(json.stdout) as Delivery[]).map((delivery) => delivery.id)).toEqual([id]);

  expect(await run(url, 'webhooks', 'redeliver', id)).toMatchObject({ code: 0 });
  expect(await run(url, 'webhooks', 'test', endpoint?.id ?? '')).toMatchObject({ code: 0 });
  expect(receiver.received).toHaveLength(3);
});

it('verifies a body in a file, with exit code 1 and the reason where the signature is wrong', async () => {
  const { url, webhooks } = await useEmulator();
  const receiver = await useReceiver();
  const { id, secret } = await webhooks.add({ url: receiver.url });
  await webhooks.test(id);
  const [hook] = receiver.received;
  const dir = mkdtempSync(join(tmpdir(), 'cli-webhooks-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'body.json');
  writeFileSync(file, hook?.body ?? '');
  const signature = String(hook?.headers['x-maildrone-signature']);
  const verify = (key: string) =>
    run(url, 'webhooks', 'verify', file, '--secret', key, '--signature', signature);
  expect(await verify(secret)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^valid /) as string });
  expect(await verify('whsec_no')).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^not valid .*secret/) as string,
  });
});

it('names its workspace', async () => {
  const emulator = await useEmulator();
  const { id, ...other } = await emulator.workspace();
  const triggered = await run(
    emulator.url,
    'trigger',
    'email.sent',
    '--to',
    address('jane'),
    '--workspace',
    id,
  );
  expect(triggered.code).toBe(0);
  expect((await other.events.list()).map(({ type }) => type)).toContain('email.sent');
  expect(await emulator.events.list()).toEqual([]);
});

it('ends with 3 where no emulator answers, be it nothing or another server', async () => {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  for (const url of ['http://127.0.0.1:9', `http://127.0.0.1:${port}`]) {
    const { code, stderr } = await run(url, 'webhooks', 'list');
    expect([code, stderr.includes(`No emulator answers at ${url}`)]).toEqual([3, true]);
  }
});

it.each([
  [2, 'an unknown event', ['trigger', 'email.read', '--to', 'a@example.com']],
  [2, 'a missing option', ['trigger', 'email.opened']],
  [2, 'an unknown command', ['webhooks', 'explode']],
  [2, 'a file that is not there', ['webhooks', 'verify', 'nowhere', '--secret', 's', '--signature', 'x']],
  [2, 'no web address', ['webhooks', 'list', '--url', 'ftp://nowhere']],
  [2, 'an endpoint that no emulator takes', ['webhooks', 'add', 'ftp://example.com']],
  [1, 'an unknown delivery', ['webhooks', 'redeliver', 'dlv_00000000']],
  [1, 'an unknown workspace', ['webhooks', 'list', '--workspace', 'ws_00000000']],
] as const)('ends with %i and one line on stderr for %s', async (expected, _what, args) => {
  const { url } = await useEmulator();
  const { code, stdout, stderr } = await run(url, ...args);
  expect([code, stdout]).toEqual([expected, '']);
  expect(stderr).toMatch(/^maildrone-emulator: .+\n$/);
});
