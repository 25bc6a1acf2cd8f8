import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect } from '../../../src/index.js';
import type { Connection } from '../../../src/index.js';
import { inspectFlag, openInspector } from '../../support/inspector.js';

/** The built emulator in memory, as a process of its own. */
export interface Target extends Connection {
  smtpPort: number;
  pid: number;
  /** A call; answers its status and the beginning of its body. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }>;
  /** Resolves when nothing is under way or due. */
  atRest(): Promise<void>;
  /** MiB that the process holds after a garbage collection: the heap, and buffers beside it. */
  held(): Promise<number>;
  stop(): Promise<void>;
}

export async function startTarget(options: readonly string[] = []): Promise<Target> {
  const profile = process.env['LAG_PROFILE'];
  const node = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const settings = ['--memory', '--port', '0', '--smtp-port', '0', '--log', 'json', '--simulation', 'manual'];
  const child = spawn(
    process.execPath,
    [...node, inspectFlag, 'dist/cli.cjs', ...settings, '--max-messages', '200000', ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const inspecting = openInspector(child);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  lines.resume();
  const ready = JSON.parse(line) as { url: string; smtp: string; api_key: string };
  const { held, close } = await inspecting;
  const connection = await connect(ready.url);
  return {
    ...connection,
    pid: child.pid ?? 0,
    smtpPort: Number(new URL(ready.smtp).port),
    async call(method, path, body) {
      const response = await fetch(ready.url + path, {
        method,
        headers: { Authorization: `Bearer ${ready.api_key}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text.slice(0, 2000) };
    },
    async atRest() {
      while (!(await connection.settle(30_000).catch(() => false)));
    },
    held,
    async stop() {
      close();
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
