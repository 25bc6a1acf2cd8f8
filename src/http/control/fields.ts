import * as z from 'zod';
import { wholeNumber } from '../../contract/fields.js';

/** A filter of a list. */
export const filterText = z.string().max(500, { error: 'Expected at most 500 characters' }).optional();

/** How many a wait is for, and how long it takes at most, in ms. */
export const waitFields = {
  count: wholeNumber(1, 500).default(1),
  timeout: wholeNumber(0, 60_000).default(4000),
};

/** Where a row stands in a list: how many come before it; null where it is not among them. */
export const Place = z.object({ place: z.int().nullable() });

/** The answer to the removal of all. */
export const DeletedCount = z.object({ deleted: z.int() });
