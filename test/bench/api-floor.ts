import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** express in a process of its own, which answers reads with the bytes that it is given. */
export async function startFloor(bytes = '{}') {
  const child = fork(join(process.cwd(), 'test/bench/express-floor.js'));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  child.send(bytes);
  await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}
