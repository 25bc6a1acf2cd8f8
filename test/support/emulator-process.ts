import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { connect } from '../../src/index.js';
import type { Connection } from '../../src/index.js';
import { cliPath } from './process.js';

export interface RunningProcess extends Connection {
  child: ChildProcess;
  /** Every line of the JSON log so far; those before `ready` come on stderr. */
  log: { level?: string; msg: string }[];
  /** Ends it as `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it by SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
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
  const log: RunningProcess['log'] = [];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  createInterface({ input: child.stderr }).on('line', (line) => {
    // What comes before `ready`, and what is no line of the log.
    if (line.startsWith('{')) log.push(JSON.parse(line) as { msg: string });
  });
  const gone = once(child, 'exit') as Promise<[number | null]>;
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
