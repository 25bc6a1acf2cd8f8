import { noActions } from '../../contract/actions.js';
import type { ActionFields } from '../../contract/actions.js';
import type { MessageRecord } from '../../contract/message.js';

type Given = Pick<MessageRecord, 'id' | 'kind' | 'from' | 'to' | 'envelope' | 'received_at'> &
  Partial<Omit<MessageRecord, keyof ActionFields>>;

/** One for all rows, which are never written into: most mails have no Cc and nothing missing. */
const none: never[] = [];

/**
 * A mail of which little is known yet. Every field stands here, in one order: rows of one shape are copied and compared at a
 * fraction of the cost, and there are many.
 */
export const newMessage = (given: Given): MessageRecord => ({
  id: given.id,
  seq: given.seq ?? 0,
  kind: given.kind,
  campaign_id: given.campaign_id ?? null,
  contact_id: given.contact_id ?? null,
  from: given.from,
  to: given.to,
  cc: given.cc ?? none,
  subject: given.subject ?? '',
  preview: given.preview ?? '',
  size: given.size ?? 0,
  status: given.status ?? 'queued',
  bounce: given.bounce ?? null,
  ...noActions,
  missing: given.missing ?? none,
  unread: given.unread ?? true,
  attachment_count: given.attachment_count ?? 0,
  envelope: given.envelope,
  transcript_id: given.transcript_id ?? null,
  stored: given.stored ?? false,
  parsed: given.parsed ?? true,
  removed: given.removed ?? false,
  outcome: given.outcome ?? null,
  schedule: given.schedule ?? none,
  attempts: given.attempts ?? 0,
  reply: given.reply ?? null,
  sent_at: given.sent_at ?? null,
  received_at: given.received_at,
});
