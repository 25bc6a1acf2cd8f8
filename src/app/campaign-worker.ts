import type { BulkSender, ComposedMail, SendResult } from '../core/outbox/bulk-sender.js';
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

// The search index cuts longer texts, so they go there whole.
const longestPacked = 1024 * 1024;

/**
 * Puts texts and Bloom filters of a batch into one piece of memory, which is moved to the other thread and not copied. As
 * strings they would be copied there and moved about by each collection of garbage until they are written.
 */
function packTexts(written: readonly (ComposedMail | string)[]): ArrayBuffer[] {
  const mails = written.filter((mail) => typeof mail !== 'string');
  const packed = mails.flatMap((mail) => {
    const { text, filter } = mail.search;
    if (typeof text !== 'string' || text.length > longestPacked || !filter) return [];
    return [{ mail, text, filter, bytes: Buffer.byteLength(text) }];
  });
  const words = packed.reduce((sum, { filter }) => sum + filter.length, 0);
  const memory = new ArrayBuffer(words * 4 + packed.reduce((sum, { bytes }) => sum + bytes, 0));
  const texts = Buffer.from(memory, words * 4);
  let [word, at] = [0, 0];
  for (const { mail, text, filter, bytes } of packed) {
    const kept = new Uint32Array(memory, word * 4, filter.length);
    kept.set(filter);
    texts.write(text, at, bytes, 'utf8');
    mail.search = { text: new Uint8Array(memory, words * 4 + at, bytes), filter: kept };
    word += filter.length;
    at += bytes;
  }
  return [memory];
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
    const written = await bulkSenderOf(job).write(mailJobs);
    return { value: written, moved: packTexts(written) };
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
