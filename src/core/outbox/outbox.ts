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
import type { SmtpReply } from '../../contract/smtp-reply.js';
import type { SimulationSetting } from '../../contract/simulation.js';
import { bounceOf } from '../messages/bounce.js';
import { answered } from '../messages/lifecycle.js';
import { newMessage } from '../messages/new-message.js';
import type { Clock } from '../time/clock.js';
import { asWritten } from '../compose/mime.js';
import { unanswered } from './bulk-sender.js';
import type { SendResult } from './bulk-sender.js';
import { plainOutcome, replyFor } from '../engagement/outcome.js';
import { scheduleActions, retryAt } from '../engagement/delays.js';
import type { Engagement } from '../engagement/engagement.js';
import type { Blobs, MailTransport, Store, Tx } from '../ports/ports.js';
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
  simulation(): SimulationSetting;
}

/** What lists show of a mail once it is composed, and whether its bytes are kept already. */
export type Shown = Pick<MessageRecord, 'subject' | 'preview' | 'missing'> &
  Partial<Pick<MessageRecord, 'stored' | 'size'>>;

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
  /**
   * Attempts to send a mail of which the bytes are kept, and answers the reply, which `recordReplies` takes. Of a deleted mail
   * its outcome is the reply: what becomes of it is decided.
   */
  attempt(message: MessageRecord): Promise<SentMail>;
  /** Takes the result of a mail that was sent elsewhere; keeps the bytes where the sink refused it before its content. */
  recordRefused(result: SendResult): Promise<SentMail>;
  /** Records replies, in their order and in one change, and acts on them. */
  recordReplies(sentMails: readonly SentMail[]): void;
  /** Records a reply that the sink had stored when the process was cut off, and acts on it. False where there is none. */
  resumeFromReply(message: MessageRecord): boolean;
  retry(id: MessageId): Promise<void>;
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, blobs, clock, transport, returnPaths, engagement } = deps;

  const campaignOf = (message: MessageRecord): CampaignRecord | undefined =>
    message.campaign_id ? store.campaigns.get(message.campaign_id) : undefined;

  function scheduleFor(message: MessageRecord): ScheduledAction[] {
    const { seed, speed } = deps.simulation();
    const campaignName = campaignOf(message)?.name ?? message.kind;
    const source = { seed, speed, campaignName, address: addressOf(message) };
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
  async function attempt(message: MessageRecord): Promise<SentMail> {
    const { id } = message;
    const raw = await blobs.get(id);
    if (!raw) return { id, reply: replyWithoutBytes(message) };
    const mail = { from: returnPaths.addressOf(id), to: addressOf(message), raw };
    return { id, reply: await transport.send(mail).catch(unanswered) };
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
        from: asWritten(queued.from),
        to: [asWritten(queued.to)],
        ...shown,
        outcome: queued.outcome,
        envelope: { from: queued.sender, to: [queued.to.address] },
        received_at: clock.now(),
      });
      tx.put('messages', row);
      return row;
    },
    attempt,
    recordRefused,
    recordReplies,
    resumeFromReply({ id, status, sent_at, reply, attempts }) {
      if (!reply) return sent_at !== null;
      if (sent_at === null) recordReplies([{ id, reply }]);
      // The reply was recorded, and what it means was not.
      else if (status === 'queued') deferOrBounce(id, reply, attempts);
      return true;
    },
    async retry(id) {
      const message = store.messages.get(id);
      if (message) recordReplies([await attempt(message)]);
    },
  };
}

const addressOf = ({ to }: MessageRecord): string => to[0]?.address ?? '';

/** The reply to a mail that is not sent. */
export const notSent = (why: string): SmtpReply => ({
  code: 554,
  status: '5.6.0',
  text: `Not sent: ${why}`,
});

/** A mail that was deleted, or has left before, goes on as it would with its bytes; no other can be sent without them. */
function replyWithoutBytes(message: MessageRecord): SmtpReply {
  const { removed, attempts, outcome } = message;
  if (!removed && attempts === 0) return notSent('its content is not there');
  return replyFor(outcome?.result ?? 'accept', addressOf(message), attempts + 1);
}
