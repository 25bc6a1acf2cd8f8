import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src/index.js';
import { useEmulator } from '../support/emulator.js';
import { cliPath, run, useDirectory } from '../support/process.js';
import type { Finished, ReadyLine } from '../support/process.js';

const node = [process.execPath, cliPath];

/** Runs words in a shell that does something with their output; `code` is theirs, not the shell's. */
async function runInto(redirection: string, words: readonly string[], cwd?: string): Promise<Finished> {
  const script = `{ "$@"; echo "code $?" >&4; } ${redirection}`;
  const { child, finished } = run('sh', ['-c', script, 'sh', ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'pipe'],
    cwd,
  });
  let codes = '';
  child.stdio[4]?.on('data', (chunk: Buffer) => (codes += chunk.toString()));
  const ended = await finished;
  return { ...ended, code: Number(/code (\d+)/.exec(codes)?.[1] ?? NaN) };
}

describe('a command whose output goes nowhere', () => {
  const local = [
    ['--help'],
    ['--version'],
    ['start', '--help'],
    ['--print-env', '--webhook-url', 'http://127.0.0.1:9/', '--webhook-secret', 's'],
    ['completion', 'zsh'],
  ];
  const remote = [
    ['health'],
    ['inbox', 'list'],
    ['keys', 'list', '--json'],
    ['seed', 'docs'],
    ['export', '-'],
  ];
  const commands = [...local, ...remote].map((words) => ({ name: words.join(' '), words }));
  async function withUrl(words: readonly string[]): Promise<string[]> {
    if (local.some((each) => each === words)) return [...node, ...words];
    return [...node, ...words, '--url', (await useEmulator()).url];
  }

  it.each(commands)('ends quietly when its reader is gone: $name', async ({ words }) => {
    expect(await runInto('| true', await withUrl(words))).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each(commands)('fails with one line when its disk is full: $name', async ({ words }) => {
    const { code, stderr } = await runInto('> /dev/full', await withUrl(words));
    const message = 'The output cannot be written: ENOSPC: no space left on device, write';
    const failure = { error: { code: 'FAILED', message, details: {} } };
    expect(stderr).toBe(
      words.includes('--json') ? `${JSON.stringify(failure)}\n` : `maildrone-emulator: ${message}\n`,
    );
    expect(code).toBe(1);
  });

  it.each([
    ['wrong usage', ['completion', 'tcsh'], 2],
    ['an option that is none', ['--nope'], 2],
    ['an emulator that is not there', ['health', '--url', 'http://127.0.0.1:9'], 3],
  ])('keeps its exit code where nobody reads stderr either: %s', async (_name, words, code) => {
    expect((await runInto('2>&1 | true', [...node, ...words])).code).toBe(code);
    expect((await runInto('> /dev/full 2>&1', [...node, ...words])).code).toBe(code);
  });

  it('an export that is read in part ends quietly', async () => {
    const { url } = await useEmulator();
    const ended = await runInto('| head -c 10', [...node, 'export', '-', '--url', url]);
    expect(ended).toEqual({ code: 0, stdout: '{\n"maildro', stderr: '' });
  });
});

const noteListening = (file: string) => `
  const { Server } = require('node:net');
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (...args) {
    const note = () => process.pid + ' ' + this.address().port + '\\n';
    this.once('listening', () => require('node:fs').appendFileSync(${JSON.stringify(file)}, note()));
    return listen.apply(this, args);
  };`;

describe('a server whose output goes nowhere goes on', () => {
  const readers = [
    { name: 'a reader of the first line of stdout', redirection: '2> err | head -n 1 > first' },
    { name: 'no reader of stdout', redirection: '2> err | true' },
    { name: 'no reader of stderr', redirection: '2>&1 > first | true' },
    { name: 'no reader of either', redirection: '2>&1 | true' },
    { name: 'a full disk', redirection: '> /dev/full 2>&1' },
    { name: 'closed streams', redirection: '>&- 2>&-' },
  ];
  const cases = readers.flatMap((reader) => ['json', 'pretty'].map((log) => ({ ...reader, log })));
  it.each(cases)('$name, --log $log', async ({ redirection, log }) => {
    const cwd = await useDirectory();
    const pidFile = join(cwd, 'pid');
    const words = ['--data', 'data', '--port', '0', '--smtp-port', '0', '--log', log];
    // A file tells the ports, since nobody reads the banner.
    const preload = join(cwd, 'preload.cjs');
    await writeFile(preload, noteListening(pidFile));
    const ended = runInto(redirection, [process.execPath, '--require', preload, cliPath, ...words], cwd);
    const lines = () => {
      try {
        return readFileSync(pidFile, 'utf8').trim().split('\n');
      } catch {
        return [];
      }
    };
    await expect.poll(() => lines().length, { timeout: 30_000 }).toBe(2);
    const [[pid, http], [, smtp]] = lines().map((line) => line.split(' ').map(Number)) as [
      number[],
      number[],
    ];
    onTestFinished(() => {
      try {
        process.kill(pid ?? 0, 'SIGKILL');
      } catch {
        // It has ended.
      }
    });
    const client = createTransport({ host: '127.0.0.1', port: smtp, secure: false });
    // Each mail is a line of the log.
    for (const subject of ['one', 'two', 'three'])
      await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: 'x' });
    const emulator = await connect(`http://127.0.0.1:${http}`);
    expect(await emulator.inbox.list()).toHaveLength(3);
    process.kill(pid ?? 0, 'SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

describe('with --log json', () => {
  it('each line of stdout is an object, ready is the first, and what comes before it goes to stderr', async () => {
    const cwd = await useDirectory();
    const words = ['--data', 'data', '--port', '0', '--smtp-port', '0', '--log', 'json'];
    const { child, stdout, stderr, finished } = run(
      process.execPath,
      [cliPath, ...words, '--fixture', 'docs', '--webhook-url', 'http://127.0.0.1:9/hook'],
      { cwd },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    await expect.poll(() => stdout().includes('\n'), { timeout: 30_000 }).toBe(true);
    const ready = JSON.parse(stdout().split('\n')[0] ?? '') as ReadyLine;
    expect(ready).toMatchObject({ msg: 'ready', pid: child.pid });
    expect(stderr()).toContain('{"level":"info","msg":"fixture docs is loaded",');
    const { smtp } = await connect(ready.url);
    await createTransport({ ...smtp, secure: false }).sendMail({
      ...{ from: 'a@x.test', to: 'b@x.test', subject: 'One\nline', text: 'x' },
    });
    await expect.poll(stdout).toContain('mail from a@x.test');
    child.kill('SIGTERM');
    const ended = await finished;
    for (const line of ended.stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toBeTypeOf('object');
    expect(ended.code).toBe(0);
  });
});

it('every writer goes through cli/output.ts', () => {
  const root = join(import.meta.dirname, '..', '..', 'src');
  const writers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) =>
      /process\.(?:stdout|stderr)|\bconsole\.(?:log|warn|error|info)/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    );
  expect(writers).toEqual(['cli/output.ts']);
});
