import type { Bounce, MessageRecord } from '../../contract/message.js';

/** Reads a bounce from the reply of a server (RFC 3463 for the enhanced status). */
export function bounceOf({ code, status, text }: NonNullable<MessageRecord['reply']>): Bounce {
  const type = code < 500 ? 'soft' : status.startsWith('5.7.') ? 'blocked' : 'hard';
  const known = status || (code < 500 ? '4.0.0' : '5.0.0');
  return { type, smtp_code: code, status: known, diagnostic: `${code} ${known} ${text}` };
}
