import type { BulkSender, SendResult } from '../core/outbox/bulk-sender.js';
import { systemTimers } from '../core/time/clock.js';
import { createTransport } from '../smtp/client/pool.js';
import { bloomHasher } from '../store/search/bloom-filters.js';
import { answerCalls } from '../threads/calls.js';
import { openBulkSender } from './campaign-sender.js';
import type { CampaignCalls, ThreadJob } from './campaign-thread.js';

// Mails of this thread share larger pieces of memory, which are requested from the system far less often.
Buffer.poolSize = 1024 * 1024;

/** The program of the thread that sends large campaigns: an entry of the bundle by itself. */
const bulkSenders = new Map<number, BulkSender>();

function openJob({ smtp, ...job }: ThreadJob): BulkSender {
  const transport = createTransport(() => smtp, systemTimers);
  const bulkSender = openBulkSender(job, { transport, bloomHasher });
  return {
    ...bulkSender,
    close() {
      bulkSender.close();
      transport.close();
    },
  };
}

/** A refused mail in memory of its own: all of the memory that it shares with others would be copied along with it. */
const copyOut = (result: SendResult): SendResult =>
  result.raw ? { ...result, raw: new Uint8Array(result.raw) } : result;

function bulkSenderOf(job: number): BulkSender {
  const bulkSender = bulkSenders.get(job);
  if (!bulkSender) throw new Error(`there is no job ${job}`);
  return bulkSender;
}

answerCalls<CampaignCalls>({
  open({ job, what }) {
    bulkSenders.set(job, openJob(what));
    return { value: null };
  },
  async write({ job, mailJobs }) {
    return { value: await bulkSenderOf(job).write(mailJobs) };
  },
  async send({ job, ids }) {
    const results = await bulkSenderOf(job).send(ids);
    return { value: results.map(copyOut) };
  },
  close({ job }) {
    bulkSenders.get(job)?.close();
    bulkSenders.delete(job);
    return { value: null };
  },
});
