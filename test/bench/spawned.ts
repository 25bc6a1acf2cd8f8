import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect } from '../../src/index.js';
import { residentOf } from './peers.js';

/** The built program as a process of its own, on free ports: what the bench does itself is not taken for its work. */
export async function spawned(data: string, settings: readonly string[] = []) {
  const started = performance.now();
  const args = ['--data', data, '--port', '0', '--smtp-port', '0', '--log', 'json', '--simulation', 'manual'];
  const child = spawn(process.execPath, ['dist/cli.js', ...args, ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  lines.resume();
  const { url } = JSON.parse(line) as { url: string };
  const seconds = (performance.now() - started) / 1000;
  const resident = () => residentOf(child.pid ?? 0);
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { connection: await connect(url), seconds, resident, mebibytes: await resident(), stop };
}
