import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect } from '../../src/index.js';
import type { Connection } from '../../src/index.js';
import { inspectFlag, inspectorLine, openInspector } from '../support/inspector.js';

/** The built emulator as a process of its own over a data directory. */
export interface Program extends Connection {
  /** Lines that its log has at the level of an error. */
  errors: string[];
  /** Mebibytes that are resident; null where the system does not show it. */
  resident(): number | null;
  /** MiB of the heap, and of buffers beside it, after a garbage collection. */
  held(): Promise<number>;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
  /** Ends it by SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

const flags = [
  ...['--port', '0', '--smtp-port', '0', '--log', 'json', '--rate-limits', 'off'],
  ...['--simulation', 'manual', '--simulation-speed', '1000000'],
];

export async function startProgram(data: string): Promise<Program> {
  const child = spawn(process.execPath, [inspectFlag, 'dist/cli.cjs', '--data', data, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const errors: string[] = [];
  const inspecting = openInspector(child);
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!inspectorLine.test(line)) errors.push(line);
  });
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, url = '', level } = JSON.parse(line) as { msg: string; url?: string; level?: string };
      if (msg === 'ready') resolve(url);
      if (level === 'error') errors.push(line);
    });
  });
  const url = await Promise.race([
    ready,
    gone.then(([code]) => {
      throw new Error(`the emulator ended with ${code}: ${errors.join('\n')}`);
    }),
  ]);
  const { held, close } = await inspecting;
  const end = async (signal: NodeJS.Signals) => {
    close();
    child.kill(signal);
    return (await gone)[0];
  };
  return {
    ...(await connect(url)),
    errors,
    held,
    resident() {
      try {
        return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
      } catch {
        return null;
      }
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}
