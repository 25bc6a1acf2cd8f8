import { actionNames, hasHappened } from '../../contract/actions.js';
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
import { bounceOf } from '../messages/bounce.js';
import { answered } from '../messages/lifecycle.js';
import { newMessage } from '../messages/new-message.js';
import type { Clock } from '../time/clock.js';
import { unanswered } from './bulk-sender.js';
import type { SendResult } from './bulk-sender.js';
import { plainOutcome } from '../engagement/outcome.js';
import { scheduleActions, retryAt } from '../engagement/delays.js';
import type { Engagement } from '../engagement/engagement.js';
import type { Blobs, MailTransport, SmtpReply, Store, Tx } from '../ports/ports.js';
import type { ReturnPaths } from './return-path.js';

/** A mail to be queued. */
export interface QueuedMail {
  kind: Exclude<MessageKind, 'smtp'>;
  campaign_id: CampaignId | null;
  contact_id: ContactId | null;
  from: Mailbox;
  to: Mailbox;
  /** The envelope sender. */
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

/** What lists show of a mail once it is composed. */
export type Shown = Pick<MessageRecord, 'subject' | 'preview' | 'missing'>;

/** The reply to an attempt to send a mail. */
export interface SentMail {
  id: MessageId;
  reply: SmtpReply;
}

/** Our own mail on its way: queued, sent to the sink over SMTP, and carried on by the reply of the sink. */
export interface Outbox {
  /** The envelope sender of a mail of ours. */
  senderOf(id: MessageId): string;
  /** Queues a mail within a change; `shown` is null where it could not be composed. */
  enqueue(tx: Tx, id: MessageId, queued: QueuedMail, shown: Shown | null): MessageRecord;
  /** Sends the bytes of a mail. Resolves with the reply, which `recordReplies` takes. */
  send(row: MessageRecord, raw: Buffer): Promise<SentMail>;
  /** Takes the result of a mail that was sent elsewhere; keeps the bytes where the sink refused it before its content. */
  recordRefused(result: SendResult): Promise<SentMail>;
  /** Records replies, in their order and in one change, and acts on them. */
  recordReplies(sentMails: readonly SentMail[]): void;
  /** Records a reply that the sink had stored when the process was cut off. False where there is none. */
  resumeFromReply(message: MessageRecord): boolean;
  retry(id: MessageId): Promise<void>;
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, blobs, clock, transport, returnPaths, engagement } = deps;

  const campaignOf = (message: MessageRecord): CampaignRecord | undefined =>
    message.campaign_id ? store.campaigns.get(message.campaign_id) : undefined;

  function scheduleFor(message: MessageRecord): ScheduledAction[] {
    const { seed, speed } = deps.simulation();
    const address = message.to[0]?.address ?? '';
    const source = { seed, speed, campaignName: campaignOf(message)?.name ?? message.kind, address };
    return scheduleActions(message.outcome ?? plainOutcome, clock.now(), source);
  }

  /** Records replies in one commit, then defers or bounces the mails that were refused. */
  function recordReplies(sentMails: readonly SentMail[]): void {
    const answers = sentMails.flatMap(({ id, reply }) => {
      const message = store.messages.get(id);
      if (!message) return [];
      const answer = { reply, at: clock.now(), schedule: () => scheduleFor(message) };
      return [{ reply, ...answered(message, answer) }];
    });
    if (answers.length === 0) return;
    store.commit((tx) => {
      for (const { row, event } of answers) {
        tx.put('messages', { ...row, seq: tx.nextSeq() });
        if (event) tx.emit(event.type, event.data);
      }
    });
    for (const { row, reply } of answers) {
      if (reply.code >= 400) deferOrBounce(row.id, reply, row.attempts);
      // A link may have been followed before the reply was recorded.
      else if (actionNames.some((action) => hasHappened(row, action))) engagement.delivered(row.id);
    }
  }

  function deferOrBounce(id: MessageId, reply: SmtpReply, attempts: number) {
    const bounce = bounceOf(reply);
    const due = reply.code < 500 ? retryAt(clock.now(), attempts, deps.simulation().speed) : null;
    if (due === null) engagement.bounced(id, bounce);
    else engagement.deferred(id, bounce, [{ do: 'retry', at: due }]);
  }

  async function recordRefused({ id, reply, raw }: SendResult): Promise<SentMail> {
    const current = store.messages.get(id);
    // A mail that was deleted meanwhile stays deleted.
    if (raw && current && !current.stored && !current.removed) await keep(current, Buffer.from(raw));
    return { id, reply };
  }
  async function attempt(id: MessageId, to: string, raw: Buffer): Promise<SentMail> {
    const reply = await transport.send({ from: returnPaths.addressOf(id), to, raw }).catch(unanswered);
    return recordRefused({ id, reply, raw });
  }

  /** Keeps the bytes of a mail that the sink refused before its content, so that it is shown too. */
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
