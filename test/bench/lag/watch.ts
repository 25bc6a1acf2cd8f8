import { Worker } from 'node:worker_threads';

/**
 * Asks for the health of an emulator every 10 ms, one question after the other, and keeps the longest answer: how long it took,
 * and how long the main thread of the emulator ran meanwhile (by the scheduler of Linux), which a busy machine does not add to.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const http = require('node:http');
const fs = require('node:fs');
const { url, pid } = workerData;
const ran = () => {
  try {
    return Number(fs.readFileSync('/proc/' + pid + '/task/' + pid + '/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return NaN;
  }
};
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const ask = () => new Promise((resolve) => {
  const request = http.get(url + '/_emulator/health', { agent }, (response) => response.resume().on('end', resolve));
  request.on('error', resolve);
});
let longest = { ms: 0, ran: 0 };
parentPort.on('message', () => { parentPort.postMessage(longest); longest = { ms: 0, ran: 0 }; });
(async () => {
  for (;;) {
    const [from, before] = [performance.now(), ran()];
    await ask();
    longest.ms = Math.max(longest.ms, performance.now() - from);
    longest.ran = Math.max(longest.ran, ran() - before);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
})();
`;

/** Watches the event loop of another process from a thread of its own: what the bench does itself is not seen. */
export interface Watch {
  /** The longest answer since it was last asked for, and the longest that the main thread ran within one, in ms. */
  longest(): Promise<{ ms: number; ran: number }>;
  end(): Promise<unknown>;
}

export function watch({ url, pid }: { url: string; pid: number }): Watch {
  const worker = new Worker(program, { eval: true, workerData: { url, pid } });
  return {
    longest: () =>
      new Promise((resolve) => {
        worker.once('message', resolve);
        worker.postMessage(null);
      }),
    end: () => worker.terminate(),
  };
}
