import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import type { CampaignId, MessageId } from '../../contract/ids.js';
import type { MessageRecord, Outcome } from '../../contract/message.js';
import type { Clock } from '../time/clock.js';
import type { BulkSender } from '../outbox/bulk-sender.js';
import { mailboxOf } from '../compose/composer.js';
import { seenOutcome } from '../engagement/seen-outcome.js';
import type { ComposedMail } from '../compose/mail-job.js';
import { templateCharacters } from '../compose/weight.js';
import { notSent } from '../outbox/outbox.js';
import type { SentMail, Outbox } from '../outbox/outbox.js';
import type { MailSearchIndex, Store } from '../ports/ports.js';

// Mails written and settled in one change. While one batch is under way the next is written, and the bulk sender gives
// way between its mails.
const batchSize = 128;
// Mails of large templates are fewer: the bytes of two batches are held at a time.
const batchCharacters = 4 * 1024 * 1024;

const batchSizeOf = (campaign: CampaignRecord): number =>
  Math.max(1, Math.min(batchSize, Math.floor(batchCharacters / templateCharacters(campaign))));

/** One recipient of a campaign, and what is to become of the mail. */
export interface Member {
  contact: ContactRecord;
  outcome: Outcome;
}

/** A composed mail. `row` is the message that was queued before a restart; a string in `written` says why composing failed. */
interface Draft extends Member {
  id: MessageId;
  sender: string;
  row: MessageRecord | null;
  written: ComposedMail | string;
}

export interface BatchSenderDeps {
  store: Store;
  clock: Clock;
  outbox: Outbox;
  text: MailSearchIndex;
  /** Whether a campaign goes on sending. */
  goesOn(id: CampaignId): boolean;
}

/** Sends a campaign's mails batch by batch: each is composed, enqueued, sent and its reply recorded. */
export interface BatchSender {
  /** Sends every mail that is not settled yet; `rows` are the mails already queued, by contact. */
  send(
    campaign: CampaignRecord,
    bulkSender: BulkSender,
    audience: { members: readonly Member[]; rows: ReadonlyMap<string, MessageRecord> },
  ): Promise<void>;
}

export function createBatchSender({ store, clock, outbox, text, goesOn }: BatchSenderDeps): BatchSender {
  /** While one batch is sent the next is composed. */
  async function send(
    campaign: CampaignRecord,
    bulkSender: BulkSender,
    { members, rows }: { members: readonly Member[]; rows: ReadonlyMap<string, MessageRecord> },
  ): Promise<void> {
    const size = batchSizeOf(campaign);
    const batches = Array.from({ length: Math.ceil(members.length / size) }, (_, n) =>
      members.slice(n * size, (n + 1) * size),
    );
    let underWay: Promise<SentMail[]> = Promise.resolve([]);
    let writing = ahead(writeBatch(bulkSender, batches[0] ?? [], rows));
    try {
      for (let n = 0; n < batches.length; n += 1) {
        const batch = await writing;
        if (!goesOn(campaign.id)) break;
        writing = ahead(writeBatch(bulkSender, batches[n + 1] ?? [], rows));
        enqueueBatch(campaign, batch);
        const [settled, next] = [underWay, ahead(sendBatch(bulkSender, batch))];
        underWay = next;
        // Settled in the order of the audience, whichever connection was quicker.
        outbox.recordReplies(await settled);
      }
      outbox.recordReplies(await underWay);
    } finally {
      // A failure is passed on when all have ended, so that what is tried again is not still under way.
      await Promise.allSettled([underWay, writing]);
    }
  }

  /** The mails of a batch that are not settled yet, written. */
  async function writeBatch(
    bulkSender: BulkSender,
    members: readonly Member[],
    rows: ReadonlyMap<string, MessageRecord>,
  ): Promise<Draft[]> {
    const unsettled = members.flatMap(({ contact, outcome }) => {
      const row = rows.get(contact.id) ?? null;
      if (row && outbox.resumeFromReply(row)) return [];
      const id = row?.id ?? store.newId('email');
      return [{ contact, outcome, row, id, sender: outbox.senderOf(id) }];
    });
    const mailJobs = unsettled.map(({ id, contact, sender }) => ({
      id,
      to: mailboxOf(contact),
      contact,
      at: clock.now(),
      sender,
    }));
    const written = mailJobs.length > 0 ? await bulkSender.write(mailJobs) : [];
    return unsettled.map((draft, index) => ({ ...draft, written: written[index] ?? 'It was not written' }));
  }

  /** Enqueues the mails of a batch, in one change. */
  function enqueueBatch(campaign: CampaignRecord, batch: readonly Draft[]): void {
    store.commit((tx) => {
      for (const draft of batch) {
        const { id, row, written } = draft;
        const shown = typeof written === 'string' ? null : shownOf(written);
        if (!row) outbox.enqueue(tx, id, queuedMailOf(campaign, draft), shown);
      }
    });
    for (const { id, written } of batch) {
      if (typeof written !== 'string') text.put(id, written.search.text, written.search.filter);
    }
  }

  async function sendBatch(bulkSender: BulkSender, batch: readonly Draft[]): Promise<SentMail[]> {
    const ids = batch.flatMap(({ id, written }) => (typeof written === 'string' ? [] : [id]));
    const results = ids.length > 0 ? await bulkSender.send(ids) : [];
    const sentMails = new Map(
      await Promise.all(
        results.map(async (result) => [result.id, await outbox.recordRefused(result)] as const),
      ),
    );
    return batch.map(
      ({ id, written }) =>
        sentMails.get(id) ?? { id, reply: notSent(typeof written === 'string' ? written : 'it was lost') },
    );
  }

  return { send };
}

/** Work that is begun before it is awaited: it fails where it is awaited, and not the whole process before. */
function ahead<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

const shownOf = ({ subject, preview, missing }: ComposedMail) => ({ subject, preview, missing });

const queuedMailOf = (campaign: CampaignRecord, { contact, sender, outcome }: Draft) =>
  ({
    kind: 'campaign',
    campaign_id: campaign.id,
    contact_id: contact.id,
    from: { name: campaign.from_name ?? '', address: campaign.from_email },
    to: mailboxOf(contact),
    sender,
    outcome: seenOutcome(outcome, campaign.settings),
  }) as const;
