import type { Bounce } from '../../contract/message.js';
import type { SmtpReply } from '../../contract/smtp-reply.js';

/**
 * The statuses 5.x.y that are not about the address (RFC 3463 3): the mailbox may take another mail where it is full, its
 * host busy or the way there at fault, and where sender, list, protocol, size, content or policy were refused. Undocumented: we chose `soft` for the
 * first and `blocked` for the second, which suppress nobody; all others are hard.
 */
const notTheAddress: readonly (readonly [RegExp, Bounce['type']])[] = [
  [/^(?:2\.2|3\.1|3\.2|4\.[567])$/, 'soft'],
  [/^(?:1\.[789]|2\.[34]|3\.[345]|5\.\d+|6\.\d+|7\.\d+)$/, 'blocked'],
];

/**
 * Codes that say it where there is no enhanced status: unknown or misused commands, a size, a login that is asked for, a
 * transaction that failed for no reason given, and no authority (RFC 5321 4.2.3, RFC 1870 6, RFC 4954 6).
 */
const refusedMessages = new Set([500, 501, 502, 503, 504, 530, 552, 554, 555, 571]);

function typeOf(code: number, status: string): Bounce['type'] {
  if (code < 500) return 'soft';
  const detail = status.replace(/^\d\./, '');
  const known = notTheAddress.find(([pattern]) => pattern.test(detail));
  if (known) return known[1];
  const isUndefined = detail === '' || detail === '0.0';
  return isUndefined && refusedMessages.has(code) ? 'blocked' : 'hard';
}

/** Reads a bounce from the reply of a server (RFC 3463 for the enhanced status). Only a hard one suppresses the address. */
export function bounceOf({ code, status, text }: SmtpReply): Bounce {
  const known = status || (code < 500 ? '4.0.0' : '5.0.0');
  return {
    type: typeOf(code, status),
    smtp_code: code,
    status: known,
    diagnostic: `${code} ${known} ${text}`,
  };
}
