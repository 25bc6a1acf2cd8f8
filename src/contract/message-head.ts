import * as z from 'zod';
import type { MessageRecord } from './message.js';
import { Mailbox } from './message.js';
import { MessageId } from './ids.js';
import { toIso } from './time.js';

/** What a client needs to match mail by itself. */
export const MessageHead = z
  .object({
    id: MessageId,
    from: Mailbox,
    to: z.array(Mailbox),
    cc: z.array(Mailbox),
    subject: z.string(),
    envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
    received_at: z.string(),
  })
  .meta({ id: 'MessageHead' });
export type MessageHead = z.output<typeof MessageHead>;

/** Heads with the sequence number of the last change before they were read. */
export const MessageHeads = z.object({
  seq: z.int(),
  heads: z.array(MessageHead),
  next_cursor: z.string().nullable(),
});
export type MessageHeads = z.output<typeof MessageHeads>;

export const toHead = ({ id, from, to, cc, subject, envelope, received_at }: MessageRecord): MessageHead => ({
  id,
  from,
  to,
  cc,
  subject,
  envelope,
  received_at: toIso(received_at),
});
