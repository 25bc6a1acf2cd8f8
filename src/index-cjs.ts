import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { connectTo, createConnection } from './client/connection.js';
import type { Connection } from './client/connection.js';
import type { EmulatorHandle, EmulatorOptions } from './index.js';

// The public face for those that can only `require` CommonJS, which is jest: Node itself requires the ES module. There the
// emulator runs in a thread, out of reach of fake timers, mocked modules and the globals of jest's sandbox.

export { EmulatorError } from './client/http.js';
export { version } from './contract/version.js';

type Started = Pick<Connection, 'url' | 'apiKey' | 'smtp'>;

// Given as text, since it is no entry of its own; a rejection ends the thread as its error.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.module).then(async ({ startEmulator }) => {
  const { url, apiKey, smtp, stop } = await startEmulator(workerData.options);
  parentPort.once('message', () => void stop());
  parentPort.postMessage({ url, apiKey, smtp });
});
`;

/** As the `startEmulator` of the ES module; the emulator runs in a thread of this process. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<EmulatorHandle> {
  const module = pathToFileURL(join(__dirname, 'index.js')).href;
  const worker = new Worker(program, { eval: true, workerData: { module, options } });
  const [{ url, apiKey, smtp }] = (await once(worker, 'message')) as [Started];
  const connection = createConnection({ url, workspace: 'default', apiKey, smtp });
  const ended = once(worker, 'exit');
  async function stop(): Promise<void> {
    worker.postMessage('stop');
    await ended;
  }
  return { ...connection, stop };
}

export const connect = connectTo;
