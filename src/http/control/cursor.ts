import * as z from 'zod';
import { wholeNumber } from '../../contract/fields.js';
import { RequestId } from '../../contract/request.js';
import type { CampaignPosition, MessagePosition } from '../../core/ports/ports.js';

const expected = 'Expected the next_cursor of an earlier answer';

/** A place in a list as callers carry it: opaque to them, and refused unless it is one that a list answered. */
const cursorOf = <T>(decode: (text: string) => T | null) =>
  z
    .string()
    .transform((text, context): T => {
      const place = decode(text);
      if (place !== null) return place;
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    })
    .optional();

/** A sequence number. */
export const seqCursor = cursorOf((text) => (/^\d{1,15}$/.test(text) ? Number(text) : null));

/** The id of a call. */
export const requestCursor = cursorOf((text) => RequestId.safeParse(text).data ?? null);

interface Place {
  at: number;
  ordinal: number;
}

const decodePlace = (text: string): Place | null => {
  const decoded = Buffer.from(text, 'base64url').toString('utf8');
  const [, at, ordinal] = /^(-?\d{1,15}):(\d{1,15})$/.exec(decoded) ?? [];
  return ordinal === undefined ? null : { at: Number(at), ordinal: Number(ordinal) };
};
const encodePlace = ({ at, ordinal }: Place): string => Buffer.from(`${at}:${ordinal}`).toString('base64url');

export const messageCursor = cursorOf((text): MessagePosition | null => {
  const place = decodePlace(text);
  return place && { received_at: place.at, ordinal: place.ordinal };
});
export const toMessageCursor = ({ received_at: at, ordinal }: MessagePosition): string =>
  encodePlace({ at, ordinal });

export const campaignCursor = cursorOf((text): CampaignPosition | null => {
  const place = decodePlace(text);
  return place && { created_at: place.at, ordinal: place.ordinal };
});
export const toCampaignCursor = ({ created_at: at, ordinal }: CampaignPosition): string =>
  encodePlace({ at, ordinal });

/** The query fields of a list that goes on with a cursor. */
export const listFields = <C extends z.ZodType>(cursor: C, usual = 50) => ({
  limit: wholeNumber(1, 500).default(usual),
  cursor,
});

interface CursorMeta {
  limit: number;
  /** Where the next page begins; null after the last. */
  next: string | null;
  total?: number;
  total_exact?: boolean;
}

/** One page of a list that goes on with a cursor. */
export const cursorPage = <T>(data: T[], { next, ...meta }: CursorMeta) => ({
  data,
  meta: { ...meta, next_cursor: next },
});

/** The cursor after the last of these rows. */
export const afterLast = (rows: readonly { seq: number }[], more: boolean): string | null =>
  more ? String(rows.at(-1)?.seq ?? 0) : null;
