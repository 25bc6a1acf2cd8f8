import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { packageFile } from './app/package-file.js';
import { createConnection } from './client/connection.js';
import type { Connection } from './client/connection.js';
import { SettingsError } from './config/settings-error.js';
import { needsPackage } from './contract/needs-package.js';
import type { EmulatorHandle, EmulatorOptions } from './index.js';

// The public entry of programs that can only `require` CommonJS, as jest does: Node itself requires the ES module. Here the
// emulator runs in a thread, out of reach of fake timers, mocked modules and the globals of jest's sandbox.

export { connect } from './client/connection.js';
export { EmulatorError, NoEmulatorError } from './client/errors.js';
export { SettingsError } from './config/settings-error.js';
export { version } from './contract/version.js';

type Started = Pick<Connection, 'url' | 'apiKey' | 'smtp'>;
/** What the thread posts: where its emulator is, or why there is none. */
type Report = { started: Started } | { failed: { name: string; message: string; code?: string } };

// Given as text, since it is no entry of its own.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.module)
  .then(({ startEmulator }) => startEmulator(workerData.options))
  .then(
    ({ url, apiKey, smtp, stop }) => {
      parentPort.once('message', () => void stop());
      parentPort.postMessage({ started: { url, apiKey, smtp } });
    },
    ({ name, message, code }) => parentPort.postMessage({ failed: { name, message, code } }),
  );
`;

function startThread(options: EmulatorOptions): Worker {
  const file = packageFile('dist/index.js');
  if (file === null) throw new Error(`An emulator that is required ${needsPackage}`);
  const module = pathToFileURL(file).href;
  try {
    return new Worker(program, { eval: true, workerData: { module, options } });
  } catch (error) {
    // No setting is a function or a symbol, nor holds one: the only values that cannot reach the thread.
    const name = Object.keys(options).find((key) => !canReachThread(Reflect.get(options, key)));
    throw new SettingsError(`${name ?? 'options'}: expected a setting (${(error as Error).message})`);
  }
}

function canReachThread(value: unknown): boolean {
  try {
    serialize(value);
    return true;
  } catch {
    return false;
  }
}

function failEnded(): never {
  throw new Error('The thread of the emulator ended before it had started');
}

/** As the `startEmulator` of the ES module; the emulator runs in a thread of this process. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<EmulatorHandle> {
  const worker = startThread(options);
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  const [report] = (await Promise.race([once(worker, 'message'), ended.then(failEnded)])) as [Report];
  if ('failed' in report) {
    await worker.terminate();
    const { message, ...known } = report.failed;
    throw known.name === 'SettingsError'
      ? new SettingsError(message)
      : Object.assign(new Error(message), known);
  }
  const { url, apiKey, smtp } = report.started;
  const login = options.uiAuth ?? null;
  let isStopped = false;
  const address = { url, login, workspace: 'default', apiKey, smtp, isStopped: () => isStopped };
  const connection = createConnection(address);
  async function stop(): Promise<void> {
    isStopped = true;
    worker.postMessage('stop');
    await ended;
  }
  return { ...connection, stop };
}
