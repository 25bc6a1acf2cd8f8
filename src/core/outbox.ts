import type { CampaignRecord } from '../contract/campaign.js';
import type { CampaignId, ContactId, MessageId } from '../contract/ids.js';
import type { Mailbox, MessageKind, MessageRecord, Outcome, Step } from '../contract/message.js';
import type { SimulationRecord } from '../contract/simulation.js';
import type { Clock } from './clock.js';
import { planSteps, retryAt } from './delays.js';
import { eventData } from './engagement.js';
import type { Engagement } from './engagement.js';
import { bounceOf } from './outcome.js';
import type { Blobs, MailTransport, SmtpReply, Store, Tx } from './ports.js';
import type { Tickets } from './tickets.js';

/** A mail that is owed. */
export interface Owed {
  kind: Exclude<MessageKind, 'smtp'>;
  campaign_id: CampaignId | null;
  contact_id: ContactId | null;
  from: Mailbox;
  to: Mailbox;
  outcome: Outcome;
}

/** What is known of a mail once it is written. */
export interface Written {
  subject: string;
  preview: string;
  /** The plain text, for search. */
  text: string;
  raw: Buffer;
}

export interface OutboxDeps {
  store: Store;
  blobs: Blobs;
  clock: Clock;
  transport: MailTransport;
  tickets: Tickets;
  engagement: Engagement;
  simulation(): Omit<SimulationRecord, 'id'>;
  /** Schedules what is planned for a mail. */
  follow(message: MessageRecord): void;
}

/** The way of our own mail: owed, handed over to the sink over SMTP, and on with what the sink replied. */
export interface Outbox {
  /** Adds the row of an owed mail to a change. */
  owe(tx: Tx, owed: Owed): MessageRecord;
  /** Hands a written mail over. Resolves when the reply is noted. */
  handOver(id: MessageId, written: Written): Promise<void>;
  /** Notes a mail that could not be written at all. */
  fail(id: MessageId, reason: string): void;
  /** Finishes a mail whose reply was noted by the sink when the process was cut. False when there is none. */
  finish(message: MessageRecord): boolean;
  retry(id: MessageId): Promise<void>;
}

const emptyRow = {
  cc: [],
  subject: '',
  preview: '',
  size: 0,
  status: 'queued',
  bounce: null,
  opens: 0,
  clicks: 0,
  unsubscribed: false,
  spam_reported: false,
  unread: true,
  attachment_count: 0,
  transcript_id: null,
  stored: false,
  parsed: true,
  removed: false,
  plan: [],
  attempts: 0,
  reply: null,
  handed_over_at: null,
} satisfies Partial<MessageRecord>;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, blobs, clock, transport, tickets, engagement } = deps;

  const campaignOf = (message: MessageRecord): CampaignRecord | undefined =>
    message.campaign_id ? store.campaigns.get(message.campaign_id) : undefined;

  function stepsFor(message: MessageRecord): Step[] {
    const { seed, speed } = deps.simulation();
    const address = message.to[0]?.address ?? '';
    const source = { seed, speed, campaignName: campaignOf(message)?.name ?? message.kind, address };
    return planSteps(message.outcome ?? { reception: 'accept', acts: [], bot: false }, clock.now(), source);
  }

  /** Notes the reply to one attempt: `email.sent` with the first, then whatever the reply means. */
  function settle(message: MessageRecord, reply: SmtpReply): void {
    const accepted = reply.code < 400;
    const first = message.handed_over_at === null;
    const attempts = message.attempts + 1;
    const row: MessageRecord = {
      ...message,
      attempts,
      reply,
      handed_over_at: message.handed_over_at ?? clock.now(),
      ...(accepted ? { status: 'sent' as const, bounce: null, plan: stepsFor(message) } : {}),
    };
    store.commit((tx) => {
      tx.put('messages', { ...row, seq: tx.nextSeq() });
      if (first) tx.emit('email.sent', eventData(row));
    });
    if (accepted) deps.follow(row);
    else putOffOrBounce(row.id, reply, attempts);
  }

  function putOffOrBounce(id: MessageId, reply: SmtpReply, attempts: number) {
    const bounce = bounceOf(reply);
    const due = reply.code < 500 ? retryAt(clock.now(), attempts, deps.simulation().speed) : null;
    if (due === null) return engagement.bounced(id, bounce);
    engagement.deferred(id, bounce, { do: 'retry', at: due });
    const message = store.messages.get(id);
    if (message) deps.follow(message);
  }

  async function attempt(message: MessageRecord, raw: Buffer): Promise<void> {
    const { id } = message;
    const to = message.to[0]?.address ?? '';
    // A sink that is not there (its port was closed) puts the mail off, as a real relay would.
    const reply = await transport
      .send({ from: tickets.addressOf(id), to, raw })
      .catch((error: Error): SmtpReply => ({ code: 421, status: '4.4.1', text: error.message }));
    const current = store.messages.get(id);
    if (!current) return;
    // One that was deleted meanwhile stays so.
    if (!current.stored && !current.removed) await keep(current, raw);
    settle(store.messages.get(id) ?? current, reply);
  }

  /** Keeps a mail that the sink refused before its content: it is shown all the same. */
  async function keep(message: MessageRecord, raw: Buffer): Promise<void> {
    await blobs.put(message.id, raw);
    store.commit((tx) =>
      tx.put('messages', { ...message, stored: true, size: raw.length, seq: tx.nextSeq() }),
    );
  }

  return {
    owe(tx, owed) {
      const id = store.newId('email');
      const row: MessageRecord = {
        ...emptyRow,
        id,
        seq: tx.nextSeq(),
        kind: owed.kind,
        campaign_id: owed.campaign_id,
        contact_id: owed.contact_id,
        from: owed.from,
        to: [owed.to],
        outcome: owed.outcome,
        envelope: { from: tickets.addressOf(id), to: [owed.to.address] },
        received_at: clock.now(),
      };
      tx.put('messages', row);
      return row;
    },
    async handOver(id, { subject, preview, raw }) {
      const message = store.messages.get(id);
      if (!message || message.handed_over_at !== null) return;
      const row = { ...message, subject, preview };
      store.commit((tx) => tx.put('messages', { ...row, seq: tx.nextSeq() }));
      await attempt(row, raw);
    },
    fail(id, reason) {
      const message = store.messages.get(id);
      if (message) settle(message, { code: 554, status: '5.6.0', text: `Not sent: ${reason}` });
    },
    finish(message) {
      if (message.handed_over_at !== null) return true;
      if (!message.reply) return false;
      settle(message, message.reply);
      return true;
    },
    async retry(id) {
      const message = store.messages.get(id);
      const raw = message && (await blobs.get(id));
      if (message && raw) await attempt(message, raw);
    },
  };
}
