import type { MailWriter } from '../core/compose/mail-writer.js';
import { templateFaults } from '../core/compose/require-templates.js';
import type { BulkSender, SendResult } from '../core/outbox/bulk-sender.js';
import { systemTimers } from '../core/time/clock.js';
import { createTransport } from '../smtp/client/pool.js';
import { bloomHasher } from '../store/search/bloom-filters.js';
import { answerCalls } from '../threads/calls.js';
import { openBulkSender, openMailWriter } from './campaign-sender.js';
import type { CampaignCalls, ThreadJob } from './campaign-thread.js';

// Mails of this thread share larger pieces of memory, which are requested from the system far less often.
Buffer.poolSize = 1024 * 1024;

/** What is open for one template: each is made when it is first asked for, and so are the connections to the sink. */
interface Job {
  bulkSender(): BulkSender;
  mailWriter(): MailWriter;
  close(): void;
}

/** The open jobs, by their numbers. */
const jobs = new Map<number, Job>();

function openJob({ smtp, ...job }: ThreadJob): Job {
  const transport = createTransport(() => smtp, systemTimers);
  let bulkSender: BulkSender | null = null;
  let mailWriter: MailWriter | null = null;
  return {
    bulkSender: () => (bulkSender ??= openBulkSender(job, { transport, bloomHasher })),
    mailWriter: () => (mailWriter ??= openMailWriter(job, { bloomHasher })),
    close() {
      bulkSender?.close();
      mailWriter?.close();
      transport.close();
    },
  };
}

/** A refused mail in memory of its own: all of the memory that it shares with others would be copied along with it. */
const copyOut = (result: SendResult): SendResult =>
  result.raw ? { ...result, raw: new Uint8Array(result.raw) } : result;

function jobOf(number: number): Job {
  const job = jobs.get(number);
  if (!job) throw new Error(`there is no job ${number}`);
  return job;
}

/** The program of the thread that composes and sends mail: an entry of the bundle by itself. */
answerCalls<CampaignCalls>({
  findFaults({ templates, reader }) {
    const faults = [...templateFaults(templates, reader)];
    return { value: faults.map(({ part, issue, line }) => ({ part, issue, line })) };
  },
  open({ job, what }) {
    jobs.set(job, openJob(what));
    return { value: null };
  },
  async write({ job, mailJobs }) {
    return { value: await jobOf(job).bulkSender().write(mailJobs) };
  },
  async send({ job, ids }) {
    const results = await jobOf(job).bulkSender().send(ids);
    return { value: results.map(copyOut) };
  },
  async compose({ job, mailJob }) {
    const mail = await jobOf(job).mailWriter().write(mailJob);
    const raw = new Uint8Array(mail.raw);
    return { value: { ...mail, raw }, moved: [raw.buffer] };
  },
  async requireVariables({ job, contacts, variables }) {
    await jobOf(job).mailWriter().requireVariables(contacts, variables);
    return { value: null };
  },
  close({ job }) {
    jobs.get(job)?.close();
    jobs.delete(job);
    return { value: null };
  },
});
