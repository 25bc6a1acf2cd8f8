import http from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useEmulator } from '../support/emulator.js';
import { runCli } from '../support/process.js';

it('prints the environment of an application with --print-env', async () => {
  const hook = ['--webhook-url', 'http://127.0.0.1:9/', '--webhook-secret', 'a b'];
  const { code, stdout } = await runCli(['--print-env', '--port', '22190', '--smtp-port', '22191', ...hook]);
  expect(code).toBe(0);
  expect(stdout).toBe(
    "export MAILDRONE_BASE_URL=http://localhost:22190/v2 MAILDRONE_API_KEY=md_test_local MAILDRONE_WEBHOOK_SECRET='a b' SMTP_URL=smtp://localhost:22191\n",
  );
});

it('MAILDRONE_EMULATOR_PRINT_ENV is its form in the environment', async () => {
  const emulator = await useEmulator();
  const { port } = new URL(emulator.url);
  const tell = (value: string, ...words: string[]) =>
    runCli([...words, '--port', port, '--memory'], {
      env: { ...process.env, MAILDRONE_EMULATOR_PRINT_ENV: value },
    });
  const asked = await runCli(['--print-env', '--port', port]);
  for (const value of ['true', '1']) expect(await tell(value)).toEqual(asked);
  // Its port is taken, so that a start ends.
  for (const value of ['', 'false', '0']) {
    const { code, stderr } = await tell(value);
    expect([code, stderr]).toEqual([1, expect.stringContaining(port)]);
    expect(stderr).not.toContain('PRINT_ENV');
  }
  expect((await tell('false', '--print-env')).stdout).toBe(asked.stdout);
  expect(await tell('perhaps')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'MAILDRONE_EMULATOR_PRINT_ENV: expected true or false, got "perhaps"',
    ) as string,
  });
});

it('prints with --print-env only what works, and says of the rest why not', async () => {
  const emulator = await useEmulator({ apiKey: ['mine'], smtpAuth: 'required' });
  const { port } = new URL(emulator.url);
  const login = ['--smtp-auth', 'off', '--api-key', 'mine'];
  const real = await runCli(['--print-env', '--port', port, ...login]);
  expect(real.stdout).toBe(
    `export MAILDRONE_BASE_URL=http://localhost:${port}/v2 MAILDRONE_API_KEY=mine SMTP_URL=smtp://default:mine@localhost:${emulator.smtp.port}\n`,
  );
  expect(real.stderr).toContain('MAILDRONE_WEBHOOK_SECRET is left out');
  const free = await runCli(['--print-env', '--port', '0']);
  expect([free.code, free.stderr]).toEqual([
    2,
    expect.stringContaining('--port: expected a port with --print-env'),
  ]);
});

const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');

describe('of an emulator that runs --print-env tells', () => {
  const portOf = (url: string) => new URL(url).port;

  it('its own key and login, whatever the settings are here', async () => {
    const emulator = await useEmulator({ apiKey: ['md_test_ci'], smtpAuth: 'required' });
    const { stdout } = await runCli(['--print-env', '--port', portOf(emulator.url)]);
    expect(stdout).toContain('MAILDRONE_API_KEY=md_test_ci ');
    expect(stdout).toContain(`SMTP_URL=smtp://default:md_test_ci@localhost:${emulator.smtp.port}\n`);
  });

  it('a key that it knows, and fails with one that it does not', async () => {
    const emulator = await useEmulator();
    const { key } = await emulator.keys.create();
    const asked = ['--print-env', '--port', portOf(emulator.url), '--api-key'];
    expect((await runCli([...asked, key])).stdout).toContain(`MAILDRONE_API_KEY=${key} `);
    expect(await runCli([...asked, 'wrong'])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('--api-key: expected a key that the emulator') as string,
    });
  });

  it('a secret that one of its endpoints has', async () => {
    const emulator = await useEmulator();
    await emulator.webhooks.add({ url: 'http://127.0.0.1:9/', secret: 'used' });
    const asked = ['--print-env', '--port', portOf(emulator.url), '--webhook-secret'];
    expect((await runCli([...asked, 'used'])).stdout).toContain('MAILDRONE_WEBHOOK_SECRET=used ');
    const other = await runCli([...asked, 'other']);
    expect([other.code, other.stdout]).toEqual([0, expect.not.stringContaining('MAILDRONE_WEBHOOK_SECRET')]);
    expect(other.stderr).toContain('no endpoint of the emulator that runs has the secret');
  });

  it('nothing where it asks for a login that is not given, or another', async () => {
    const emulator = await useEmulator({ uiAuth: 'me:pw' });
    const asked = ['--print-env', '--port', portOf(emulator.url)];
    expect((await runCli([...asked, '--ui-auth', 'me:pw'])).code).toBe(0);
    for (const login of [[], ['--ui-auth', 'me:no']])
      expect(await runCli([...asked, ...login])).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('--ui-auth: expected the user and password') as string,
      });
  });

  it('the address of IPv6 where it has no other', async () => {
    const started = useEmulator({ host: '::1' });
    if (!hasIPv6) return expect(started).rejects.toThrow(/^host: expected /);
    const emulator = await started;
    const { stdout } = await runCli(['--print-env', '--port', portOf(emulator.url)]);
    expect(stdout).toContain(`http://[::1]:${portOf(emulator.url)}/v2`);
    expect(stdout).toContain(`smtp://[::1]:${emulator.smtp.port}`);
  });
});

describe('with --print-env a port that another server holds', () => {
  async function portOf(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return String((server.address() as AddressInfo).port);
  }
  it.each([
    ['port', () => http.createServer((_req, res) => res.end('hello'))],
    ['port', () => createServer((socket) => socket.end('220 hello\r\n').on('error', () => undefined))],
    ['smtp-port', () => createServer((socket) => socket.end())],
  ] as const)('is refused: --%s', async (flag, made) => {
    const ports = { port: '22190', 'smtp-port': '22191', [flag]: await portOf(made()) };
    const words = Object.entries(ports).flatMap(([name, port]) => [`--${name}`, port]);
    expect(await runCli(['--print-env', ...words])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`--${flag}: expected a port that is free`) as string,
    });
  });
});

it('says of a secret that nothing would use that it is left out', async () => {
  const ports = ['--port', '22190', '--smtp-port', '22191'];
  const { code, stdout, stderr } = await runCli(['--print-env', ...ports, '--webhook-secret', 's']);
  expect([code, stdout]).toEqual([0, expect.not.stringContaining('MAILDRONE_WEBHOOK_SECRET')]);
  expect(stderr).toContain('--webhook-secret signs what goes to --webhook-url, which is not given');
});

it.each([['--print-env'], []])('one port for HTTP and SMTP is wrong usage: %s', async (...words) => {
  const { code, stderr } = await runCli([...words, '--port', '22190', '--smtp-port', '22190']);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('--smtp-port: expected another port than --port, got 22190'),
  ]);
});
