import type { CampaignRecord } from '../contract/campaign.js';
import { AppError } from '../contract/errors.js';
import type { MessageId, WorkspaceId } from '../contract/ids.js';
import type { BulkSender, ComposedMail, MailJob, SendResult } from '../core/outbox/bulk-sender.js';
import type { ClientOptions } from '../smtp/client/connection.js';
import { createThreadCalls } from '../threads/calls.js';

/** A campaign to send, and how its links are made. */
export interface CampaignJob {
  campaign: CampaignRecord;
  workspace: WorkspaceId;
  /** The secret of the workspace: tracking links are made with it. */
  secret: string;
  publicUrl: string;
  strict: boolean;
}

/** How the thread reaches the sink. */
export interface ThreadJob extends CampaignJob {
  smtp: ClientOptions;
}

export type CampaignCalls = {
  open: { argument: { job: number; what: ThreadJob }; reply: null };
  write: { argument: { job: number; mailJobs: readonly MailJob[] }; reply: (ComposedMail | string)[] };
  send: { argument: { job: number; ids: readonly MessageId[] }; reply: SendResult[] };
  close: { argument: { job: number }; reply: null };
};

/** A thread that composes and sends the mail of large campaigns, so that the servers answer quickly meanwhile. */
export interface CampaignThread {
  open(job: ThreadJob): BulkSender;
  /** Ends the thread; its campaigns fail. */
  stop(): Promise<void>;
}

const ignore = () => undefined;

/** The thread runs the program `file` and is started for the first campaign. */
export function createCampaignThread(file: string): CampaignThread {
  const calls = createThreadCalls<CampaignCalls>({
    file,
    ended: () => new AppError('INTERNAL_SERVER_ERROR', 'The thread that sends mail ended'),
  });
  let count = 0;
  return {
    open(what) {
      // The jobs of a thread end with it: the campaign opens another one then.
      const thread = calls.thread();
      const job = (count += 1);
      const opened = thread.ask('open', { value: { job, what } });
      // The first write reports it.
      opened.catch(ignore);
      return {
        async write(mailJobs) {
          await opened;
          return thread.ask('write', { value: { job, mailJobs } });
        },
        send: (ids) => thread.ask('send', { value: { job, ids } }),
        close: () => void thread.ask('close', { value: { job } }).catch(ignore),
      };
    },
    stop: calls.stop,
  };
}
