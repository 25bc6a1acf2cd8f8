import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { exitCodeOf } from '../../src/cli/failure.js';
import { createProgram } from '../../src/cli/program.js';
import { envNameOf, resolveSettings, rowOf, settingNames } from '../../src/config/settings.js';
import type { SettingName } from '../../src/config/settings.js';
import { cliPath, run, runCli, startCli, useDirectory } from '../support/process.js';

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it('says in its first line of JSON where it is', async () => {
  const { ready, child } = await startCli(['--memory', '--api-key', 'mine']);
  expect(ready).toMatchObject({ msg: 'ready', api: `${ready.url}/v2`, api_key: 'mine', pid: child.pid });
  expect(ready.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(ready.smtp).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${ready.url}/_emulator/ready`)).status).toBe(200);
});

it('ends its banner for people in a line "Ready."', async () => {
  const { child, stdout, finished } = run(process.execPath, [
    'dist/cli.cjs',
    '--memory',
    '--port',
    '0',
    '--smtp-port',
    '0',
    '--log',
    'pretty',
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((resolve) =>
    child.stdout?.on('data', () => stdout().endsWith('\nReady.\n') && resolve()),
  );
  child.kill('SIGTERM');
  child.kill('SIGTERM');
  expect((await finished).code).toBe(0);
});

it.each(['port', 'smtp-port'])('names a taken port and the flag --%s that changes it', async (flag) => {
  const port = await takenPort();
  const other = flag === 'port' ? 'smtp-port' : 'port';
  const { code, stderr } = await runCli(['--memory', `--${flag}`, String(port), `--${other}`, '0']);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `maildrone-emulator: Port ${port} is taken: choose another with --${flag}, or 0 for a free one\n`,
  );
});

it.each([
  [['--port', 'http'], '--port: expected a whole number from 0 to 65535, got "http"'],
  [['--rate-limits', 'on'], '--rate-limits: expected one of off, observe, enforce, got "on"'],
  [['--webhook-url', 'example.com'], '--webhook-url: expected an http or https URL, got "example.com"'],
  [
    ['--webhook-url', 'http://me:100%@localhost/'],
    '--webhook-url: expected a user name and password in valid percent-encoding',
  ],
  [['--simulation', 'nope.json'], '--simulation: expected manual, reference, classic or a JSON file'],
  [['--smtp-tls-cert', 'cert.pem'], '--smtp-tls-cert and --smtp-tls-key: expected both or neither'],
  [['--ui-auth', 'admin'], '--ui-auth: expected USER:PASS, got "admin"'],
  [['--no-such-flag'], "unknown option '--no-such-flag'"],
])('refuses %j with one line and exit code 2', async (args, line) => {
  const { code, stderr } = await runCli(args);
  expect(code).toBe(2);
  expect(stderr).toContain(`maildrone-emulator: ${line}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

/** A value that the row of a setting refuses; null where it takes any text that is not empty. */
const refused = (name: SettingName): string | null => {
  const isRefused = (value: string) => {
    try {
      resolveSettings({ [name]: value }, {});
      return false;
    } catch {
      return true;
    }
  };
  return ['?', '-1', 'a b', 'no-such-file', 'x\ny'].find(isRefused) ?? null;
};
const refusable = settingNames.flatMap((name) => {
  const value = refused(name);
  return value === null ? [] : [[envNameOf(rowOf(name).flag), value] as const];
});

it('most settings refuse something', () => expect(refusable.length).toBeGreaterThan(20));

it.each<readonly [string, string, readonly string[]]>([
  ...refusable.map(([variable, value]) => [variable, value, []] as const),
  ['MAILDRONE_EMULATOR_SMTP_PORT', '8025', []],
  ['MAILDRONE_EMULATOR_SMTP_TLS_KEY', 'key.pem', []],
  ['MAILDRONE_EMULATOR_FIXTURE', 'no-such-file', ['--memory', '--port', '0', '--smtp-port', '0']],
  ['MAILDRONE_EMULATOR_URL', 'ftp://x', ['health']],
  ['MAILDRONE_EMULATOR_PORT', 'abc', ['health']],
  ['MAILDRONE_EMULATOR_WORKSPACE', 'a b', ['health']],
])('names the variable where it refuses %s=%j (%j)', async (variable, value, words) => {
  vi.stubEnv(variable, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const work = createProgram(words).parseAsync(words, { from: 'user' });
  const error = await work.then(
    () => null,
    (reason: Error) => reason,
  );
  expect([error?.message, exitCodeOf(error)]).toEqual([
    expect.stringMatching(new RegExp(`${variable}[: ]`)),
    2,
  ]);
  const flag = variable.replace('MAILDRONE_EMULATOR', '-').replaceAll('_', '-').toLowerCase();
  expect(error?.message).not.toContain(`${flag}:`);
});

it('a flag is named where it has its variable by its side', async () => {
  const env = { ...process.env, MAILDRONE_EMULATOR_PORT: '0' };
  const { stderr } = await runCli(['--port', 'abc'], { env });
  expect(stderr).toContain('--port: expected');
});

it('refuses to run where Node may not compile templates, with one line', async () => {
  const flags = ['--disallow-code-generation-from-strings', cliPath, '--memory'];
  const args = [...flags, '--port', '0', '--smtp-port', '0'];
  const { code, stderr } = await run(process.execPath, args).finished;
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^maildrone-emulator: [^\n]*--disallow-code-generation-from-strings[^\n]*\n$/),
  ]);
});

it('stops at a store that is not its own, names it, and leaves it as it is', async () => {
  const data = await useDirectory();
  const file = join(data, 'workspaces', 'default', 'db.json');
  await mkdir(join(data, 'workspaces', 'default'), { recursive: true });
  await writeFile(file, '{"version": 1, "seq": 0, "contacts": [{"id": 7}]}');
  const { code, stderr } = await runCli(['--data', data, '--port', '0', '--smtp-port', '0']);
  expect(code).toBe(1);
  expect(stderr).toContain(`${file} (contacts[0]): has a bad row: contacts.id:`);
});

it('refuses a data directory that another process uses', async () => {
  const data = await useDirectory();
  const { ready } = await startCli(['--data', data]);
  const { code, stderr } = await runCli(['--data', data, '--port', '0', '--smtp-port', '0']);
  expect(code).toBe(1);
  expect(stderr).toContain(`another emulator (pid ${ready.pid}) uses this directory`);
});

it('reads its settings from the environment, and flags win', async () => {
  const env = { ...process.env, MAILDRONE_EMULATOR_API_KEY: 'from_env', MAILDRONE_EMULATOR_MEMORY: 'true' };
  expect((await startCli([], { env })).ready.api_key).toBe('from_env');
  expect((await startCli(['--api-key', 'from_flag'], { env })).ready.api_key).toBe('from_flag');
});

it('passes over what Kubernetes makes of a service with its name, and warns of other unknown names', async () => {
  const env = {
    ...process.env,
    MAILDRONE_EMULATOR_PORT: 'tcp://10.0.0.1:8025',
    MAILDRONE_EMULATOR_SERVICE_HOST: '10.0.0.1',
    MAILDRONE_EMULATOR_SERVICE_PORT_HTTP: '8025',
    MAILDRONE_EMULATOR_PORT_8025_TCP_ADDR: '10.0.0.1',
    MAILDRONE_EMULATOR_SMTPPORT: '2525',
  };
  const { stderr } = await startCli(['--memory'], { env });
  expect(stderr()).toBe(
    'maildrone-emulator: MAILDRONE_EMULATOR_SMTPPORT is no setting; the nearest is MAILDRONE_EMULATOR_SMTP_PORT\n',
  );
});

it('tells its version and its help', async () => {
  expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const help = await runCli(['--help']);
  expect(help.stdout).not.toContain('(default: false)');
  expect(help.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  for (const heading of ['Mail:', 'Time and state:', 'Where it listens:'])
    expect(help.stdout).toContain(heading);
  expect([help.code, (await runCli(['start', '--help'])).code]).toEqual([0, 0]);
});
