import { Writable } from 'node:stream';
import { columnsOf } from '../config/environment.js';
import { shownLines } from '../contract/text/shown-text.js';

/**
 * Stdout or stderr. Every line of the program goes through these two, because a stream that cannot be written (its reader
 * is gone, its disk is full) raises an error event, and an error event without a listener ends the process.
 */
export interface Output {
  readonly isTerminal: boolean;
  readonly hasColors: boolean;
  readonly columns: number;
  /** Writes what a command answers. */
  write(text: string): void;
  /** Writes a line of the log, or drops it where a reader that does not read has let too much pile up. */
  log(line: string): void;
  /** The same as the end of a pipe, which does not close stdout and fails as it does. */
  asPipeEnd(): Writable;
  /** Resolves when all is written. Rejects where some of it could not be, unless it was the reader who had gone. */
  written(): Promise<void>;
}

/** A reader that does not read may let so much pile up in our memory. */
const mostWaiting = 1024 * 1024;

const isReaderGone = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'EPIPE' || code === 'ECONNRESET' || code === 'EIO';

interface GuardedOutput extends Output {
  /** Listens to the errors of the stream. */
  guard(onReaderGone: () => void): void;
}

function createOutput(stream: NodeJS.WriteStream): GuardedOutput {
  let fault: Error | null = null;
  const failure = ({ message }: Error) => new Error(`The output cannot be written: ${message}`);
  let onGone: (() => void) | null = null;
  function onError(error: NodeJS.ErrnoException) {
    if (isReaderGone(error)) onGone?.();
    else fault = error;
  }
  function guard(onReaderGone: () => void) {
    if (!onGone) stream.on('error', onError);
    onGone = onReaderGone;
  }
  function write(text: string) {
    if (!onGone) guard(() => undefined);
    stream.write(text);
  }
  return {
    get isTerminal() {
      return stream.isTTY;
    },
    get hasColors() {
      return stream.isTTY && stream.hasColors();
    },
    // A terminal that does not know how wide it is reports 0.
    get columns() {
      return stream.columns || 80;
    },
    guard,
    write,
    log(line) {
      if (stream.writableLength < mostWaiting) write(line);
    },
    asPipeEnd: () =>
      new Writable({
        write: (chunk: Uint8Array, _encoding, done) =>
          void stream.write(chunk, (error) => done(error ? failure(error) : null)),
      }),
    async written() {
      await new Promise<void>((resolve) => stream.write('', () => resolve()));
      if (fault) throw failure(fault);
    },
  };
}

const guarded = { stdout: createOutput(process.stdout), stderr: createOutput(process.stderr) };
export const stdout: Output = guarded.stdout;
export const stderr: Output = guarded.stderr;

/** For a command: it ends when its reader is gone (`export - | head -c 10`), with the exit code that it has by then. */
export function endWithReader(): void {
  guarded.stdout.guard(() => process.exit());
  guarded.stderr.guard(() => undefined);
}

/** For the server: it goes on without its log. */
export function outliveReaders(): void {
  guarded.stdout.guard(() => undefined);
  guarded.stderr.guard(() => undefined);
}

/** Whether failures are one object of JSON. */
export const asksForJson = (words: readonly string[] = process.argv.slice(2)): boolean =>
  words.includes('--json');

/** How wide help is. */
export function helpColumns(): number {
  return stdout.isTerminal ? stdout.columns : (columnsOf() ?? 80);
}

/** How commander writes help, versions and errors. With --json an error is written as an object, when it arrives. */
export const commanderOutput = {
  writeOut: stdout.write,
  writeErr: stderr.write,
  getOutHelpWidth: helpColumns,
  outputError(text: string, write: (text: string) => void) {
    if (!asksForJson()) write(shownLines(text.replace(/^error: /, 'maildrone-emulator: ')));
  },
};
