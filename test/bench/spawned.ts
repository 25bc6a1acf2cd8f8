import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect } from '../../src/index.js';
import { residentOf } from './peers.js';

/** The built program as a process of its own, on free ports: what the bench does itself is not taken for its work. */
export async function spawned(
  data: string,
  settings: readonly string[] = [],
  /** Flags of Node. */
  flags: readonly string[] = [],
) {
  const started = performance.now();
  // `--memory` takes no folder.
  const where = settings.includes('--memory') ? [] : ['--data', data];
  const args = [...where, '--port', '0', '--smtp-port', '0', '--log', 'json', '--simulation', 'manual'];
  const child = spawn(process.execPath, [...flags, 'dist/cli.cjs', ...args, ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const ended = exit.then(([code]) => {
    throw new Error(`the emulator ended with ${code} before it was ready`);
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  lines.resume();
  const { url } = JSON.parse(line) as { url: string };
  const seconds = (performance.now() - started) / 1000;
  const pid = child.pid ?? 0;
  const stop = async () => {
    child.kill('SIGTERM');
    await exit;
  };
  return { connection: await connect(url), pid, seconds, resident: () => residentOf(pid), stop };
}
