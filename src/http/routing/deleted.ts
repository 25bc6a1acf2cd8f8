import * as z from 'zod';

/** The schema of the answer to the removal of one thing. */
export const deletedReply = <Id extends string>(id: z.ZodType<Id>) =>
  z.object({ id, deleted: z.literal(true) });

/** The answer to the removal of one thing. */
export const deleted = <Id extends string>(id: Id) => ({ data: { id, deleted: true as const } });
