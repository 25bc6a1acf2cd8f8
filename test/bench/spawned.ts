import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { connect } from '../../src/index.js';

/** The built program as a process of its own, on free ports: what the bench does itself is not taken for its work. */
export async function spawned(data: string) {
  const started = performance.now();
  const args = ['--data', data, '--port', '0', '--smtp-port', '0', '--log', 'json', '--simulation', 'manual'];
  const child = spawn(process.execPath, ['dist/cli.js', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  lines.resume();
  const { url } = JSON.parse(line) as { url: string };
  const seconds = (performance.now() - started) / 1000;
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const mebibytes = () => Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { connection: await connect(url), seconds, mebibytes: mebibytes(), stop };
}
