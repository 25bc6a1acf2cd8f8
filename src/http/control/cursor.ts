import * as z from 'zod';
import type { CountedMeta, CursorMeta } from '../../contract/envelope.js';
import { wholeNumber } from '../../contract/fields.js';
import { RequestId } from '../../contract/ids.js';
import type { ListPosition } from '../../core/ports/ports.js';

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

/** The place of a row: its number in the order, and which it is. */
export const placeCursor = cursorOf((text): ListPosition | null => {
  const decoded = Buffer.from(text, 'base64url').toString('utf8');
  const [, ordinal, id] = /^(\d{1,15}):([a-z]+_[0-9a-z]{8})$/.exec(decoded) ?? [];
  return id === undefined ? null : { ordinal: Number(ordinal), id };
});
export const toPlaceCursor = ({ ordinal, id }: ListPosition): string =>
  Buffer.from(`${ordinal}:${id}`).toString('base64url');

/** The query fields of a list that goes on with a cursor. */
export const listFields = <C extends z.ZodType>(cursor: C, usual = 50) => ({
  limit: wholeNumber(1, 500).default(usual),
  cursor,
});

/** One page of a list that goes on with a cursor. */
export const cursorPage = <T>(data: T[], meta: CursorMeta | CountedMeta) => ({ data, meta });

/** The cursor after the last of these rows. */
export const afterLast = (rows: readonly { seq: number }[], more: boolean): string | null =>
  more ? String(rows.at(-1)?.seq ?? 0) : null;
