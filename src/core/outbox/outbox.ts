import type { CampaignRecord } from '../../contract/campaign.js';
import type { CampaignId, ContactId, MessageId } from '../../contract/ids.js';
import type {
  Mailbox,
  MessageKind,
  MessageRecord,
  Outcome,
  ScheduledAction,
} from '../../contract/message.js';
import type { SimulationRecord } from '../../contract/simulation.js';
import { newMessage } from '../messages/new-message.js';
import type { Clock } from '../time/clock.js';
import { unanswered } from './bulk-sender.js';
import type { SendResult } from './bulk-sender.js';
import { scheduleActions, retryAt } from '../engagement/delays.js';
import { eventData } from '../engagement/engagement.js';
import type { Engagement } from '../engagement/engagement.js';
import { bounceOf } from '../engagement/outcome.js';
import type { Blobs, MailTransport, SmtpReply, Store, Tx } from '../ports/ports.js';
import type { ReturnPaths } from './return-path.js';

/** A mail that is owed. */
export interface QueuedMail {
  kind: Exclude<MessageKind, 'smtp'>;
  campaign_id: CampaignId | null;
  contact_id: ContactId | null;
  from: Mailbox;
  to: Mailbox;
  /** Its envelope sender. */
  sender: string;
  outcome: Outcome;
}

export interface OutboxDeps {
  store: Store;
  blobs: Blobs;
  clock: Clock;
  transport: MailTransport;
  returnPaths: ReturnPaths;
  engagement: Engagement;
  simulation(): Omit<SimulationRecord, 'id'>;
}

/** A mail as it is shown in lists once it is written. */
export type Shown = Pick<MessageRecord, 'subject' | 'preview' | 'missing'>;

/** What became of an attempt to hand a mail over. */
export interface SentMail {
  id: MessageId;
  reply: SmtpReply;
}

/** The way of our own mail: owed, handed over to the sink over SMTP, and on with what the sink replied. */
export interface Outbox {
  /** The envelope sender of a mail of ours. */
  senderOf(id: MessageId): string;
  /** Adds a mail to a change; null where it could not be written. */
  enqueue(tx: Tx, id: MessageId, queued: QueuedMail, shown: Shown | null): MessageRecord;
  /** Hands the bytes of a mail over. Resolves with the reply, which is yet to be settled. */
  send(row: MessageRecord, raw: Buffer): Promise<SentMail>;
  /** Takes the reply to a mail that was handed over elsewhere; keeps what the sink refused before its content. */
  recordRefused(result: SendResult): Promise<SentMail>;
  /** Notes replies, in their order and in one change, and goes on with what they mean. */
  recordReplies(sentMails: readonly SentMail[]): void;
  /** Finishes a mail whose reply was noted by the sink when the process was cut. False when there is none. */
  resumeFromReply(message: MessageRecord): boolean;
  retry(id: MessageId): Promise<void>;
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, blobs, clock, transport, returnPaths, engagement } = deps;

  const campaignOf = (message: MessageRecord): CampaignRecord | undefined =>
    message.campaign_id ? store.campaigns.get(message.campaign_id) : undefined;

  function stepsFor(message: MessageRecord): ScheduledAction[] {
    const { seed, speed } = deps.simulation();
    const address = message.to[0]?.address ?? '';
    const source = { seed, speed, campaignName: campaignOf(message)?.name ?? message.kind, address };
    return scheduleActions(
      message.outcome ?? { result: 'accept', actions: [], bot: false },
      clock.now(),
      source,
    );
  }

  /** `email.sent` with the reply to the first attempt, then whatever the reply means. */
  function recordReplies(sentMails: readonly SentMail[]): void {
    const rows = sentMails.flatMap(({ id, reply }) => {
      const message = store.messages.get(id);
      return message ? [settledRow(message, reply)] : [];
    });
    if (rows.length === 0) return;
    store.commit((tx) => {
      for (const { row, first } of rows) {
        tx.put('messages', { ...row, seq: tx.nextSeq() });
        if (first) tx.emit('email.sent', eventData(row));
      }
    });
    for (const { row, reply } of rows) {
      if (reply.code >= 400) putOffOrBounce(row.id, reply, row.attempts);
    }
  }

  function settledRow(message: MessageRecord, reply: SmtpReply) {
    const row: MessageRecord = {
      ...message,
      attempts: message.attempts + 1,
      reply,
      sent_at: message.sent_at ?? clock.now(),
      ...(reply.code < 400 ? { status: 'sent' as const, bounce: null, schedule: stepsFor(message) } : {}),
    };
    return { row, reply, first: message.sent_at === null };
  }

  function putOffOrBounce(id: MessageId, reply: SmtpReply, attempts: number) {
    const bounce = bounceOf(reply);
    const due = reply.code < 500 ? retryAt(clock.now(), attempts, deps.simulation().speed) : null;
    if (due === null) engagement.bounced(id, bounce);
    else engagement.deferred(id, bounce, { do: 'retry', at: due });
  }

  async function recordRefused({ id, reply, raw }: SendResult): Promise<SentMail> {
    const current = store.messages.get(id);
    // One that was deleted meanwhile stays so.
    if (raw && current && !current.stored && !current.removed) await keep(current, Buffer.from(raw));
    return { id, reply };
  }
  async function attempt(id: MessageId, to: string, raw: Buffer): Promise<SentMail> {
    const reply = await transport.send({ from: returnPaths.addressOf(id), to, raw }).catch(unanswered);
    return recordRefused({ id, reply, raw });
  }

  /** Keeps a mail that the sink refused before its content: it is shown all the same. */
  async function keep(message: MessageRecord, raw: Buffer): Promise<void> {
    await blobs.put(message.id, raw);
    const current = store.messages.get(message.id);
    if (!current || current.removed) return blobs.remove(message.id);
    store.commit((tx) =>
      tx.put('messages', { ...current, stored: true, size: raw.length, seq: tx.nextSeq() }),
    );
  }

  return {
    senderOf: returnPaths.addressOf,
    enqueue(tx, id, queued, shown) {
      const row = newMessage({
        id,
        seq: tx.nextSeq(),
        kind: queued.kind,
        campaign_id: queued.campaign_id,
        contact_id: queued.contact_id,
        from: queued.from,
        to: [queued.to],
        ...shown,
        outcome: queued.outcome,
        envelope: { from: queued.sender, to: [queued.to.address] },
        received_at: clock.now(),
      });
      tx.put('messages', row);
      return row;
    },
    send: (row, raw) => attempt(row.id, row.to[0]?.address ?? '', raw),
    recordRefused,
    recordReplies,
    resumeFromReply(message) {
      if (message.sent_at !== null) return true;
      if (!message.reply) return false;
      recordReplies([{ id: message.id, reply: message.reply }]);
      return true;
    },
    async retry(id) {
      const message = store.messages.get(id);
      const raw = message && (await blobs.get(id));
      if (message && raw) recordReplies([await attempt(id, message.to[0]?.address ?? '', raw)]);
    },
  };
}
