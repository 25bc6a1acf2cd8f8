import { AppError } from '../../contract/errors.js';
import type { EventRecord, EventType } from '../../contract/event.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Act, TriggerInput } from '../../contract/trigger.js';
import { bounceOf, replyFor } from '../engagement/outcome.js';
import type { Waiter } from '../ports/wait.js';
import { simulate } from './simulate.js';
import type { SimulateServices } from './simulate.js';

/** What a triggered event needs of the workspace. */
export interface TriggerServices extends SimulateServices, Waiter {
  now(): number;
  messages: SimulateServices['messages'] & {
    get(id: string): MessageRecord;
    list(
      filter: { to: string; campaign: string | undefined },
      limit: number,
    ): Promise<{ rows: MessageRecord[] }>;
  };
  campaigns: { get(id: string): { name: string } };
  transactional: { send(mail: ReturnType<typeof mailFor>): { id: string } };
  events: {
    last(): number;
    list(filter: { message: string; type: EventType; since: number }, limit: number): { rows: EventRecord[] };
  };
}

const sendTimeout = 10_000;

const newestLookedAt = 500;

const escaped = (text: string): string =>
  text.replace(/[&"<>{}]/g, (character) => `&#${character.codePointAt(0)};`);

/** The mail that an event is triggered on without another: small, and with links to click. */
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

async function newestMailTo(
  services: TriggerServices,
  { event, to, campaign }: TriggerInput,
): Promise<MessageRecord | null> {
  const address = to.toLowerCase();
  const { rows } = await services.messages.list({ to: address, campaign }, newestLookedAt);
  const isTheirs = ({ kind, envelope, status, ...message }: MessageRecord) =>
    kind !== 'smtp' &&
    !(event === 'email.unsubscribed' && message.unsubscribed) &&
    !(event === 'email.spam_reported' && message.spam_reported) &&
    envelope.to.some((recipient) => recipient.toLowerCase() === address) &&
    (status === 'sent' || status === 'delivered');
  return rows.find(isTheirs) ?? null;
}

/** Sends a mail and waits until it was handed over, which is `email.sent`. */
async function sendMail(
  services: TriggerServices,
  { to, url }: TriggerInput,
  signal: AbortSignal,
): Promise<MessageRecord> {
  const { id } = services.transactional.send(mailFor(to, url));
  const find = () => {
    const message = services.messages.get(id);
    return message.sent_at === null ? null : message;
  };
  const sent = await services.waitFor({ timeout: sendTimeout, signal, find });
  if (sent) return sent;
  throw new AppError('INTERNAL_SERVER_ERROR', `The mail to ${to} was not handed over to the sink in time`);
}

async function mailOf(
  services: TriggerServices,
  input: TriggerInput,
  signal: AbortSignal,
): Promise<MessageRecord> {
  // A campaign's mail is one of the mails that it sent: another would falsify its stats.
  if (input.campaign !== undefined) {
    const { name } = services.campaigns.get(input.campaign);
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
  const onNewMail = ['email.sent', 'email.delivered', 'email.bounced', 'email.deferred'].includes(
    input.event,
  );
  const known = onNewMail || input.url !== undefined ? null : await newestMailTo(services, input);
  return known ?? (await sendMail(services, input, signal));
}

async function act(
  services: TriggerServices,
  mail: MessageRecord,
  event: Act,
  input: TriggerInput,
): Promise<void> {
  const { engagement } = services;
  const { url, bounce = { type: 'hard' as const } } = input;
  const happen = async (what: Parameters<typeof simulate>[2]['event']) => {
    engagement.delivered(mail.id);
    const more = url === undefined ? {} : { url };
    await simulate(services, services.messages.get(mail.id), { event: what, ...more });
  };
  switch (event) {
    case 'email.delivered':
      return engagement.delivered(mail.id);
    case 'email.bounced':
      return engagement.bounced(mail.id, bounceOf(replyFor(bounce.type, input.to, 1)));
    case 'email.deferred': {
      const reply = bounceOf(replyFor('defer', input.to, 1));
      // A test asked for a deferred mail: a retry would deliver it.
      return engagement.deferred(mail.id, reply, null);
    }
    case 'email.opened':
      return happen('opened');
    case 'email.clicked':
      return happen('clicked');
    case 'email.unsubscribed':
      return happen('unsubscribed');
    case 'email.spam_reported':
      return happen('spam_reported');
  }
}

/** Lets an event happen as it really would: with a mail of its own where it has none to happen to. */
export async function trigger(
  services: TriggerServices,
  input: TriggerInput,
  signal: AbortSignal,
): Promise<EventRecord> {
  const { event } = input;
  const since = services.events.last();
  const mail = await mailOf(services, input, signal);
  if (event !== 'email.sent') await act(services, mail, event, input);
  const [happened] = services.events.list({ message: mail.id, type: event, since }, 1).rows;
  if (happened) return happened;
  throw new AppError('INVALID_REQUEST', `${event} has happened to ${mail.id} already`, {
    field: 'event',
    issue: 'Expected an event that can happen to this mail; without a campaign a mail is sent for the event',
  });
}
