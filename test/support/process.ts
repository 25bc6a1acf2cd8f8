import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const cliPath = join(import.meta.dirname, '..', '..', 'dist', 'cli.cjs');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A program and all that it says. */
export interface Running {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  finished: Promise<Finished>;
}

export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const finished = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { child, stdout: () => stdout, stderr: () => stderr, finished };
}

/** Runs the built command line to its end. */
export const runCli = (args: readonly string[], options: SpawnOptions = {}): Promise<Finished> =>
  run(process.execPath, [cliPath, ...args], options).finished;

export interface ReadyLine {
  msg: 'ready';
  url: string;
  api: string;
  smtp: string;
  api_key: string;
  pid: number;
  webhook_secret?: string;
}

/** Starts the built command line on free ports and waits for its ready line; killed when the test is over. */
export async function startCli(
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Running & { ready: ReadyLine }> {
  const running = run(
    process.execPath,
    [cliPath, '--port', '0', '--smtp-port', '0', '--log', 'json', ...args],
    options,
  );
  onTestFinished(() => void running.child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve, reject) => {
    const check = () => {
      const end = running.stdout().indexOf('\n');
      if (end >= 0) resolve(running.stdout().slice(0, end));
    };
    running.child.stdout?.on('data', check);
    void running.finished.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  return { ...running, ready: JSON.parse(line) as ReadyLine };
}

/** An empty directory, gone when the test is over. */
export async function useDirectory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A file in a directory that is removed after the test. */
export async function useFile(name: string, content: string): Promise<string> {
  const file = join(await useDirectory(), name);
  await writeFile(file, content);
  return file;
}
