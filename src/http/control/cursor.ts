import { invalidField } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessagePosition } from '../../core/ports/ports.js';

/** A position in a list of messages as callers carry it: opaque to them. */
export const toCursor = ({ received_at, id }: MessagePosition): string =>
  Buffer.from(`${received_at}:${id}`).toString('base64url');

export function fromCursor(cursor: string): MessagePosition {
  const match = /^(\d+):(email_[0-9a-z]{8})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match) throw invalidField('cursor', 'Expected the next_cursor of an earlier answer');
  return { received_at: Number(match[1]), id: match[2] as MessageId };
}
