import { parentPort } from 'node:worker_threads';
import { systemTimers } from '../core/time/clock.js';
import { createBulkSender } from '../core/outbox/bulk-sender.js';
import type { BulkSender, SendResult, ComposedMail } from '../core/outbox/bulk-sender.js';
import { createComposer, templateOfCampaign } from '../core/compose/composer.js';
import { createTracking } from '../core/tracking/tracking.js';
import type { SendingAnswer, SendingJob, SendingOrder } from './campaign-thread.js';
import { createTransport } from '../smtp/client/pool.js';
import { bloomHasher } from '../store/search/bloom-filters.js';

// Of this thread alone: mails of a usual size share their memory, which takes far less of it from the system and back.
Buffer.poolSize = 1024 * 1024;

/** The program of the thread that sends large campaigns: an entry of the bundle by itself. */
const bulkSenders = new Map<number, BulkSender>();

function openBulkSender({ campaign, workspace, secret, publicUrl, strict, smtp }: SendingJob): BulkSender {
  const tracking = createTracking({ publicUrl: () => publicUrl, secret });
  const transport = createTransport(() => smtp, systemTimers);
  const bulkSender = createBulkSender({
    composer: createComposer(templateOfCampaign(campaign), { tracking, workspace, strict, bloomHasher }),
    transport,
  });
  return {
    ...bulkSender,
    close() {
      bulkSender.close();
      transport.close();
    },
  };
}

const tell = (answer: SendingAnswer, transferred: ArrayBuffer[] = []) =>
  parentPort?.postMessage(answer, transferred);

// Longer texts are cut where they are kept, which is left to that place.
const longestPacked = 1024 * 1024;

/**
 * Texts and signatures of a batch in one piece of memory, which is handed over and not copied. As strings they would be
 * copied there and moved about by each collection of garbage until they are written.
 */
function packTexts(written: readonly (ComposedMail | string)[]): ArrayBuffer[] {
  const mailJobs = written.filter((mailJob) => typeof mailJob !== 'string');
  const packed = mailJobs.flatMap((mailJob) => {
    const { text, filter } = mailJob.search;
    if (typeof text !== 'string' || text.length > longestPacked || !filter) return [];
    return [{ mailJob, text, filter, bytes: Buffer.byteLength(text) }];
  });
  const words = packed.reduce((sum, { filter }) => sum + filter.length, 0);
  const memory = new ArrayBuffer(words * 4 + packed.reduce((sum, { bytes }) => sum + bytes, 0));
  const texts = Buffer.from(memory, words * 4);
  let [word, at] = [0, 0];
  for (const { mailJob, text, filter, bytes } of packed) {
    const kept = new Uint32Array(memory, word * 4, filter.length);
    kept.set(filter);
    texts.write(text, at, bytes, 'utf8');
    mailJob.search = { text: new Uint8Array(memory, words * 4 + at, bytes), filter: kept };
    word += filter.length;
    at += bytes;
  }
  return [memory];
}

/** A refused mail in memory of its own: all of the memory that it shares with others would go along with it. */
const copyOut = (result: SendResult): SendResult =>
  result.raw ? { ...result, raw: new Uint8Array(result.raw) } : result;

function bulkSenderOf(job: number): BulkSender {
  const bulkSender = bulkSenders.get(job);
  if (!bulkSender) throw new Error(`there is no job ${job}`);
  return bulkSender;
}

async function obey(order: SendingOrder): Promise<void> {
  switch (order.do) {
    case 'open':
      bulkSenders.set(order.job, openBulkSender(order.what));
      return;
    case 'write': {
      const written = await bulkSenderOf(order.job).write(order.mailJobs);
      const memory = packTexts(written);
      return tell({ call: order.call, written }, memory);
    }
    case 'handOver': {
      const results = await bulkSenderOf(order.job).send(order.ids);
      return tell({ call: order.call, results: results.map(copyOut) });
    }
    case 'close':
      bulkSenders.get(order.job)?.close();
      bulkSenders.delete(order.job);
  }
}

parentPort?.on('message', (order: SendingOrder) => {
  obey(order).catch((error: unknown) => {
    if ('call' in order) tell({ call: order.call, error: String(error) });
  });
});
