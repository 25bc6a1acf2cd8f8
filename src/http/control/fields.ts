import * as z from 'zod';
import { wholeNumber } from '../../contract/fields.js';
import { durationForm, parseDuration } from '../../contract/time.js';
import { waitBounds } from '../../contract/message-wait.js';

/** A filter of a list. */
export const filterText = z.string().max(500, { error: 'Expected at most 500 characters' }).optional();

const bounded = ({ least, most, usual }: Record<'least' | 'most' | 'usual', number>) =>
  wholeNumber(least, most).default(usual);

/** A duration in a query string: `500ms`, `30s`, or whole milliseconds as they are. */
function boundedDuration({ least, most, usual }: Record<'least' | 'most' | 'usual', number>) {
  const error = `Expected a duration such as 500ms or 30s, or a whole number of milliseconds, from ${least} to ${most} ms`;
  return z
    .string({ error })
    .transform((text) => (/^\d+$/.test(text) ? Number(text) : (parseDuration(text) ?? NaN)))
    .refine((ms) => ms >= least && ms <= most, { error })
    .default(usual)
    .meta({
      shown: {
        anyOf: [
          { type: 'integer', minimum: least, maximum: most },
          { type: 'string', pattern: durationForm },
        ],
        description: 'Milliseconds, or a duration such as 30s',
        default: usual,
      },
    });
}

/** How many a wait is for, and how long it takes at most, in ms. */
export const waitFields = {
  count: bounded(waitBounds.count),
  timeout: boundedDuration(waitBounds.timeout),
};

/** Where a row stands in a list: how many come before it; null where it is not among them. */
export const ListPlace = z.object({ place: z.int().nullable() });

/** The answer to the removal of all. */
export const DeletedCount = z.object({ deleted: z.int() });
