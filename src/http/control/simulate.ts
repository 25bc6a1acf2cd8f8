import * as z from 'zod';
import { invalidField } from '../../contract/errors.js';
import { BounceType, MessageSummary, toSummary } from '../../contract/message.js';
import type { Bounce, MessageRecord } from '../../contract/message.js';
import { requireArrived } from '../../core/engagement/engagement.js';
import { bounceOf, replyFor } from '../../core/engagement/outcome.js';
import type { Services } from '../../core/services.js';
import { visitorOf } from '../../core/engagement/visitor.js';
import { route } from '../routing/route.js';
import { byId } from './messages.js';

const SimulateInput = z.strictObject({
  event: z.enum(['opened', 'clicked', 'bounced', 'unsubscribed', 'spam_reported'], {
    error: 'Expected "opened", "clicked", "bounced", "unsubscribed" or "spam_reported"',
  }),
  url: z.string().max(2000).optional(),
  bounce: z
    .strictObject({
      type: BounceType.default('hard'),
      smtp_code: z.int().min(400).max(599).optional(),
      status: z.string().max(20).optional(),
      diagnostic: z.string().max(500).optional(),
    })
    .optional(),
});
type SimulateInput = z.output<typeof SimulateInput>;

function bounceFrom(message: MessageRecord, given: SimulateInput['bounce']): Bounce {
  const usual = bounceOf(replyFor(given?.type ?? 'hard', message.envelope.to[0] ?? '', 1));
  const { smtp_code = usual.smtp_code, status = usual.status } = given ?? {};
  const diagnostic = given?.diagnostic ?? usual.diagnostic;
  return { type: given?.type ?? usual.type, smtp_code, status, diagnostic };
}

/** The link that is clicked: the one named, which the mail must have, or its first. */
async function clickedUrl(
  services: Services,
  message: MessageRecord,
  url: string | undefined,
): Promise<string | null> {
  const links = await services.messages.linksOf(message.id);
  if (url === undefined) return links[0] ?? null;
  if (links.includes(url)) return url;
  throw invalidField('url', `Expected a link of this mail: ${links.slice(0, 5).join(', ') || 'it has none'}`);
}

/** Lets something happen to a message. Throws a 400 where it cannot. */
export async function simulate(
  services: Services,
  message: MessageRecord,
  { event, url, bounce }: SimulateInput,
): Promise<void> {
  const { engagement } = services;
  const visitor = visitorOf(message.envelope.to[0] ?? '', false);
  if (event !== 'bounced') requireArrived(message, event);
  switch (event) {
    case 'opened':
      return engagement.opened(message.id, visitor);
    case 'clicked':
      return engagement.clicked(message.id, await clickedUrl(services, message, url), visitor);
    case 'unsubscribed':
      return engagement.unsubscribed(message.id, visitor);
    case 'spam_reported':
      return engagement.spamReported(message.id);
    case 'bounced':
      return engagement.bounced(message.id, bounceFrom(message, bounce));
  }
}

export const simulateRoutes = [
  route(
    {
      method: 'POST',
      path: '/messages/{id}/simulate',
      summary: 'Let something happen to a message',
      permission: null,
      access: 'write',
      documented: false,
      params: byId,
      body: SimulateInput,
      reply: MessageSummary,
    },
    async ({ services, params, body }) => {
      await simulate(services, services.messages.get(params.id), body);
      return { data: toSummary(services.messages.get(params.id)) };
    },
  ),
];
