import * as z from 'zod';

/** The code of a reply (RFC 5321 4.2.1). */
export const SmtpCode = z.int().min(200).max(599);

/** The reply of a receiving server. */
export const SmtpReply = z.object({
  /** Its code, such as 550. */
  code: SmtpCode,
  /** The enhanced status code, such as 5.1.1; empty where the server gave none. */
  status: z.string(),
  /** What it says, in words. */
  text: z.string(),
});
export type SmtpReply = z.output<typeof SmtpReply>;
