import { systemTimers, yieldToEventLoop } from '../time/clock.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Recipient, Composer } from '../compose/composer.js';
import type { MailTransport, SmtpReply } from '../ports/ports.js';

/** A mail that is to be composed, and its envelope sender. */
export interface MailJob extends Recipient {
  sender: string;
}

/** What is known of a mail once it is composed; the bulk sender keeps its bytes. */
export interface ComposedMail {
  subject: string;
  preview: string;
  /** Names in the templates that had no value. */
  missing: string[];
  /** Its text as it is searched, and the Bloom filter of it where that is known. */
  search: { text: string; filter: Uint32Array | null };
}

/** What became of a mail. `raw` are its bytes where it was refused: the sink may not have seen them. */
export interface SendResult {
  id: MessageId;
  reply: SmtpReply;
  raw: Uint8Array | null;
}

/** Composes and sends the mails of a campaign: here, or in a thread of its own. */
export interface BulkSender {
  /** Composes mails, in their order; a string is the reason why one could not be composed. */
  write(mailJobs: readonly MailJob[]): Promise<(ComposedMail | string)[]>;
  /** Sends composed mails, in the same order. Where the sink does not answer the reply is a 421, which defers the mail. */
  send(ids: readonly MessageId[]): Promise<SendResult[]>;
  close(): void;
}

/** Opens the bulk sender of a campaign with so many recipients. */
export type OpenBulkSender = (campaign: CampaignRecord, recipients: number) => BulkSender;

export interface BulkSenderDeps {
  composer: Composer;
  transport: MailTransport;
}

/** The reply that stands for a sink that is not there (its port was closed): it defers the mail, as a real relay would. */
export const unanswered = (error: Error): SmtpReply => ({ code: 421, status: '4.4.1', text: error.message });

// Composing goes on beside sending: so many mails of an ordinary template take about a millisecond.
const mailJobsPerTurn = 4;
const turnMs = 10;

/** A bulk sender that works in the thread that calls it. */
export function createBulkSender({ composer, transport }: BulkSenderDeps): BulkSender {
  const written = new Map<MessageId, { from: string; to: string; raw: Buffer }>();

  function write(mailJob: MailJob): ComposedMail | string {
    try {
      const { subject, preview, missing, search, raw } = composer.write(mailJob);
      const { id, sender, to } = mailJob;
      written.set(id, { from: sender, to: to.address, raw });
      const envelope = { from: sender, to: [to.address] };
      const head = { subject, from: composer.from, to: [to], cc: [], envelope };
      return { subject, preview, missing, search: search(head) };
    } catch (error) {
      // A template that fails for one contact alone must not hold up the others.
      if (!(error instanceof AppError) || error.code !== 'INVALID_REQUEST') throw error;
      const { field, issue = error.message } = error.details;
      return field === undefined ? issue : `${field}: ${issue}`;
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
      let turn = { began: systemTimers.now(), mails: 0 };
      for (const mailJob of mailJobs) {
        if (turn.mails === mailJobsPerTurn || systemTimers.now() - turn.began > turnMs) {
          await yieldToEventLoop();
          turn = { began: systemTimers.now(), mails: 0 };
        }
        all.push(write(mailJob));
        turn.mails += 1;
      }
      return all;
    },
    send: (ids) => Promise.all(ids.map(send)),
    close: () => written.clear(),
  };
}
