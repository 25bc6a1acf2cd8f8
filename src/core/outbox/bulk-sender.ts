import type { SmtpReply } from '../../contract/smtp-reply.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import { createPace } from '../time/pace.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Composer } from '../compose/composer.js';
import { composeJob } from '../compose/mail-job.js';
import type { ComposedMail, MailJob } from '../compose/mail-job.js';
import type { MailTransport } from '../ports/ports.js';

/** What became of a mail. `raw` are its bytes where it was refused: the sink may not have seen them. */
export interface SendResult {
  id: MessageId;
  reply: SmtpReply;
  raw: Uint8Array | null;
}

/** Composes and sends the mails of a campaign: here, or in a thread of its own. */
export interface BulkSender {
  /** Composes mails, in their order, and keeps their bytes; a string is the reason why one could not be composed. */
  write(mailJobs: readonly MailJob[]): Promise<(ComposedMail | string)[]>;
  /** Sends composed mails, in the same order. Where the sink does not answer the reply is a 421, which defers the mail. */
  send(ids: readonly MessageId[]): Promise<SendResult[]>;
  close(): void;
}

/** Opens the bulk sender of a campaign to these recipients. */
export type OpenBulkSender = (campaign: CampaignRecord, audience: readonly ContactRecord[]) => BulkSender;

export interface BulkSenderDeps {
  composer: Composer;
  transport: MailTransport;
}

/** The reply that stands for a sink that is not there (its port was closed): it defers the mail, as a real relay would. */
export const unanswered = (error: Error): SmtpReply => ({ code: 421, status: '4.4.1', text: error.message });

/** Why a mail could not be composed, in one line. */
export function composeFailureOf(error: Error): string {
  const { field, issue = error.message } = error instanceof AppError ? error.details : {};
  return field === undefined ? issue : `${field}: ${issue}`;
}

/** A bulk sender of a campaign of which no mail can be composed. */
export const createRefusingSender = (reason: string): BulkSender => ({
  write: (mailJobs) => Promise.resolve(mailJobs.map(() => reason)),
  send: () => Promise.resolve([]),
  close: () => undefined,
});

// Composing goes on beside sending: so many mails of an ordinary template take about a millisecond.
const mailJobsPerTurn = 4;

/** A bulk sender that works in the thread that calls it. */
export function createBulkSender({ composer, transport }: BulkSenderDeps): BulkSender {
  const written = new Map<MessageId, { from: string; to: string; raw: Buffer }>();

  function write(mailJob: MailJob): ComposedMail | string {
    try {
      const { raw, ...composed } = composeJob(composer, mailJob);
      const { id, sender, to } = mailJob;
      written.set(id, { from: sender, to: to.address, raw });
      return composed;
    } catch (error) {
      // A template that fails for one contact alone must not hold up the others.
      if (!(error instanceof AppError) || error.code !== 'INVALID_REQUEST') throw error;
      return composeFailureOf(error);
    }
  }
  async function send(id: MessageId): Promise<SendResult> {
    const mail = written.get(id);
    if (!mail) throw new Error(`the mail ${id} was never composed`);
    written.delete(id);
    const reply = await transport.send(mail).catch(unanswered);
    return { id, reply, raw: reply.code < 400 ? null : mail.raw };
  }
  return {
    async write(mailJobs) {
      const all: (ComposedMail | string)[] = [];
      const pace = createPace();
      for (const [index, mailJob] of mailJobs.entries()) {
        if (index > 0 && index % mailJobsPerTurn === 0) await yieldToEventLoop();
        await pace();
        all.push(write(mailJob));
      }
      return all;
    },
    send: (ids) => Promise.all(ids.map(send)),
    close: () => written.clear(),
  };
}
