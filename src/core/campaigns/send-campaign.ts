import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { invalidField } from '../../contract/errors.js';
import type { CampaignId } from '../../contract/ids.js';
import type { MessageRecord, Outcome } from '../../contract/message.js';
import { emptyIssue, judgeAudience } from './audience.js';
import { newContact } from '../contacts/new-contact.js';
import type { Clock, Timers } from '../time/clock.js';
import { createPace } from '../time/pace.js';
import { createRefusingSender, composeFailureOf } from '../outbox/bulk-sender.js';
import type { OpenBulkSender } from '../outbox/bulk-sender.js';
import { untilStored } from '../outbox/until-stored.js';
import type { Logger } from '../../contract/logger.js';
import { createBatchSender } from './send-batches.js';
import type { Member } from './send-batches.js';
import { templateOfCampaign } from '../compose/composer.js';
import type { OpenMailWriter } from '../compose/mail-writer.js';
import { largestOf } from '../compose/weight.js';
import type { CheckTemplates } from '../compose/require-templates.js';
import { drawOutcomes, plainOutcome } from '../engagement/outcome.js';
import type { Outbox } from '../outbox/outbox.js';
import type { MailSearchIndex, Store } from '../ports/ports.js';
import type { Quota } from '../access/quota.js';
import type { Simulation } from '../engagement/simulation.js';

export interface SendingDeps {
  store: Store;
  clock: Clock;
  outbox: Outbox;
  quota: Quota;
  simulation: Pick<Simulation, 'current'>;
  text: MailSearchIndex;
  /** Refuses to send a mail that lacks a value which its template names. */
  strict: boolean;
  checkTemplates: CheckTemplates;
  openMailWriter: OpenMailWriter;
  openBulkSender: OpenBulkSender;
  watch(what: string, work: Promise<unknown>): void;
  log: Logger;
  timers: Pick<Timers, 'after'>;
}

/** The job of a campaign: fixes its audience, then sends one mail after the other, and goes on after a restart. */
export interface Sending {
  /**
   * Starts; answers the campaign as `sending`, or null where it changed while its templates were checked. Rejects with a 400
   * without an audience, a 429 over the quota.
   */
  start(campaign: CampaignRecord): Promise<CampaignRecord | null>;
  /** Resolves when a campaign that was started is sent or has failed. */
  ended(id: CampaignId): Promise<void>;
  /** Resumes every campaign that a stop cut short. */
  resume(): void;
  /** Sends nothing more; the next start goes on. */
  stop(): void;
}

export function createSending(deps: SendingDeps): Sending {
  const { store, clock, quota } = deps;
  let stopped = false;
  const running = new Map<CampaignId, Promise<void>>();
  const batchSender = createBatchSender({
    ...deps,
    goesOn: (id) => !stopped && store.campaigns.get(id) !== undefined,
  });

  function outcomesFor(
    campaign: CampaignRecord,
    addresses: readonly string[],
  ): Promise<Map<string, Outcome>> {
    const { profile, seed } = deps.simulation.current();
    return drawOutcomes({ profile, seed, campaignName: campaign.name, addresses });
  }

  async function start(campaign: CampaignRecord): Promise<CampaignRecord | null> {
    await deps.checkTemplates(campaign);
    if (deps.strict) await requireVariables(deps, campaign);
    const { members: audience, count } = await judgeAudience(store, campaign);
    if (store.campaigns.get(campaign.id) !== campaign) return null;
    // Undocumented: we chose to refuse an empty audience, and to count recipients when sending starts.
    if (audience.length === 0) throw invalidField('recipients', emptyIssue(count));
    quota.require(audience.length);
    const sending: CampaignRecord = {
      ...campaign,
      status: 'sending',
      recipient_count: audience.length,
      last_start: { at: clock.now(), audience: count, issue: null },
      updated_at: clock.now(),
    };
    store.commit((tx) => {
      tx.put('campaigns', sending);
      tx.put('audiences', { id: campaign.id, members: audience.map(({ id, email }) => [id, email]) });
      quota.charge(tx, audience.length);
    });
    run(sending, audience);
    return sending;
  }

  function run(campaign: CampaignRecord, audience: readonly ContactRecord[]) {
    const outcomes = outcomesFor(
      campaign,
      audience.map(({ email }) => email),
    );
    const sending = outcomes
      .then((drawn) => membersOf(audience, drawn))
      .then((members) => keepTrying(deps, (refusal) => sendAll(campaign, { members, refusal })));
    running.set(campaign.id, sending);
    deps.watch(
      `sending ${campaign.id}`,
      sending.finally(() => running.delete(campaign.id)),
    );
  }

  /** A `refusal` is why no mail of it can be sent. */
  async function sendAll(campaign: CampaignRecord, { members, refusal }: Audience): Promise<void> {
    if (stopped) return;
    // The call that started it is answered before the first mail is written.
    await store.durable().catch(() => undefined);
    const rows = new Map<string, MessageRecord>();
    for (const row of store.messages.ofCampaign(campaign.id))
      if (row.contact_id) rows.set(row.contact_id, row);
    const audience = members.map(({ contact }) => contact);
    const bulkSender =
      refusal === null ? deps.openBulkSender(campaign, audience) : createRefusingSender(refusal);
    try {
      await batchSender.send(campaign, bulkSender, { members, rows });
    } finally {
      bulkSender.close();
    }
    if (!stopped) finish(campaign.id, refusal);
  }

  function finish(id: CampaignId, issue: string | null) {
    const campaign = store.campaigns.get(id);
    if (campaign?.status !== 'sending') return;
    const now = clock.now();
    const last_start = campaign.last_start && { ...campaign.last_start, issue };
    store.commit((tx) => {
      tx.put('campaigns', { ...campaign, status: 'sent', sent_at: now, updated_at: now, last_start });
      tx.remove('audiences', id);
    });
    if (issue !== null) deps.log('error', `${id} could not be sent, its mails failed: ${issue}`);
  }

  return {
    start,
    async ended(id) {
      await running.get(id)?.catch(() => undefined);
    },
    resume() {
      for (const campaign of [...store.campaigns.withStatus('sending')]) {
        const members = store.audiences.get(campaign.id)?.members ?? [];
        const audience = members.map(([id, email]) => {
          const contact = store.contacts.get(id);
          // It may have another address by now, even that of another recipient: each address gets one mail, as it was fixed.
          return contact ? { ...contact, email } : formerContact(id, email, campaign);
        });
        run(campaign, audience);
      }
    },
    stop() {
      stopped = true;
    },
  };
}

/** The recipients of a campaign, and why no mail can be sent to them; null where one can. */
interface Audience {
  members: readonly Member[];
  refusal: string | null;
}

/** After a failure that would come again, the second attempt gets the reason. */
const keepTrying = (
  { timers }: Pick<SendingDeps, 'timers'>,
  attempt: (refusal: string | null) => Promise<void>,
): Promise<void> =>
  untilStored(timers, () => attempt(null)).catch((error: Error) =>
    untilStored(timers, () => attempt(composeFailureOf(error))),
  );

/** Recipients looked at between two looks at the time: each takes a microsecond. */
const step = 64;

async function membersOf(
  audience: readonly ContactRecord[],
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<Member[]> {
  const pace = createPace();
  const members: Member[] = [];
  for (const contact of audience) {
    if (members.length % step === 0) await pace();
    members.push({ contact, outcome: outcomes.get(contact.email) ?? plainOutcome });
  }
  return members;
}

/** Rejects with a 400 that names the first value that a recipient lacks. */
async function requireVariables(
  { store, openMailWriter }: Pick<SendingDeps, 'store' | 'openMailWriter'>,
  campaign: CampaignRecord,
): Promise<void> {
  const { members } = await judgeAudience(store, campaign);
  const writer = openMailWriter(templateOfCampaign(campaign), largestOf(members));
  await writer.requireVariables(members).finally(writer.close);
}

/** A member whose contact was deleted while the emulator was down: its mail is still sent, with the values that are known. */
const formerContact = (
  id: ContactRecord['id'],
  email: string,
  { created_at }: CampaignRecord,
): ContactRecord => newContact({ id, email, created_at });
