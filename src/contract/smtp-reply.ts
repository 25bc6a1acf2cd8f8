import * as z from 'zod';

/** The reply of a receiving server. */
export const SmtpReply = z.object({
  /** Its code, such as 550. */
  code: z.int(),
  /** The enhanced status code, such as 5.1.1; empty where the server gave none. */
  status: z.string(),
  /** What it says, in words. */
  text: z.string(),
});
export type SmtpReply = z.output<typeof SmtpReply>;
