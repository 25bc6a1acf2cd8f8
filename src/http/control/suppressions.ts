import * as z from 'zod';
import { Suppression, SuppressionInput } from '../../contract/suppression.js';
import { read, write } from './control-route.js';

const SuppressionQuery = z.strictObject({
  /** Ids of contacts, separated by commas. */
  contacts: z
    .string()
    .max(10_000, { error: 'Expected at most 10000 characters' })
    .transform((ids) => ids.split(','))
    .optional(),
});

export const suppressionRoutes = [
  read(
    {
      path: '/suppressions',
      summary:
        'The addresses that campaigns leave out, and why, newest first; with `contacts` those of contacts, in their order',
      query: SuppressionQuery,
      reply: z.array(Suppression),
    },
    ({ services: { suppressions }, query: { contacts } }) => ({
      data: contacts ? suppressions.ofContacts(contacts) : suppressions.list(),
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/suppressions',
      summary: 'Suppress an address; one that is suppressed already gets the given reason',
      body: SuppressionInput,
      reply: Suppression,
      status: 201,
    },
    ({ services, body }) => ({ data: services.suppressions.add(body) }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/suppressions/{address}',
      summary: 'Let campaigns go to an address again; answers the suppression that was lifted',
      reply: Suppression,
    },
    ({ services, params }) => ({ data: services.suppressions.remove(params.address) }),
  ),
];
