import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Bytes that this process holds after garbage collection, on the heap and in buffers. Of use only in `test/memory`, whose
 * files have a process each: beside other tests the figure is theirs as well.
 */
export async function heldBytes(): Promise<number> {
  // More than once, with a turn of the loop between them: what the first frees lets go of more.
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
