import { parentPort, Worker } from 'node:worker_threads';
import { AppError } from '../contract/errors.js';
import type { ErrorCode, ErrorDetails } from '../contract/errors.js';

/** What a thread can be asked, by name. A type alias, not an interface, so that it has an index. */
export type Calls = Record<string, { argument: unknown; reply: unknown }>;

/** A value for another thread. `moved` goes there without a copy, and is empty here afterwards. */
export interface Posted<T> {
  value: T;
  moved?: ArrayBuffer[];
}

/** A running thread. */
export interface Thread<C extends Calls> {
  /** Rejects with what the thread failed with, or with `ended` when it ends before it answers. */
  ask<N extends keyof C & string>(name: N, argument: Posted<C[N]['argument']>): Promise<C[N]['reply']>;
}

export interface ThreadCalls<C extends Calls> {
  /** The thread, started where none is running. */
  thread(): Thread<C>;
  /** Ends the thread; calls without an answer fail. */
  stop(): Promise<void>;
}

export interface ThreadProgram {
  file: string;
  /** The error of calls to a thread that ended: by `cause` where it failed, else by `stop`. */
  ended(cause: Error | null): Error;
  /** For a thread that keeps nothing from call to call: ends it, once nobody has called for a while, with all its memory. */
  whenIdle?(end: () => void): { cancel(): void };
  /** For a thread whose work may come to no end: ends it, where it answers nothing for too long though it is asked. */
  whenSilent?(end: () => void): { cancel(): void };
}

interface Request {
  call: number;
  name: string;
  argument: unknown;
}

/** An AppError keeps what it is on its way between threads; of any other error the message alone goes over. */
interface Failure {
  error: string;
  known?: { code: ErrorCode; details: ErrorDetails };
}

/** The type of a reply is known to the caller that waits for it. */
type Answer = { call: number } & ({ reply: never } | Failure);

const failureOf = (error: unknown): Failure => ({
  error: error instanceof Error ? error.message : String(error),
  ...(error instanceof AppError ? { known: { code: error.code, details: error.details } } : {}),
});

const errorOf = ({ error, known }: Failure): Error =>
  known ? new AppError(known.code, error, known.details) : new Error(error);

interface Waiting {
  resolve(reply: never): void;
  reject(error: Error): void;
}

/** Calls to a thread that runs the program `file`. It keeps the process alive only while a call waits for its answer. */
export function createThreadCalls<C extends Calls>(program: ThreadProgram): ThreadCalls<C> {
  let running: { thread: Thread<C>; worker: Worker } | null = null;

  function start() {
    const worker = new Worker(program.file);
    const forget = () => {
      if (running?.worker === worker) running = null;
    };
    const thread = callsTo<C>(worker, {
      ended(cause) {
        forget();
        return program.ended(cause);
      },
      whenIdle: (end) =>
        program.whenIdle?.(() => {
          forget();
          end();
        }),
      whenSilent: (end) => program.whenSilent?.(end),
    });
    return { thread, worker };
  }
  return {
    thread: () => (running ??= start()).thread,
    async stop() {
      await running?.worker.terminate();
    },
  };
}

interface Life {
  ended(cause: Error | null): Error;
  whenIdle(end: () => void): { cancel(): void } | undefined;
  whenSilent(end: () => void): { cancel(): void } | undefined;
}

function callsTo<C extends Calls>(worker: Worker, { ended, whenIdle, whenSilent }: Life): Thread<C> {
  const waiting = new Map<number, Waiting>();
  let idle: { cancel(): void } | undefined;
  let silence: { cancel(): void } | undefined;
  let count = 0;
  let end: Error | null = null;

  function fail(cause: Error | null) {
    if (end) return;
    idle?.cancel();
    silence?.cancel();
    end = ended(cause);
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  }
  function listen() {
    silence?.cancel();
    silence = whenSilent(() => {
      fail(new Error('it answered nothing for too long'));
      void worker.terminate();
    });
  }
  worker.on('error', fail);
  worker.on('exit', () => fail(null));
  worker.on('message', (answer: Answer) => {
    const caller = waiting.get(answer.call);
    waiting.delete(answer.call);
    if (waiting.size > 0) listen();
    else {
      silence?.cancel();
      worker.unref();
      idle = whenIdle(() => void worker.terminate());
    }
    if ('error' in answer) caller?.reject(errorOf(answer));
    else caller?.resolve(answer.reply);
  });
  worker.unref();
  return {
    ask(name, { value, moved = [] }) {
      return new Promise((resolve, reject) => {
        if (end) return reject(end);
        idle?.cancel();
        const call = (count += 1);
        // Throws, which rejects, where the value cannot be posted.
        worker.postMessage({ call, name, argument: value } satisfies Request, moved);
        waiting.set(call, { resolve, reject });
        if (waiting.size === 1) listen();
        worker.ref();
      });
    },
  };
}

/** What a thread does when it is asked. */
export type CallHandlers<C extends Calls> = {
  [N in keyof C]: (argument: C[N]['argument']) => Posted<C[N]['reply']> | Promise<Posted<C[N]['reply']>>;
};

/** Answers every call to this thread with the result or the error of its handler. */
export function answerCalls<C extends Calls>(handlers: CallHandlers<C>): void {
  const post = (answer: { call: number } & ({ reply: unknown } | Failure), moved: ArrayBuffer[]) =>
    parentPort?.postMessage(answer, moved);

  async function answer({ call, name, argument }: Request) {
    try {
      const handle = handlers[name];
      if (!handle) throw new Error(`this thread does not know the call "${name}"`);
      const { value, moved = [] } = await handle(argument);
      post({ call, reply: value }, moved);
    } catch (error) {
      post({ call, ...failureOf(error) }, []);
    }
  }
  parentPort?.on('message', (request: Request) => void answer(request));
}
