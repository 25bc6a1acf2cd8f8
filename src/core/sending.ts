import type { CampaignRecord } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import { AppError, invalidField } from '../contract/errors.js';
import type { CampaignId, MessageId } from '../contract/ids.js';
import type { MessageRecord, Outcome } from '../contract/message.js';
import { selectAudience } from './audience.js';
import type { Clock } from './clock.js';
import { createMailing, mailboxOf, sourceOfCampaign } from './mailing.js';
import type { Addressee, Mailing, MailingDeps } from './mailing.js';
import { searchTextOf } from './message-query.js';
import { drawOutcomes } from './outcome.js';
import type { Handed, Outbox, OwedMail, Written } from './outbox.js';
import type { MailText, Store } from './ports.js';
import type { Quota } from './quota.js';
import type { Simulation } from './simulation.js';

export interface SendingDeps {
  store: Store;
  clock: Clock;
  outbox: Outbox;
  quota: Quota;
  simulation: Pick<Simulation, 'current'>;
  text: MailText;
  mailing: MailingDeps;
  track(what: string, work: Promise<unknown>): void;
  /** Resolves after a while. */
  pause(): Promise<void>;
}

/** The job of a campaign: fixes its audience, then hands over one mail after the other, and goes on after a restart. */
export interface Sending {
  /** Starts; answers the campaign as `sending`. Throws a 400 without an audience, a 429 over the quota. */
  start(campaign: CampaignRecord): CampaignRecord;
  /** Takes up every campaign that a stop cut short. */
  resume(): void;
  /** Hands nothing more over; the next start goes on. */
  stop(): void;
}

// Mails written and settled in one change. While one batch is under way the next is written; a batch takes a few
// milliseconds of the event loop, so that calls come in between.
const batchSize = 32;

interface Member {
  contact: ContactRecord;
  outcome: Outcome;
}

export function createSending(deps: SendingDeps): Sending {
  const { store, clock, outbox, quota } = deps;
  let stopped = false;

  function outcomesFor(campaign: CampaignRecord, addresses: readonly string[]): Map<string, Outcome> {
    const { profile, seed } = deps.simulation.current();
    return drawOutcomes({ profile, seed, campaignName: campaign.name, addresses });
  }

  function start(campaign: CampaignRecord): CampaignRecord {
    const mailing = createMailing(sourceOfCampaign(campaign), deps.mailing);
    const audience = selectAudience(store, campaign);
    if (audience.length === 0) {
      throw invalidField(
        'recipients',
        'Expected at least one active contact that matches and is not suppressed',
      );
    }
    if (deps.mailing.strict) for (const contact of audience) mailing.requireValues(contact);
    quota.require(audience.length);
    const sending: CampaignRecord = {
      ...campaign,
      status: 'sending',
      recipient_count: audience.length,
      updated_at: clock.now(),
    };
    store.commit((tx) => {
      tx.put('campaigns', sending);
      tx.put('audiences', { id: campaign.id, members: audience.map(({ id, email }) => [id, email]) });
      quota.charge(tx, audience.length);
    });
    run(sending, mailing, audience);
    return sending;
  }

  function run(campaign: CampaignRecord, mailing: Mailing, audience: readonly ContactRecord[]) {
    const outcomes = outcomesFor(
      campaign,
      audience.map(({ email }) => email),
    );
    const accepted: Outcome = { reception: 'accept', acts: [], bot: false };
    const members = audience.map((contact) => ({
      contact,
      outcome: outcomes.get(contact.email) ?? accepted,
    }));
    deps.track(`sending ${campaign.id}`, keepSending(campaign, mailing, members));
  }

  /** While nothing can be stored the campaign waits, then goes on with what is still owed, as after a restart. */
  async function keepSending(...args: Parameters<typeof sendAll>): Promise<void> {
    for (;;) {
      try {
        return await sendAll(...args);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // The workspace was closed: the next start goes on.
        if (error.code === 'NOT_READY') return;
        if (error.code !== 'INTERNAL_SERVER_ERROR') throw error;
        await deps.pause();
      }
    }
  }

  async function sendAll(
    campaign: CampaignRecord,
    mailing: Mailing,
    members: readonly Member[],
  ): Promise<void> {
    // The call that started it is answered before the first mail is written.
    await store.durable().catch(() => undefined);
    const rows = new Map<string, MessageRecord>();
    for (const row of store.messages.ofCampaign(campaign.id))
      if (row.contact_id) rows.set(row.contact_id, row);
    let underWay: Promise<Handed[]> = Promise.resolve([]);
    try {
      for (let from = 0; from < members.length; from += batchSize) {
        if (stopped || !store.campaigns.get(campaign.id)) break;
        const owed = oweBatch(campaign, mailing, { members: members.slice(from, from + batchSize), rows });
        const [settled, next] = [underWay, allEnded(owed.map(outbox.handOver))];
        underWay = next;
        // Settled in the order of the audience, whichever connection was quicker.
        outbox.settle(await settled);
      }
      outbox.settle(await underWay);
    } finally {
      // A failure is passed on when all have ended, so that what is tried again is not still under way.
      await underWay.catch(() => undefined);
    }
    if (!stopped) finish(campaign.id);
  }

  /** The mails of a batch that are not settled yet, written. */
  function oweBatch(
    campaign: CampaignRecord,
    mailing: Mailing,
    { members, rows }: { members: readonly Member[]; rows: ReadonlyMap<string, MessageRecord> },
  ): OwedMail[] {
    const unsettled = members.filter(({ contact }) => {
      const known = rows.get(contact.id);
      return !known || !outbox.finish(known);
    });
    const owed = store.commit((tx) =>
      unsettled.map(({ contact, outcome }): OwedMail => {
        const to = mailboxOf(contact);
        const write = (id: MessageId) => writeOrExplain(mailing, { id, to, contact, at: clock.now() });
        const row = rows.get(contact.id);
        return row
          ? { row, written: write(row.id) }
          : outbox.owe(tx, owedBy(campaign, contact, outcome), write);
      }),
    );
    for (const { row, written } of owed) {
      if (typeof written !== 'string') deps.text.put(row.id, searchTextOf(row, written.text));
    }
    return owed;
  }

  /** A template that fails for one contact alone must not hold up the others. */
  function writeOrExplain(mailing: Mailing, addressee: Addressee): Written | string {
    try {
      return mailing.write(addressee);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INVALID_REQUEST') throw error;
      return error.details.issue ?? error.message;
    }
  }

  function finish(id: CampaignId) {
    const campaign = store.campaigns.get(id);
    if (campaign?.status !== 'sending') return;
    const now = clock.now();
    store.commit((tx) => {
      tx.put('campaigns', { ...campaign, status: 'sent', sent_at: now, updated_at: now });
      tx.remove('audiences', id);
    });
  }

  return {
    start,
    resume() {
      for (const campaign of [...store.campaigns.withStatus('sending')]) {
        const members = store.audiences.get(campaign.id)?.members ?? [];
        const audience = members.map(
          ([id, email]) => store.contacts.get(id) ?? formerContact(id, email, campaign),
        );
        run(campaign, createMailing(sourceOfCampaign(campaign), deps.mailing), audience);
      }
    },
    stop() {
      stopped = true;
    },
  };
}

/** All have ended before a failure is passed on, so that what is tried again is not still under way. */
async function allEnded<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

const owedBy = (campaign: CampaignRecord, contact: ContactRecord, outcome: Outcome) =>
  ({
    kind: 'campaign',
    campaign_id: campaign.id,
    contact_id: contact.id,
    from: { name: campaign.from_name ?? '', address: campaign.from_email },
    to: mailboxOf(contact),
    outcome,
  }) as const;

/** A member whose contact was deleted while the emulator was down: the mail is still owed, with what is known. */
const formerContact = (id: ContactRecord['id'], email: string, campaign: CampaignRecord): ContactRecord => ({
  id,
  email,
  first_name: null,
  last_name: null,
  phone: null,
  company: null,
  tags: [],
  custom_fields: {},
  status: 'active',
  subscribed_at: campaign.created_at,
  created_at: campaign.created_at,
  updated_at: campaign.created_at,
});
