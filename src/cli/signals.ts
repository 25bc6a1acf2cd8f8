import { setTimeout as pause } from 'node:timers/promises';
import { stderr, stdout } from './output.js';

/** How long a reader of the log that does not read may hold up the end. */
const lastLinesMs = 500;
const stopping = new AbortController();
let isRunning = false;

/**
 * What asks a server to stop: SIGHUP comes when its terminal is closed, on Windows too, where SIGBREAK is Ctrl+Break; elsewhere no
 * system sends that one.
 */
const stops = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * Takes the signals that stop a server from now on: as process 1 of a container a signal without a handler is lost, elsewhere it
 * ends the process with 128 and its number. The first one stops the server, further ones do not cut that short.
 */
export function takeSignals(): void {
  const stop = () => {
    stopping.abort();
    // Nothing is open yet.
    if (!isRunning) process.exit(0);
  };
  for (const signal of stops) process.on(signal, stop);
}

/** A server that a signal stops. */
export interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Starts a server and stops it at the first signal, also at one that comes while it starts: `start` gives up then as soon
 * as it can. Ends the process with 0. Rejects when the start fails.
 */
export async function runUntilSignal(start: (stopping: AbortSignal) => Promise<Stoppable>): Promise<void> {
  const { signal } = stopping;
  isRunning = true;
  const running = await start(signal).catch((error: unknown) => {
    if (error !== signal.reason) throw error;
    return null;
  });
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  await running?.stop().catch((error: Error) => {
    stderr.write(`maildrone-emulator: ${error.message}\n`);
    process.exitCode = 1;
  });
  await Promise.race([stdout.written().catch(() => undefined), pause(lastLinesMs)]);
  process.exit();
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * For a command: calls `cleanUp` where a signal ends the process, which then ends by that signal as it would without. Answers
 * the function that takes that back.
 */
export function beforeSignal(cleanUp: () => void): () => void {
  const end = (signal: NodeJS.Signals) => {
    release();
    cleanUp();
    process.kill(process.pid, signal);
  };
  const release = () => endings.forEach((signal) => process.off(signal, end));
  for (const signal of endings) process.on(signal, end);
  return release;
}
