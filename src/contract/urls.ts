import * as z from 'zod';

/** How the emulator is reached. */
export const Urls = z.object({
  /** The server itself. */
  http: z.string(),
  /** The imitated API. */
  api: z.string(),
  /** The sink. */
  smtp: z.string(),
});
export type Urls = z.output<typeof Urls>;
