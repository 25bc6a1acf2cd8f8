import { turn } from '../time/clock.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Addressee, Mailing } from '../compose/compose.js';
import type { MailTransport, SmtpReply } from '../ports/ports.js';

/** A mail that is to be written, and its envelope sender. */
export interface Letter extends Addressee {
  sender: string;
}

/** What is known of a mail once it is written; its bytes stay with who wrote it. */
export interface WrittenLetter {
  subject: string;
  preview: string;
  /** Names in the templates that had no value. */
  missing: string[];
  /** Its text as it is searched (UTF-8 where it comes from another thread), and the signature where that is known. */
  search: { text: string | Uint8Array; signature: Uint32Array | null };
}

/** What became of a mail. `raw` are its bytes where it was refused: the sink may not have seen them. */
export interface Parcel {
  id: MessageId;
  reply: SmtpReply;
  raw: Uint8Array | null;
}

/** Writes the mails of a campaign and hands them over: here, or in a thread of its own. */
export interface Courier {
  /** Writes mails, in their order; a string is the reason why one could not be written. */
  write(letters: readonly Letter[]): Promise<(WrittenLetter | string)[]>;
  /** Hands over what was written, in the same order. A sink that does not answer puts a mail off. */
  handOver(ids: readonly MessageId[]): Promise<Parcel[]>;
  close(): void;
}

/** The courier of a campaign that goes to so many. */
export type OpenCourier = (campaign: CampaignRecord, recipients: number) => Courier;

export interface CourierDeps {
  mailing: Mailing;
  transport: MailTransport;
}

/** A sink that is not there (its port was closed) puts the mail off, as a real relay would. */
export const unanswered = (error: Error): SmtpReply => ({ code: 421, status: '4.4.1', text: error.message });

// Writing goes on beside handing over: so many take about a millisecond.
const lettersPerTurn = 4;

/** A courier that works where it is called. */
export function createCourier({ mailing, transport }: CourierDeps): Courier {
  const written = new Map<MessageId, { from: string; to: string; raw: Buffer }>();

  function write(letter: Letter): WrittenLetter | string {
    try {
      const { subject, preview, missing, search, raw } = mailing.write(letter);
      const { id, sender, to } = letter;
      written.set(id, { from: sender, to: to.address, raw });
      const envelope = { from: sender, to: [to.address] };
      const head = { subject, from: mailing.from, to: [to], cc: [], envelope };
      return { subject, preview, missing, search: search(head) };
    } catch (error) {
      // A template that fails for one contact alone must not hold up the others.
      if (!(error instanceof AppError) || error.code !== 'INVALID_REQUEST') throw error;
      return error.details.issue ?? error.message;
    }
  }
  async function handOver(id: MessageId): Promise<Parcel> {
    const mail = written.get(id);
    if (!mail) throw new Error(`the mail ${id} was never written`);
    written.delete(id);
    const reply = await transport.send(mail).catch(unanswered);
    return { id, reply, raw: reply.code < 400 ? null : mail.raw };
  }
  return {
    async write(letters) {
      const all: (WrittenLetter | string)[] = [];
      for (const letter of letters) {
        if (all.length > 0 && all.length % lettersPerTurn === 0) await turn();
        all.push(write(letter));
      }
      return all;
    },
    handOver: (ids) => Promise.all(ids.map(handOver)),
    close: () => written.clear(),
  };
}
