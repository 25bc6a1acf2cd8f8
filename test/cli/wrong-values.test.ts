import type { Argument, Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCommand } from '../../src/cli/arguments.js';
import { clockCommand } from '../../src/cli/clock.js';
import { exitCodeOf } from '../../src/cli/failure.js';
import { faultsCommand } from '../../src/cli/faults.js';
import { inboxCommand } from '../../src/cli/inbox.js';
import { keysCommand } from '../../src/cli/keys.js';
import { createProgram } from '../../src/cli/program.js';
import { requestsCommand } from '../../src/cli/requests.js';
import { seedCommand } from '../../src/cli/seed.js';
import { snapshotCommand } from '../../src/cli/snapshot.js';
import { suppressionsCommand } from '../../src/cli/suppressions.js';
import { triggerCommand } from '../../src/cli/trigger.js';
import { webhooksCommand } from '../../src/cli/webhooks.js';
import { sendCommand } from '../../src/cli/send.js';
import { statsCommand } from '../../src/cli/stats.js';
import { workspacesCommand } from '../../src/cli/workspaces.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi } from '../support/emulator.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.co' } });
});
afterAll(() => emulator.stop());

/** The exit code of a command, and what it fails with. */
async function endOf(command: Command, words: readonly string[]): Promise<[number, string]> {
  for (const each of [command, ...command.commands])
    each.configureOutput({ writeErr: () => undefined, outputError: () => undefined });
  const args = [...words, '--url', emulator.url];
  const error: unknown = await command.parseAsync(args, { from: 'user' }).catch((reason: unknown) => reason);
  return error instanceof Error ? [exitCodeOf(error), error.message] : [0, ''];
}

describe('A value that no emulator would take is wrong usage', () => {
  it.each<[() => Command, ...string[]]>([
    [inboxCommand, 'wait', '--timeout', '61s'],
    [inboxCommand, 'list', '--q', 'nope:x'],
    [inboxCommand, 'list', '--q', 'is:nope'],
    [inboxCommand, 'list', '--to', 'x'.repeat(501)],
    [requestsCommand, 'list', '--status', 'abc'],
    [triggerCommand, 'opened', '--to', 'nobody'],
    [triggerCommand, 'clicked', '--to', 'a@b.co', '--link', ''],
    [triggerCommand, 'clicked', '--to', 'a@b.co', '--link', 'foo'],
    [webhooksCommand, 'add', 'ftp://x'],
    [webhooksCommand, 'add', 'http://127.0.0.1:9/', '--faults', '{"duplicate":9}'],
    [webhooksCommand, 'add', 'http://user:p%zz@127.0.0.1:9/x'],
    [faultsCommand, 'add', '--delay', '5x'],
    [faultsCommand, 'add', '--path', 'nowhere', '--status', '500'],
    [faultsCommand, 'add', '--rule', '{"smtp":{"stage":"nope"}}'],
    [faultsCommand, 'add', '--rule', 'null'],
    [suppressionsCommand, 'add', 'nobody'],
    [clockCommand, 'set', '2024-02-30T10:00:00Z'],
    [clockCommand, 'set', '0001-01-01T00:00:00Z'],
    [clockCommand, 'freeze', '1969-12-31T23:59:59Z'],
    [clockCommand, 'advance', '9999d'],
    [seedCommand, 'nofile'],
    [snapshotCommand, 'save', ''],
    [snapshotCommand, 'save', '.'],
    [inboxCommand, 'show', ''],
    [sendCommand, ''],
    [statsCommand, '..'],
    [sendCommand, 'campaign_00000000', '--api-key', 'ü☀'],
    [sendCommand, 'campaign_00000000', '--api-key', ''],
    [inboxCommand, 'list', '--workspace', '☀'],
    [workspacesCommand, 'list', '--workspace', 'a\nb'],
    [faultsCommand, 'add', '--path', '', '--status', '500'],
    [faultsCommand, 'add', '--method', '', '--status', '500'],
    [
      faultsCommand,
      'add',
      '--rule',
      '{"match":{"path":"/v2/x"},"respond":{"status":500}}',
      '--status',
      '501',
    ],
    [webhooksCommand, 'add', 'http://127.0.0.1:9/', '--secret', ''],
    [webhooksCommand, 'add', 'http://127.0.0.1:9/', '--faults', ''],
    [keysCommand, 'create', '--name', ''],
    [seedCommand, 'src'],
    [seedCommand, ''],
    [snapshotCommand, 'save', 'a/b'],
    [keysCommand, 'create', '--name', 'x'.repeat(500)],
    [workspacesCommand, 'drop', 'default'],
  ])('%#: %o %s %s %s', async (command, ...words) => {
    const [code, message] = await endOf(command(), words);
    expect([code, message]).toEqual([2, expect.stringMatching(/expected/i)]);
    // What is typed is named, not the field by which the emulator knows it.
    expect(message).not.toContain('Invalid request');
    const [flag] = /^--[\w-]+(?=: )/.exec(message) ?? [];
    expect(flag === undefined || words.includes(flag)).toBe(true);
  });

  it.each<[string, () => Command, ...string[]]>([
    ['expected a duration of at most 60s, ', inboxCommand, 'wait', '--timeout', '70s'],
    ['--link: expected an http', triggerCommand, 'clicked', '--to', 'a@b.co', '--link', 'x'],
    ['time: expected a time from 1970 on', clockCommand, 'set', '0001-01-01T00:00:00Z'],
    ['duration: expected a duration of at most 3660d', clockCommand, 'advance', '9999d'],
    ['--path: expected a path', faultsCommand, 'add', '--path', 'nowhere', '--status', '500'],
    ['--rule: smtp.stage: expected', faultsCommand, 'add', '--rule', '{"smtp":{"stage":"nope"}}'],
    ['--faults: duplicate: expected', webhooksCommand, 'add', 'http://x.test', '--faults', '{"duplicate":9}'],
    ['address: Invalid email format', suppressionsCommand, 'add', 'nobody'],
    ['--name: expected at most', keysCommand, 'create', '--name', 'x'.repeat(500)],
  ])('%s is said of %o %s %s', async (said, command, ...words) => {
    expect(await endOf(command(), words)).toEqual([2, expect.stringContaining(said)]);
  });

  it('a flag that would help is named', async () => {
    expect(await endOf(seedCommand(), ['docs'])).toEqual([
      1,
      'expected --replace: the workspace is not empty',
    ]);
  });

  it.each([
    ['--url', 'http://h/foo', '--url: '],
    ['--url', 'ftp://h', '--url: '],
    ['--workspace', '☀', '--workspace: '],
  ])('%s %s is named', async (flag, value, named) => {
    for (const [command, ...words] of [
      [inboxCommand, 'list'],
      [workspacesCommand, 'list'],
    ] as const) {
      const args = [...words, '--url', emulator.url, flag, value.replace('http://h', emulator.url)];
      const error: unknown = await command()
        .parseAsync(args, { from: 'user' })
        .catch((reason: unknown) => reason);
      // A proxy may have a path for an emulator: a call that asks nothing of `/info` cannot tell.
      if (value === 'http://h/foo' && command === workspacesCommand) continue;
      expect([exitCodeOf(error), (error as Error).message]).toEqual([2, expect.stringContaining(named)]);
    }
  });

  it.each<[() => Command, ...string[]]>([
    [inboxCommand, 'show', 'email_00000000'],
    [inboxCommand, 'wait', '--to', 'nobody', '--timeout', '1ms'],
    [seedCommand, 'docs'],
    [sendCommand, 'campaign_00000000'],
    [snapshotCommand, 'restore', 'nope'],
    [suppressionsCommand, 'remove', 'a@b.co'],
    [webhooksCommand, 'redeliver', 'dlv_00000000'],
    [webhooksCommand, 'add', 'http://169.254.169.254/'],
  ])('what the emulator has not, or not yet, is a failure: %#: %o %s', async (command, ...words) => {
    expect(await endOf(command(), words)).toEqual([1, expect.stringMatching(/expected/i)]);
  });
});

it('a plain number is milliseconds', async () => {
  await emulator.clock.freeze('2030-01-01T00:00:00Z');
  expect(await endOf(clockCommand(), ['advance', '2000'])).toEqual([0, '']);
  expect((await emulator.clock.get()).now).toBe('2030-01-01T00:00:02Z');
  expect(await endOf(faultsCommand(), ['add', '--delay', '500'])).toEqual([0, '']);
  expect(await emulator.faults.list()).toMatchObject([{ delay: 500 }]);
  const [code, message] = await endOf(inboxCommand(), ['wait', '--to', 'nobody', '--timeout', '1']);
  expect([code, message]).toEqual([1, expect.stringContaining('within 1 ms')]);
});

describe('What may be left out of the words', () => {
  it.each([
    [['snapshot'], ['snapshot', 'list']],
    [
      ['snapshot', '--json'],
      ['snapshot', 'list', '--json'],
    ],
    [
      ['snapshot', 'save', 'x'],
      ['snapshot', 'save', 'x'],
    ],
    [
      ['inbox', '--json'],
      ['inbox', 'list', '--json'],
    ],
    [
      ['inbox', '--to', 'wait', '--json'],
      ['inbox', 'list', '--to', 'wait', '--json'],
    ],
    [
      ['inbox', '--json', 'wait', '--to', 'x'],
      ['inbox', 'wait', '--json', '--to', 'x'],
    ],
    [
      ['keys', '--permission', 'contacts:read', 'contacts:write', 'create'],
      ['keys', 'create', '--permission', 'contacts:read', 'contacts:write'],
    ],
    [['help'], ['--help']],
    [['help', '--json'], ['--help']],
    [['help', 'help'], ['--help']],
    [
      ['help', 'inbox'],
      ['inbox', '--help'],
    ],
    [
      ['help', 'inbox', 'list'],
      ['inbox', 'list', '--help'],
    ],
    [
      ['help', 'inbox', 'show', 'email_1'],
      ['inbox', 'show', '--help'],
    ],
  ])('%j is %j', (words, whole) => expect(withCommand(createProgram(), words)).toEqual(whole));

  it.each([
    [['stat'], 'there is no command "stat"; expected stats'],
    [['xyz'], 'there is no command "xyz"; expected one of start, inbox, '],
    [['inbox', 'wiat'], 'there is no command "wiat"; expected wait'],
    [['inbox', '--json', 'wiat'], 'there is no command "wiat"; expected wait'],
    [['inbox', '--url', 'http://localhost', 'sohw'], 'there is no command "sohw"; expected show'],
    [['help', 'inbox', 'lst'], 'there is no command "lst"; expected list'],
    [['suppressions', 'rm'], 'there is no command "rm"; expected remove'],
    [['webhooks', 'zzzzzzzzz'], 'expected one of list, add, test, deliveries, redeliver, verify'],
    [['inbxo'], 'there is no command "inbxo"; expected inbox'],
    [['help', 'snapshto'], 'there is no command "snapshto"; expected snapshot'],
    [['inbox', 'lsit'], 'there is no command "lsit"; expected list'],
  ])('%j names the nearest', (words, message) => {
    expect(() => withCommand(createProgram(), words)).toThrow(message);
  });
});

/** What takes a value in any command. */
const takersOf = ({ options, registeredArguments, commands }: Command): (Option | Argument)[] => [
  ...options,
  ...registeredArguments,
  ...commands.flatMap(takersOf),
];

it('Every value that a flag or an argument refuses by itself is refused in the same words', () => {
  const refusals = takersOf(createProgram()).flatMap((taker) => {
    try {
      taker.parseArg?.('☀', undefined);
      return [];
    } catch (error) {
      return [[exitCodeOf(error), (error as Error).message]];
    }
  });
  expect(refusals.length).toBeGreaterThan(15);
  for (const [code, message] of refusals)
    expect([code, message]).toEqual([2, expect.stringMatching(/^[a-z-]+: expected .*[^.], got "☀"$/)]);
});
