import * as z from 'zod';
import { BounceType } from './message.js';

export const SimulateInput = z.strictObject({
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

export type SimulateInput = z.output<typeof SimulateInput>;
