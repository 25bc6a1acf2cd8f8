import * as z from 'zod';
import { wholeNumber } from '../../contract/fields.js';
import { waitBounds } from '../../contract/message-wait.js';

/** A filter of a list. */
export const filterText = z.string().max(500, { error: 'Expected at most 500 characters' }).optional();

const bounded = ({ least, most, usual }: Record<'least' | 'most' | 'usual', number>) =>
  wholeNumber(least, most).default(usual);

/** How many a wait is for, and how long it takes at most, in ms. */
export const waitFields = {
  count: bounded(waitBounds.count),
  timeout: bounded(waitBounds.timeout),
};

/** Where a row stands in a list: how many come before it; null where it is not among them. */
export const Place = z.object({ place: z.int().nullable() });

/** The answer to the removal of all. */
export const DeletedCount = z.object({ deleted: z.int() });
