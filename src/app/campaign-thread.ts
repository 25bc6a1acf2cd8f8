import { Worker } from 'node:worker_threads';
import type { CampaignRecord } from '../contract/campaign.js';
import { AppError } from '../contract/errors.js';
import type { MessageId, WorkspaceId } from '../contract/ids.js';
import type { BulkSender, MailJob, SendResult, ComposedMail } from '../core/outbox/bulk-sender.js';
import type { ClientOptions } from '../smtp/client/connection.js';

/** All that a courier in another thread must know. */
export interface SendingJob {
  campaign: CampaignRecord;
  workspace: WorkspaceId;
  /** Of the workspace: links are made with it. */
  secret: string;
  publicUrl: string;
  strict: boolean;
  smtp: ClientOptions;
}

/** What the thread is told. `write` and `handOver` are answered, under their `call`. */
export type SendingOrder =
  | { do: 'open'; job: number; what: SendingJob }
  | { do: 'write'; job: number; call: number; mailJobs: readonly MailJob[] }
  | { do: 'handOver'; job: number; call: number; ids: readonly MessageId[] }
  | { do: 'close'; job: number };

export type SendingAnswer =
  | { call: number; written: (ComposedMail | string)[] }
  | { call: number; results: SendResult[] }
  | { call: number; error: string };

/** A thread that writes the mails of large campaigns and hands them over, so that the doors stay quick meanwhile. */
export interface SendingThread {
  open(job: SendingJob): BulkSender;
  /** Ends the thread; what was asked of it fails. */
  stop(): Promise<void>;
}

interface Asked {
  resolve(answer: SendingAnswer): void;
  reject(error: Error): void;
}

const ended = () => new AppError('INTERNAL_SERVER_ERROR', 'The thread that sends mail ended');

const unexpected = () => new Error('The thread that sends mail answered something else than it was asked');

/** The thread runs the program `file`; it is started for the first campaign, and does not keep the process alive. */
export function createSendingThread(file: string): SendingThread {
  const asked = new Map<number, Asked>();
  let worker: Worker | null = null;
  let count = 0;

  function start(): Worker {
    const started = new Worker(file);
    started.on('message', (answer: SendingAnswer) => {
      const waiting = asked.get(answer.call);
      asked.delete(answer.call);
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer);
    });
    const fail = () => {
      if (worker === started) worker = null;
      for (const { reject } of asked.values()) reject(ended());
      asked.clear();
    };
    started.on('error', fail);
    started.on('exit', fail);
    started.unref();
    return started;
  }

  function ask(on: Worker, order: (call: number) => SendingOrder): Promise<SendingAnswer> {
    return new Promise((resolve, reject) => {
      // A thread that ended takes its jobs along: the campaign opens a new one.
      if (on !== worker) return reject(ended());
      const call = (count += 1);
      asked.set(call, { resolve, reject });
      on.postMessage(order(call));
    });
  }

  return {
    open(what) {
      const on = (worker ??= start());
      const job = (count += 1);
      on.postMessage({ do: 'open', job, what } satisfies SendingOrder);
      return {
        async write(mailJobs) {
          const answer = await ask(on, (call) => ({ do: 'write', job, call, mailJobs }));
          if (!('written' in answer)) throw unexpected();
          return answer.written;
        },
        async send(ids) {
          const answer = await ask(on, (call) => ({ do: 'handOver', job, call, ids }));
          if (!('results' in answer)) throw unexpected();
          return answer.results;
        },
        close: () => on.postMessage({ do: 'close', job } satisfies SendingOrder),
      };
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
