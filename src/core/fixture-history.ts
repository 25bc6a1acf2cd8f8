import type { CampaignRecord } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import type { EventData, EventType } from '../contract/event.js';
import type { FixtureHistory } from '../contract/fixture.js';
import type { MessageId } from '../contract/ids.js';
import type { Mailbox, MessageRecord, Outcome, Step } from '../contract/message.js';
import { newMessage } from './new-message.js';
import { planSteps } from './delays.js';
import { eventData } from './engagement.js';
import { scanHtml } from './html-scan.js';
import { chooseLink } from './link-choice.js';
import { mailboxOf } from './mailing.js';
import { oneLine } from './mime.js';
import { acceptedReply, bounceOf, drawOutcomes, replyFor } from './outcome.js';
import { hashFraction } from './random.js';
import { syntheticRecipient } from './synthetic.js';
import { compileTemplate, contextOf } from './template.js';
import { addUtm } from './track.js';
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
  /** Whose fields its template gets. */
  person: Partial<ContactRecord>;
}

type Recipient = Pick<PastMail, 'contact' | 'person'> & { to: Mailbox };

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

/** The targets of a template that are the same for all, as they are followed. */
const linksOf = ({ content, settings, name }: CampaignRecord): string[] =>
  content.html === null
    ? []
    : scanHtml(content.html).links.flatMap(({ value }) =>
        /^https?:\/\/[^{]*$/i.test(value) ? [settings.google_analytics ? addUtm(value, name) : value] : [],
      );

/** Renders the subject alone: mail that is not kept needs no more. */
function subjectsOf(campaign: CampaignRecord): (contact: Partial<ContactRecord>) => string {
  if (!campaign.subject.includes('{{')) return () => campaign.subject;
  const render = compileTemplate('subject', campaign.subject);
  const links = { unsubscribe_url: '', view_url: '' };
  return (contact) => oneLine(render(contextOf(contact, links, campaign), new Set()));
}

/** The audience, or as many invented people as asked for. */
function* recipientsOf({ history, audience, seed }: HistorySource): Generator<Recipient> {
  const invented = history.recipients ?? 0;
  for (let number = 0; number < invented; number += 1) {
    const person = { ...syntheticRecipient(seed, number), custom_fields: {} };
    yield { contact: null, person, to: mailboxOf(person) };
  }
  if (invented > 0) return;
  for (const contact of audience) yield { contact, person: contact, to: mailboxOf(contact) };
}

/** The mails of a campaign that was sent in the past, with a history spread as the simulation spreads it. */
export function* pastMails(source: HistorySource): Generator<PastMail> {
  const { campaign, history, seed } = source;
  const recipients = [...recipientsOf(source)];
  const addresses = recipients.map(({ to }) => to.address);
  const outcomes = drawOutcomes({ profile: history.profile, seed, campaignName: campaign.name, addresses });
  const links = linksOf(campaign);
  const subjectOf = subjectsOf(campaign);
  for (const [index, { contact, person, to }] of recipients.entries()) {
    const outcome = outcomes.get(to.address) ?? { reception: 'accept', acts: [], bot: false };
    const at = source.at + Math.floor((index * 1000) / mailsPerSecond);
    const url = chooseLink(links, hashFraction(seed, campaign.name, to.address.toLowerCase(), 'link'));
    yield pastMail(source, { contact, person, to, subject: subjectOf(person), outcome, at, url });
  }
}

/** The mails whose content is kept, from all over the audience. */
export function keptOf(
  mails: readonly PastMail[],
  { keep_mail: count }: FixtureHistory,
): readonly PastMail[] {
  if (mails.length <= count) return mails;
  const placeOf = (number: number) => ((number + hashFraction('kept', number)) / count) * mails.length;
  const places = new Set(Array.from({ length: count }, (_, number) => Math.floor(placeOf(number))));
  return mails.filter((_mail, index) => places.has(index));
}

interface Sent extends Recipient {
  subject: string;
  outcome: Outcome;
  at: number;
  url: string | undefined;
}

function pastMail(source: HistorySource, { contact, person, to, subject, outcome, at, url }: Sent): PastMail {
  const { campaign, now, seed } = source;
  const refused = outcome.reception !== 'accept' && outcome.reception !== 'defer';
  const reply = refused ? replyFor(outcome.reception, to.address, 1) : acceptedReply;
  const steps = refused
    ? []
    : planSteps(outcome, at, { seed, campaignName: campaign.name, address: to.address, speed: 1 });
  const done = steps.filter((step) => step.at <= now);
  const happened = (act: Step['do']) => done.some((step) => step.do === act);
  const row = newMessage({
    kind: 'campaign',
    unread: false,
    removed: true,
    attempts: 1,
    id: source.newId(),
    campaign_id: campaign.id,
    contact_id: contact?.id ?? null,
    from: { name: campaign.from_name ?? '', address: campaign.from_email },
    to: [to],
    subject,
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
  });
  return { row, contact, person, events: [...eventsOf(row, at, done, url)] };
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
