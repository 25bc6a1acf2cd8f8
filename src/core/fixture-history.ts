import type { CampaignRecord } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import type { EventData, EventType } from '../contract/event.js';
import type { FixtureHistory } from '../contract/fixture.js';
import type { MessageId } from '../contract/ids.js';
import type { Mailbox, MessageRecord, Outcome, Step } from '../contract/message.js';
import { blankMessage } from './blank-message.js';
import { planSteps } from './delays.js';
import { eventData } from './engagement.js';
import { mailboxOf } from './mailing.js';
import { acceptedReply, bounceOf, drawOutcomes, replyFor } from './outcome.js';
import { scanHtml } from './html-scan.js';
import { syntheticAddress } from './synthetic.js';
import { visitorOf } from './visitor.js';

/** Something that happened to a mail of a fixture. */
export interface PastEvent {
  type: EventType;
  at: number;
  data: EventData;
}

/** One mail of a campaign of the past: its row, and what happened to it. */
export interface PastMail {
  /** Marked as removed until its content is kept: it counts, and is not shown. */
  row: MessageRecord;
  events: PastEvent[];
  /** The contact it went to; null for an invented recipient. */
  contact: ContactRecord | null;
}

export interface HistorySource {
  campaign: CampaignRecord;
  history: FixtureHistory;
  /** When sending began, and the time at loading: what lies after it is still to come. */
  at: number;
  now: number;
  seed: number;
  audience: readonly ContactRecord[];
  newId(): MessageId;
}

// Mails of a campaign leave one after the other, not all at once.
const mailsPerSecond = 40;

const eventTypes: Readonly<Partial<Record<Step['do'], EventType>>> = {
  deliver: 'email.delivered',
  opened: 'email.opened',
  clicked: 'email.clicked',
  unsubscribed: 'email.unsubscribed',
  spam_reported: 'email.spam_reported',
};

const firstLink = (html: string | null): string | undefined =>
  html === null
    ? undefined
    : scanHtml(html).links.find(({ value }) => /^https?:\/\/[^{]*$/i.test(value))?.value;

/** The mails of a campaign that was sent in the past, with a history spread as the simulation spreads it. */
export function* pastMails(source: HistorySource): Generator<PastMail> {
  const { campaign, history, audience, seed } = source;
  const invented = history.recipients ?? 0;
  const recipients: { contact: ContactRecord | null; to: Mailbox }[] =
    invented > 0
      ? Array.from({ length: invented }, (_, number) => ({
          contact: null,
          to: { name: '', address: syntheticAddress(seed, number) },
        }))
      : audience.map((contact) => ({ contact, to: mailboxOf(contact) }));
  const addresses = recipients.map(({ to }) => to.address);
  const outcomes = drawOutcomes({ profile: history.profile, seed, campaignName: campaign.name, addresses });
  const url = firstLink(campaign.content.html);
  for (const [index, { contact, to }] of recipients.entries()) {
    const outcome = outcomes.get(to.address) ?? { reception: 'accept', acts: [], bot: false };
    const at = source.at + Math.floor((index * 1000) / mailsPerSecond);
    yield pastMail(source, { contact, to, outcome, at, url });
  }
}

interface Sent {
  contact: ContactRecord | null;
  to: Mailbox;
  outcome: Outcome;
  at: number;
  url: string | undefined;
}

function pastMail(source: HistorySource, { contact, to, outcome, at, url }: Sent): PastMail {
  const { campaign, now, seed } = source;
  const refused = outcome.reception !== 'accept' && outcome.reception !== 'defer';
  const reply = refused ? replyFor(outcome.reception, to.address, 1) : acceptedReply;
  const steps = refused
    ? []
    : planSteps(outcome, at, { seed, campaignName: campaign.name, address: to.address, speed: 1 });
  const done = steps.filter((step) => step.at <= now);
  const happened = (act: Step['do']) => done.some((step) => step.do === act);
  const row: MessageRecord = {
    ...blankMessage,
    kind: 'campaign',
    unread: false,
    removed: true,
    attempts: 1,
    id: source.newId(),
    campaign_id: campaign.id,
    contact_id: contact?.id ?? null,
    from: { name: campaign.from_name ?? '', address: campaign.from_email },
    to: [to],
    subject: campaign.subject,
    status: refused ? 'bounced' : happened('deliver') ? 'delivered' : 'sent',
    bounce: refused ? bounceOf(reply) : null,
    opens: Number(happened('opened')),
    clicks: Number(happened('clicked')),
    unsubscribed: happened('unsubscribed'),
    spam_reported: happened('spam_reported'),
    envelope: { from: '', to: [to.address] },
    outcome,
    plan: steps.filter((step) => step.at > now),
    reply,
    handed_over_at: at,
    received_at: at,
  };
  return { row, contact, events: [...eventsOf(row, at, done, url)] };
}

function* eventsOf(
  row: MessageRecord,
  at: number,
  done: readonly Step[],
  url: string | undefined,
): Generator<PastEvent> {
  const data = eventData(row);
  yield { type: 'email.sent', at, data };
  if (row.bounce) yield { type: 'email.bounced', at, data: { ...data, bounce: row.bounce } };
  const visitor = visitorOf(data.email, row.outcome?.bot ?? false);
  for (const step of done) {
    const type = eventTypes[step.do];
    if (!type) continue;
    const seen = type === 'email.delivered' || type === 'email.spam_reported' ? {} : visitor;
    const link = type === 'email.clicked' && url !== undefined ? { url } : {};
    yield { type, at: step.at, data: { ...data, ...link, ...seen } };
  }
}
