import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { Message } from './one-bench.js';
import type { Figure } from './report.js';

export interface BenchRun {
  /** The program that runs it, and what that is given. */
  program: string;
  args: readonly string[];
  /** How long it may take, in seconds. */
  limit: number;
  onFigure(figure: Figure): void;
}

/** Ends a bench with all processes that it has started: they are of its group. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}

/** A reason is for readers elsewhere: no path of this machine. */
const withoutPaths = (reason: string): string =>
  (reason.split('\n')[0] ?? '').replaceAll(process.cwd(), '.').replaceAll(tmpdir(), '…').slice(0, 200);

/** Runs a bench in a process group of its own, within its limit; answers why it ended early, or null. */
export async function runBench({ program, args, limit, onFigure }: BenchRun): Promise<string | null> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-bench-'));
  const child = fork(program, [...args], {
    execArgv: ['--expose-gc'],
    detached: true,
    // A bench that is ended leaves files behind, all of them here. What it prints must not become part of the document.
    env: { ...process.env, TMPDIR: dir, TEMP: dir, TMP: dir },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let failure: string | null = null;
  child.on('message', (message: Message) => {
    if ('figure' in message) onFigure(message.figure);
    else failure = withoutPaths(message.failure);
  });
  const timer = setTimeout(() => {
    failure = `it took longer than ${limit.toFixed(0)} s`;
    killGroup(child);
  }, limit * 1000);
  const stop = () => {
    failure = 'it was interrupted';
    killGroup(child);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  const [code] = (await once(child, 'close')) as [number | null];
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  clearTimeout(timer);
  killGroup(child);
  await rm(dir, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  if (failure === null && code !== 0) return `its process ended with ${code}`;
  return failure;
}
