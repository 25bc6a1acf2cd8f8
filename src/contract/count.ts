import * as z from 'zod';

/** The largest count of a record: whole numbers are exact up to 2^53, and what counts on from it must be so too. */
export const largestCount = 2 ** 52;

/** How much there is or how often something happened, and the numbers of commits and of what they put into an order. */
export const Count = z.int().min(0).max(largestCount);
