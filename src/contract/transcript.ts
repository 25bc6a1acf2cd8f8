import * as z from 'zod';

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
    started_at: z.string(),
    /** When it ended; null while it goes on. */
    ended_at: z.string().nullable(),
    /** Its lines, the oldest first. */
    lines: z.array(
      z.object({
        /** When it was said. */
        at: z.string(),
        /** Who said it. */
        from: z.enum(['client', 'server']),
        /** The line without its end; credentials are left out. */
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Transcript' });
export type Transcript = z.output<typeof Transcript>;
