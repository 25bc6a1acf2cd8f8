import { actionOfEvent, actions, isActionEvent } from '../../contract/actions.js';
import { AppError, invalidField, namedBy } from '../../contract/errors.js';
import type { EventRecord, EventType } from '../../contract/event.js';
import type { MessageRecord } from '../../contract/message.js';
import type { TriggerInput } from '../../contract/trigger.js';
import { escapeHtml } from '../html/escape.js';
import { scanHtml } from '../html/scan.js';
import { outcomeOfAddress, plainOutcome, replyFor } from '../engagement/outcome.js';
import { bounceOf } from '../messages/bounce.js';
import { hasArrived } from '../messages/lifecycle.js';
import { isFollowed } from '../tracking/rewrite-html.js';
import { simulate } from './simulate.js';
import type { SimulateServices } from './simulate.js';
import { whenSent } from './when-sent.js';
import type { WhenSentServices } from './when-sent.js';

/** The services that `trigger` needs. */
export interface TriggerServices extends SimulateServices, WhenSentServices {
  messages: SimulateServices['messages'] &
    WhenSentServices['messages'] & {
      list(
        filter: { to: string; campaign: string | undefined },
        limit: number,
      ): Promise<{ rows: MessageRecord[] }>;
    };
  campaigns: { get(id: string): { name: string } };
  transactional: { send(mail: NewMail): Promise<{ id: string }> };
  events: {
    last(): number;
    list(filter: { message: string; type: EventType; since: number }, limit: number): { rows: EventRecord[] };
  };
}

const sendTimeout = 10_000;

const mostCandidates = 500;

/** Escaped for a template, whose braces are its own, and which takes no NUL. */
const escaped = (text: string): string =>
  escapeHtml(text).replace(/[{}\u0000]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The mail that is sent where an event has no other to happen to: small, with links to click. */
const mailFor = (to: string, url = 'https://www.example.com/summer') => ({
  from_email: 'trigger@mail.maildrone.test',
  from_name: 'Maildrone',
  to: { name: '', address: to },
  subject: 'A mail to trigger an event on',
  content: {
    html: `<p>This mail was sent because an event was triggered. <a href="${escaped(url)}">A link</a> · <a href="{{unsubscribe_url}}">Unsubscribe</a></p>\n`,
    text: null,
  },
});

type NewMail = ReturnType<typeof mailFor>;

/** Throws where the event cannot happen to the mail that is to be sent for it: nothing is sent then. */
function requirePossible({ event, to, url }: TriggerInput, { content }: NewMail): void {
  const isItsLink = scanHtml(content.html).links.some(({ value }) => value === url && isFollowed(value));
  if (url !== undefined && !isItsLink) throw invalidField('url', 'Expected an http or https URL');
  const { result } = outcomeOfAddress(to) ?? plainOutcome;
  if (result === 'accept' || result === 'defer' || event === 'email.sent' || event === 'email.bounced')
    return;
  throw new AppError('INVALID_REQUEST', `${event} cannot happen to a mail to ${to}, which is bounced`, {
    field: 'event',
    issue: 'Expected email.sent or email.bounced, or an address that does not ask for a bounce',
  });
}

/** The recipient of a mail as its envelope spells the address. */
const recipientNamed = ({ envelope }: MessageRecord, address: string): string | undefined =>
  envelope.to.find((recipient) => recipient.toLowerCase() === address.toLowerCase());

async function newestMailTo(
  services: TriggerServices,
  { event, to, campaign }: TriggerInput,
): Promise<MessageRecord | null> {
  const { rows } = await services.messages.list({ to: to.toLowerCase(), campaign }, mostCandidates);
  const isTheirs = (message: MessageRecord) =>
    hasArrived(message) &&
    recipientNamed(message, to) !== undefined &&
    (!isActionEvent(event) ||
      services.engagement.may(message, actionOfEvent[event], recipientNamed(message, to)));
  return rows.find(isTheirs) ?? null;
}

/** Sends a mail and waits until the sink took it, which is `email.sent`. */
async function sendMail(
  services: TriggerServices,
  input: TriggerInput,
  signal: AbortSignal,
): Promise<MessageRecord> {
  const { to, url } = input;
  const mail = mailFor(to, url);
  requirePossible(input, mail);
  const { id } = await services.transactional.send(mail);
  const sent = await whenSent(services, id, { timeout: sendTimeout, signal });
  if (sent) return sent;
  throw new AppError('INTERNAL_SERVER_ERROR', `The mail to ${to} did not reach the sink in time`);
}

async function mailOf(
  services: TriggerServices,
  input: TriggerInput,
  signal: AbortSignal,
): Promise<MessageRecord> {
  // The mail must be one that the campaign sent: a new one would falsify its stats.
  if (input.campaign !== undefined) {
    const { campaign } = input;
    const { name } = namedBy('campaign', () => services.campaigns.get(campaign));
    const mail = await newestMailTo(services, input);
    if (mail) return mail;
    throw new AppError(
      'INVALID_REQUEST',
      `The campaign "${name}" has no mail to ${input.to} that was delivered`,
      {
        field: 'to',
        issue:
          'Expected an address to which the campaign has sent; without a campaign a mail is sent for the event',
      },
    );
  }
  // A recipient may act on a mail that is there, from outside too; for all else, and for a link of its own, a new mail is sent.
  const isOnNewMail = !isActionEvent(input.event) || input.url !== undefined;
  const known = isOnNewMail ? null : await newestMailTo(services, input);
  return known ?? (await sendMail(services, input, signal));
}

async function letHappen(services: TriggerServices, mail: MessageRecord, input: TriggerInput): Promise<void> {
  const { engagement } = services;
  const { id } = mail;
  const recipient = recipientNamed(mail, input.to);
  const { event, to, url, bounce = { type: 'hard' as const } } = input;
  switch (event) {
    case 'email.sent':
      return;
    case 'email.delivered':
      return engagement.delivered(id, recipient);
    case 'email.bounced':
      return engagement.bounced(id, bounceOf(replyFor(bounce.type, to, 1)));
    case 'email.deferred':
      // A test asked for a deferred mail: a retry would deliver it.
      return engagement.deferred(id, bounceOf(replyFor('defer', to, 1)), []);
    default:
      engagement.delivered(id, recipient);
      await simulate(
        services,
        services.messages.get(id),
        { event: actionOfEvent[event], ...(url === undefined ? {} : { url }) },
        recipient,
      );
  }
}

/**
 * Lets an event happen as it really would, to a new mail where there is none. Undocumented: we chose to ignore `url` and
 * `bounce` with events that they do not belong to.
 */
export async function trigger(
  services: TriggerServices,
  { url, ...given }: TriggerInput,
  signal: AbortSignal,
): Promise<EventRecord> {
  const { event } = given;
  const input = isActionEvent(event) && actions[actionOfEvent[event]].link ? { ...given, url } : given;
  const since = services.events.last();
  const mail = await mailOf(services, input, signal);
  await letHappen(services, mail, input);
  const [happened] = services.events.list({ message: mail.id, type: event, since }, 1).rows;
  if (happened) return happened;
  const { status } = services.messages.get(mail.id);
  throw new AppError('INVALID_REQUEST', `${event} cannot happen to ${mail.id}, which is ${status}`, {
    field: 'event',
    issue: 'Expected an event that can happen to this mail; without a campaign a mail is sent for the event',
  });
}
