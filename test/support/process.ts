import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { connect } from '../../src/index.js';
import type { Connection } from '../../src/index.js';

export const cliPath = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A directory of its own for one test, gone when the test is over. */
export async function useDirectory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export interface RunningProcess extends Connection {
  child: ChildProcess;
  /** Every line of the JSON log so far. */
  log: { level?: string; msg: string }[];
  /** Ends it as `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it by SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Runs a command to its end. */
export async function runCli(args: readonly string[], cwd?: string) {
  const child = spawn(process.execPath, [cliPath, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

export interface ProcessOptions {
  cwd?: string;
  /** No file may grow beyond so many blocks of 512 bytes: writing then fails as on a full disk. */
  fileBlocks?: number;
}

/** The real process from dist, on free ports; killed when the test is over. */
export async function startProcess(
  args: readonly string[],
  { cwd, fileBlocks }: ProcessOptions = {},
): Promise<RunningProcess> {
  const limit = fileBlocks === undefined ? '' : `ulimit -S -f ${fileBlocks}; `;
  const words = ['--port', '0', '--smtp-port', '0', '--log', 'json', '--simulation', 'manual', ...args];
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', process.execPath, cliPath, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const log: RunningProcess['log'] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<{ url: string }>((resolve) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line) as { msg: string; url: string };
      log.push(entry);
      if (entry.msg === 'ready') resolve(entry);
    });
  });
  const { url } = await Promise.race([
    ready,
    gone.then(([code]) => {
      throw new Error(`the emulator ended with ${code} before it was ready: ${stderr}`);
    }),
  ]);
  const connection = await connect(url);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await gone)[0];
  };
  return {
    ...connection,
    child,
    log,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}
