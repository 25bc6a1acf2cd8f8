import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord, Outcome, ScheduledAction } from '../../contract/message.js';
import type { SmtpReply } from '../../contract/smtp-reply.js';
import type { SimulationSetting } from '../../contract/simulation.js';
import { scheduleActions, scheduleRetries } from '../engagement/delays.js';
import { acceptedReply, outcomeOfAddress, replyFor } from '../engagement/outcome.js';
import { suppress } from '../engagement/suppress.js';
import { bounceOf } from '../messages/bounce.js';
import { answered, bounced, deferred, delivered, eventData } from '../messages/lifecycle.js';
import { newMessage } from '../messages/new-message.js';
import type { Blobs, Store, Tx } from '../ports/ports.js';
import type { Clock } from '../time/clock.js';
import { createGreylist } from './greylist.js';
import type { ParseQueue } from './parse-queue.js';

/** An incoming mail. `from` is empty for the null sender. */
export interface IncomingMail {
  from: string;
  to: readonly string[];
  raw: Buffer;
  transcript_id: string | null;
}

export interface ExternalMailDeps {
  store: Store;
  blobs: Blobs;
  clock: Clock;
  simulation(): SimulationSetting;
  /** Mail from outside is read in the background. */
  parseQueue: Pick<ParseQueue, 'expect' | 'enqueue'>;
}

/** A recipient of a mail from outside whose address asks for an outcome. */
interface AskingRecipient {
  address: string;
  outcome: Outcome;
  /** What the server behind that address answers. */
  reply: SmtpReply;
}

/** What becomes of a mail from outside. */
interface Judgement {
  asking: readonly AskingRecipient[];
  /** The reply to the sender. */
  reply: SmtpReply;
  /** An address that asks for nothing, and has the mail at once. */
  plain: string | undefined;
}

/**
 * Takes mail from outside in. Undocumented: we chose that each recipient whose address asks for an outcome has its own, with
 * its own events, and that the sender hears of a refusal only where all of them refuse for good, or all for now; else the sink
 * has taken the mail, and tries those who put it off again by itself.
 */
export function createExternalReceiver(deps: ExternalMailDeps): (mail: IncomingMail) => Promise<SmtpReply> {
  const { store, blobs, clock } = deps;
  const greylist = createGreylist(clock);

  function judge({ from, to }: IncomingMail): Judgement {
    const plain = to.find((address) => outcomeOfAddress(address) === null);
    const asking = to.flatMap((address): AskingRecipient[] => {
      const outcome = outcomeOfAddress(address);
      if (!outcome) return [];
      const attempt = outcome.result === 'defer' ? greylist.attemptOf({ from, to: address }) : 1;
      return [{ address, outcome, reply: replyFor(outcome.result, address, attempt) }];
    });
    const refusing = asking.filter(isRefused);
    const replies = refusing.map(({ reply }) => reply).sort(byCode);
    const [first = acceptedReply, last = first] = [replies[0], replies.at(-1)];
    const isSenders = refusing.length === to.length && first.code >= 500 === last.code >= 500;
    if (isSenders) return { asking, reply: first, plain };
    for (const { address } of refusing) greylist.forget({ from, to: address });
    return { asking, reply: acceptedReply, plain };
  }

  /** What is still to happen at the recipients of a mail that the sink took. */
  function scheduleFor(asking: readonly AskingRecipient[], now: number): ScheduledAction[] {
    const { seed, speed } = deps.simulation();
    return asking.flatMap(({ address, outcome, reply }) => {
      const source = { seed, speed, campaignName: 'smtp', address };
      const actions =
        reply.code < 400 ? scheduleActions(outcome, now, source) : retriesOf(outcome, reply, now, speed);
      return actions.map((action) => ({ ...action, to: address }));
    });
  }

  function rowOf(id: MessageId, mail: IncomingMail, { asking, reply, plain }: Judgement): MessageRecord {
    const { from, to, raw, transcript_id } = mail;
    const now = clock.now();
    const received = newMessage({
      id,
      kind: 'smtp',
      from: { name: '', address: from },
      to: to.map((address) => ({ name: '', address })),
      size: raw.length,
      envelope: { from, to: [...to] },
      transcript_id,
      stored: true,
      parsed: false,
      received_at: now,
    });
    const { row } = answered(received, { reply, at: now, schedule: () => scheduleFor(asking, now) });
    if (reply.code >= 500) return bounced(row, bounceOf(reply))?.row ?? row;
    // A retry is up to its sender.
    if (reply.code >= 400) return deferred(row, bounceOf(reply), [])?.row ?? row;
    const waiting = asking.find((recipient) => recipient.reply.code < 500)?.reply;
    if (waiting && asking.length === to.length && asking.every(isRefused))
      return deferred(row, bounceOf(waiting), row.schedule)?.row ?? row;
    return (plain === undefined ? null : delivered(row, plain)?.row) ?? row;
  }

  function logRefusal(tx: Tx, row: MessageRecord, { address, reply }: AskingRecipient) {
    const bounce = bounceOf(reply);
    if (bounce.type === 'hard')
      suppress(tx, store, address, { reason: 'bounced', at: row.received_at, message: row });
    tx.emit(reply.code < 500 ? 'email.deferred' : 'email.bounced', { ...eventData(row, address), bounce });
  }

  return async (mail) => {
    const id = store.newId('email');
    const judgement = judge(mail);
    await blobs.put(id, mail.raw);
    const row = rowOf(id, mail, judgement);
    store.commit((tx) => {
      const kept = { ...row, seq: tx.nextSeq() };
      tx.put('messages', kept);
      for (const recipient of judgement.asking) {
        tx.emit('email.sent', eventData(kept, recipient.address));
        if (isRefused(recipient)) logRefusal(tx, kept, recipient);
      }
    });
    deps.parseQueue.expect(id);
    await store.durable().finally(() => deps.parseQueue.enqueue(id));
    return judgement.reply;
  };
}

/** Whichever stands first among the recipients, a sender is told the same. */
const byCode = (a: SmtpReply, b: SmtpReply): number => a.code - b.code || (a.status < b.status ? -1 : 1);

const isRefused = ({ reply }: AskingRecipient): boolean => reply.code >= 400;

/** Greylisting passes at the second try, a full mailbox never. */
function retriesOf({ result }: Outcome, { code }: SmtpReply, now: number, speed: number): ScheduledAction[] {
  if (code >= 500) return [];
  return scheduleRetries(now, speed, result === 'defer' ? 1 : Infinity);
}
