import * as z from 'zod';
import { IsoText } from './time.js';

/** What was said in an SMTP session. Times are those of its workspace: UTC, ISO 8601 with whole seconds. */
export const Transcript = z
  .object({
    /** Such as `smtp_1a2b3c4d`. */
    id: z.string(),
    /** The workspace that it came to. */
    workspace: z.string(),
    /** The address of the client. */
    client: z.string(),
    /** When it began. */
    started_at: IsoText,
    /** When it ended; null while it goes on. */
    ended_at: IsoText.nullable(),
    /** Its lines, the oldest first. */
    lines: z.array(
      z.object({
        /** When it was said. */
        at: IsoText,
        /** Who said it. */
        from: z.enum(['client', 'server']),
        /** The line without its end; credentials are left out. */
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Transcript' });
export type Transcript = z.output<typeof Transcript>;
