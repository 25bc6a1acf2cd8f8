import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi } from '../support/emulator.js';
import { run, runCli, cliPath, useDirectory } from '../support/process.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
const tell = (...args: string[]) => runCli([...args, '--url', emulator.url]);

describe('wrong usage is exit code 2, with what was expected', () => {
  it.each([
    [['inbx'], 'there is no command "inbx"; expected inbox'],
    [['webhooks', 'ad'], 'there is no command "ad"; expected add'],
    [['clock', 'advance', 'soon'], 'expected a duration such as 30s'],
    [['clock', 'set', 'tomorrow'], 'expected a time such as 2024-03-25T10:00:00Z'],
    [['inbox', 'list', '--limit', '0'], 'expected a whole number from 1 to 500'],
    [['webhooks', 'add', 'http://127.0.0.1:1', '--event', 'email.seen'], 'expected one of email.sent'],
    [['faults', 'add', '--status', '200'], 'expected a whole number from 400 to 599'],
    [
      ['--memory', '--fixture', 'nofile'],
      '--fixture: nofile: there is no such file or folder; expected a file',
    ],
    [['--api-key', 'a b'], '--api-key: expected a key of letters'],
    [['faults', 'add'], 'expected --status, --delay or --rule'],
    [['events', '--type', 'seen'], '--type: expected one of email.sent'],
  ])('%j', async (words, expected) => {
    const { code, stderr } = await runCli(words);
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toContain(expected);
  });
});

describe('with --json a failure is one object', () => {
  it.each([
    [['clock', 'advance', 'soon', '--json'], 2, 'WRONG_USAGE'],
    [['inbx', '--json'], 2, 'WRONG_USAGE'],
    [['health', '--json', '--url', 'http://127.0.0.1:9'], 3, 'NO_EMULATOR'],
  ])('%j', async (words, exit, code) => {
    const { code: ended, stderr, stdout } = await runCli(words);
    expect([ended, stdout]).toEqual([exit, '']);
    expect(JSON.parse(stderr)).toEqual({
      error: { code, message: expect.any(String) as string, details: {} },
    });
  });

  it('has the code and details of the emulator', async () => {
    const { code, stderr } = await tell('inbox', 'show', 'email_00000000', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'RESOURCE_NOT_FOUND', details: { field: 'id' } },
    });
  });
});

it('an empty variable of a command counts as none, an empty flag is refused', async () => {
  const names = ['MAILDRONE_EMULATOR_URL', 'MAILDRONE_EMULATOR_WORKSPACE', 'MAILDRONE_API_KEY'];
  const port = new URL(emulator.url).port;
  const env = {
    ...process.env,
    ...Object.fromEntries(names.map((name) => [name, ''])),
    MAILDRONE_EMULATOR_PORT: port,
  };
  expect(await runCli(['health'], { env })).toMatchObject({ code: 0, stderr: '' });
  // It gets as far as to look for the campaign.
  expect((await runCli(['stats', 'campaign_00000000'], { env })).stderr).toContain('No campaign with the id');
  expect((await runCli(['health', '--url', ''], { env })).code).toBe(2);
});

it('a group alone is its first command, its flags before or after', async () => {
  for (const words of [
    ['inbox', '--json'],
    ['keys', '--json', 'list'],
    ['workspaces', '--json'],
    ['faults', '--json'],
  ]) {
    const { code, stdout } = await tell(...words);
    expect([code, Array.isArray(JSON.parse(stdout))], words.join(' ')).toEqual([0, true]);
  }
});

it('lists events, calls, faults and workspaces, and what it makes it takes away', async () => {
  await emulator.trigger('email.opened', { to: 'ann@example.com' });
  await callApi(emulator, '/nowhere');
  expect((await tell('events', '--type', 'email.opened')).stdout).toMatch(
    /AT .*\n.*email\.opened +ann@example\.com/,
  );
  expect(await tell('requests', 'list', '--status', '4xx')).toEqual(
    await tell('requests', '--status', '4xx'),
  );
  expect((await tell('requests', '--status', '4xx')).stdout).toMatch(
    /GET +\/v2\/nowhere +404 .*path: Expected a known path/,
  );
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'nope' } });
  expect((await tell('requests', '--status', '400')).stdout).toMatch(/ 400 .* email: Invalid email format/);
  const added = await tell('faults', 'add', '--path', '/v2/contacts', '--status', '503', '--times', '1');
  expect(added.stdout).toContain('* /v2/contacts  answers 503');
  expect((await callApi(emulator, '/contacts')).status).toBe(503);
  await tell('faults', 'clear');
  expect(await emulator.faults.list()).toEqual([]);
  const { id } = JSON.parse((await tell('workspaces', 'create', '--json')).stdout) as { id: string };
  expect((await tell('workspaces', 'drop', id)).stdout).toBe(`${id} is dropped\n`);
  await tell('clock', 'set', '2030-01-01T00:00:00Z');
  expect((await emulator.clock.get()).now).toMatch(/^2030/);
  await tell('clock', 'real');
  expect(Math.abs(Date.parse((await emulator.clock.get()).now) - Date.now())).toBeLessThan(60_000);
}, 60_000);

it('follows the calls that come', async () => {
  const { child, stdout } = run(process.execPath, [cliPath, 'requests', '--follow', '--url', emulator.url]);
  try {
    await expect
      .poll(
        async () => {
          await callApi(emulator, '/contacts?search=followed');
          return stdout();
        },
        { timeout: 10_000, interval: 300 },
      )
      .toMatch(/GET {2}\/v2\/contacts\?search=followed {2}200/);
  } finally {
    child.kill('SIGKILL');
  }
});

it('seeds contacts from CSV and names the line of a faulty one', async () => {
  const dir = await useDirectory();
  await writeFile(join(dir, 'people.csv'), 'email,first_name,plan\njane@example.com,Jane,gold\n');
  await writeFile(join(dir, 'bad.csv'), 'email\njane@example.com\nnobody\n');
  expect((await tell('seed', join(dir, 'people.csv'), '--replace')).code).toBe(0);
  const [contact] = (await callApi<{ first_name: string; custom_fields: object }[]>(emulator, '/contacts'))
    .data;
  expect(contact).toMatchObject({ first_name: 'Jane', custom_fields: { plan: 'gold' } });
  const bad = await tell('seed', join(dir, 'bad.csv'), '--replace');
  expect([bad.code, bad.stderr]).toEqual([
    1,
    expect.stringContaining(`maildrone-emulator: ${join(dir, 'bad.csv')}:3: email:`),
  ]);
  expect((await callApi(emulator, '/contacts')).meta.total).toBe(1);
});

it('names file, line and field of what is wrong in a data set', async () => {
  const file = join(await useDirectory(), 'people.json');
  const [jane, joe] = ['{"email": "jane@example.com"}', '{\n  "tags": [],\n  "email": "nobody"\n}'];
  const cases = [
    [`{"contacts": [\n${jane},\n${joe}\n]}`, ':5: contacts[1].email: Invalid email format'],
    [`{"contacts": [\n${jane},\n${jane}\n]}`, ':3: contacts[1].email: '],
    [`{\n"x:{[": "a\\"\\n,",\n"contacts": []}`, ':1: fixture: '],
    [`{\n"contacts": [],\n"campaigns": 5}`, ':3: campaigns: '],
    [
      `{"contacts": [\n${jane},\n{"email": "joe@example.com", "custom_fields": {"n": 9007199254740993}}\n]}`,
      ':3: contacts[1].custom_fields.n: Expected a whole number of at most 9007199254740992',
    ],
  ] as const;
  for (const [text, issue] of cases) {
    await writeFile(file, text);
    const { code, stderr } = await tell('seed', file, '--replace');
    expect([code, stderr]).toEqual([1, expect.stringContaining(`maildrone-emulator: ${file}${issue}`)]);
  }
});

it('verifies a signature where no emulator runs', async () => {
  const body = join(await useDirectory(), 'body.json');
  await writeFile(body, '{"id":"evt_1"}');
  const signature = `sha256=${createHmac('sha256', 'whsec').update('{"id":"evt_1"}').digest('hex')}`;
  const words = ['webhooks', 'verify', body, '--signature', signature, '--url', 'http://127.0.0.1:9'];
  expect((await runCli([...words, '--secret', 'whsec'])).code).toBe(0);
  expect((await runCli([...words, '--secret', 'other'])).code).toBe(1);
});
