import { actions } from '../../contract/actions.js';
import { AppError, invalidField } from '../../contract/errors.js';
import type { MessageRecord, Bounce } from '../../contract/message.js';
import { simulatedEvents } from '../../contract/simulate.js';
import type { SimulateChoice, SimulatedEvent, SimulateInput } from '../../contract/simulate.js';
import { hasArrived, recipientOf } from '../messages/lifecycle.js';
import { requireArrived } from '../engagement/engagement.js';
import { bounceOf } from '../messages/bounce.js';
import { replyFor } from '../engagement/outcome.js';
import { visitorOf } from '../engagement/visitor.js';
import type { Engagement } from '../engagement/engagement.js';
import { whenSent } from './when-sent.js';
import type { WhenSentServices } from './when-sent.js';

/** The services that `simulate` needs. */
export interface SimulateServices {
  messages: { linksOf(id: string): Promise<string[]> };
  engagement: Engagement;
}

/** The usual reply of a type of bounce, or one with the code and the status that are given. */
function replyOf(message: MessageRecord, { type, smtp_code, status }: NonNullable<SimulateInput['bounce']>) {
  const isForNow = /^4/.test(String(smtp_code ?? status ?? ''));
  const usual = replyFor(type ?? (isForNow ? 'soft' : 'hard'), recipientOf(message), 1);
  const differs = (smtp_code ?? usual.code) !== usual.code || (status ?? usual.status) !== usual.status;
  if (!differs) return usual;
  const code = smtp_code ?? (status?.[0] === String(usual.code)[0] ? usual.code : 550);
  return { code, status: status ?? '', text: 'The mail was refused' };
}

function bounceFrom(message: MessageRecord, given: SimulateInput['bounce'] = {}): Bounce {
  const { type, smtp_code, status, diagnostic } = bounceOf(replyOf(message, given));
  return { type: given.type ?? type, smtp_code, status, diagnostic: given.diagnostic ?? diagnostic };
}

/** The link that is clicked: the one named, which the mail must have, or its first. */
async function clickedUrl(
  services: SimulateServices,
  message: MessageRecord,
  url: string | undefined,
): Promise<string | null> {
  const links = await services.messages.linksOf(message.id);
  if (links.length === 0)
    throw invalidField('event', 'Expected another event: this mail has no link that could be clicked');
  if (url === undefined) return links[0] ?? null;
  if (links.includes(url)) return url;
  throw invalidField('url', `Expected a link of this mail: ${links.slice(0, 5).join(', ')}`);
}

/** So long (real ms) a mail is waited for that is on its way to the sink. */
const sendTimeout = 5000;

/** A mail that was handed over, also one that is just being so: until then nothing can happen to it. */
export async function requireSent(
  services: WhenSentServices,
  id: string,
  signal: AbortSignal,
): Promise<MessageRecord> {
  const sent = await whenSent(services, id, { timeout: sendTimeout, signal });
  if (sent) return sent;
  throw new AppError('INVALID_REQUEST', 'Nothing can happen to a queued mail', {
    field: 'event',
    issue: 'Expected a mail that was handed over; this one is queued',
  });
}

/**
 * Lets something happen to a message that was handed over, by `recipient` or else the first. Throws a 400 where it cannot. Undocumented: we chose
 * to ignore `url` and `bounce` with events that they do not belong to.
 */
export async function simulate(
  services: SimulateServices,
  message: MessageRecord,
  { event, url, bounce }: SimulateInput,
  recipient = recipientOf(message),
): Promise<void> {
  const { engagement } = services;
  if (event === 'bounced') return engagement.bounced(message.id, bounceFrom(message, bounce));
  requireArrived(message, event);
  const visitor = visitorOf(recipient, 'person');
  const link = actions[event].link ? await clickedUrl(services, message, url) : null;
  engagement.act(message.id, event, { visitor, url: link, recipient });
}

/** Why an event cannot happen to a message, or would change nothing; null where it can. */
async function obstacleTo(
  { engagement, messages }: SimulateServices,
  message: MessageRecord,
  event: SimulatedEvent,
): Promise<string | null> {
  if (message.status === 'queued') return 'It is queued: nothing can happen to it yet';
  if (event === 'bounced') return null;
  const { label, link } = actions[event];
  if (!hasArrived(message)) return `A ${message.status} mail cannot be ${label}`;
  if (!engagement.may(message, event)) return `It was ${label} already`;
  return link && (await messages.linksOf(message.id)).length === 0 ? 'It has no link to click' : null;
}

/** What `simulate` can let happen to a message as it is now, and why not the rest. */
export async function simulateChoices(
  services: SimulateServices,
  message: MessageRecord,
): Promise<SimulateChoice[]> {
  const choices = simulatedEvents.map(async (event): Promise<SimulateChoice> => {
    const reason = await obstacleTo(services, message, event);
    return { event, possible: reason === null, reason };
  });
  return Promise.all(choices);
}
