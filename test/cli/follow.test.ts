import type { Command } from 'commander';
import { expect, it, onTestFinished } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { cliPath, run } from '../support/process.js';
import type { Running } from '../support/process.js';

const follows = (command: Command, path = ''): string[] => [
  ...(command.options.some(({ long }) => long === '--follow') ? [path] : []),
  ...command.commands.flatMap((inner) => follows(inner, `${path} ${inner.name()}`.trim())),
];

it('is an option of requests list alone', () => {
  expect(follows(createProgram())).toEqual(['requests list']);
});

/** Follows the calls of an emulator, from when it has asked for the newest one on. */
function useFollower(
  { url }: Pick<EmulatorHandle, 'url'>,
  words: readonly string[] = [],
  { into = '' }: { into?: string } = {},
): Running {
  const command = [process.execPath, cliPath, 'requests', '--follow', '--url', url, ...words];
  const running = run('sh', ['-c', `exec "$@" ${into}`, 'sh', ...command]);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  return running;
}

const callAt = (emulator: EmulatorHandle, path: string) => callApi(emulator, path);

/** Makes many calls, some at a time. */
async function makeCalls(emulator: EmulatorHandle, paths: readonly string[]): Promise<void> {
  const left = [...paths];
  const workers = Array.from({ length: 20 }, async () => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) await callAt(emulator, path);
  });
  await Promise.all(workers);
}

/** The numbers of the calls that were printed, in order of their numbers. */
const printed = ({ stdout }: Running, name: string): number[] =>
  [...stdout().matchAll(new RegExp(`search=${name}(\\d+)`, 'g'))]
    .map(([, number]) => Number(number))
    .sort((a, b) => a - b);

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

it('prints each call that comes once, and none that came before, however many there are', async () => {
  const emulator = await useEmulator();
  const ours = (name: string, count: number) =>
    numbers(count).map((number) => `/contacts?search=${name}${number}`);
  // Of the calls that match, more than a page came before, and others after them.
  await makeCalls(emulator, ours('old', 300));
  await makeCalls(
    emulator,
    numbers(600).map(() => '/campaigns'),
  );
  const all = useFollower(emulator);
  const some = useFollower(emulator, ['--path', '/contacts', '--json']);
  const sure = ours('sure', 1);
  await expect
    .poll(
      async () => {
        await makeCalls(emulator, sure);
        return [all, some].every(({ stdout }) => stdout().includes('sure'));
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await makeCalls(emulator, ours('new', 900));
  for (const follower of [all, some]) {
    await expect.poll(() => printed(follower, 'new').length, { timeout: 20_000 }).toBe(900);
    expect(printed(follower, 'new')).toEqual(numbers(900));
    expect(printed(follower, 'old')).toEqual([]);
  }
  await emulator.requests.clear();
  await emulator.reset();
  await makeCalls(emulator, ours('later', 3));
  await expect.poll(() => printed(all, 'later')).toEqual([0, 1, 2]);
}, 60_000);

it('ends where its output cannot be written, its workspace is dropped or its emulator stops', async () => {
  const emulator = await useEmulator();
  const { id, drop, apiUrl, apiKey } = await emulator.workspace();
  const full = useFollower(emulator, [], { into: '>/dev/full' });
  const dropped = useFollower(emulator, ['--workspace', id]);
  const stopped = useFollower(emulator);
  const everyone = { url: apiUrl, headers: { Authorization: `Bearer ${apiKey}` } };
  await expect
    .poll(
      async () => {
        await fetch(`${everyone.url}/contacts`, everyone);
        await callAt(emulator, '/contacts');
        const isSeen = [dropped, stopped].every(({ stdout }) => stdout().includes('/v2/contacts'));
        return isSeen && full.child.exitCode !== null;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  expect(await full.finished).toEqual({
    code: 1,
    stdout: '',
    stderr: 'maildrone-emulator: The output cannot be written: ENOSPC: no space left on device, write\n',
  });
  await drop();
  const { code, stderr } = await dropped.finished;
  expect(stderr).toContain(id);
  expect(code).toBe(1);
  await emulator.stop();
  expect(await stopped.finished).toMatchObject({
    code: 1,
    stderr: 'maildrone-emulator: The emulator was stopped while this waited\n',
  });
}, 60_000);
