import * as z from 'zod';
import { parametersOf } from '../routing/exchange.js';
import { parseInput } from '../routing/input.js';

const LiveQuery = z.strictObject({
  workspace: z.string().optional(),
  since: z
    .string()
    .regex(/^\d{0,15}$/, { error: 'Expected the seq of a frame, a whole number from 0 on' })
    .optional(),
});

/** From which `seq` on a live view is asked for; null for from now on. Throws the 400 of a control call for what is no such query. */
export function liveSince(query: URLSearchParams): number | null {
  const { first, repeated } = parametersOf(query);
  const options = { root: 'query', strict: true, repeated, onPassedOver: () => undefined };
  const { since = '' } = parseInput(LiveQuery, first, options) as z.output<typeof LiveQuery>;
  return since === '' ? null : Number(since);
}
