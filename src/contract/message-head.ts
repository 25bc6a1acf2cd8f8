import * as z from 'zod';
import type { MessageRecord } from './message.js';
import { Message } from './message.js';
import { toIso } from './time.js';

/** What a client needs to match mail by itself. */
export const MessageHead = Message.pick({
  ...{ id: true, from: true, to: true, cc: true, subject: true, envelope: true, received_at: true },
}).meta({ id: 'MessageHead' });
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
