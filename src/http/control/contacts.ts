import * as z from 'zod';
import { ContactImport, ContactImportInput } from '../../contract/contact-import.js';
import { ContactOutcome } from '../../contract/contact-outcome.js';
import { Contact, ContactQuery, toContact } from '../../contract/contact.js';
import { read, write } from './control-route.js';
import { ListPlace } from './fields.js';

const SampleInput = z.strictObject({
  /** How many contacts are made; 100 unless given. */
  count: z.int().min(1).max(1000).default(100),
});

/** The JSON around a file of 10 MB and more; it is parsed in one turn of the event loop. */
const maxImport = 16 * 1024 * 1024;

export const contactControlRoutes = [
  read(
    {
      path: '/contacts/{contact_id}/outcome',
      summary:
        'What campaign mail to a contact comes to: the rule of its address or the profile, and whether campaigns leave it out',
      reply: ContactOutcome,
    },
    ({ services, params }) => ({ data: services.contactOutcome(params.contact_id) }),
  ),
  read(
    {
      path: '/contacts/{contact_id}/place',
      summary:
        'How many contacts that match come before this one, newest first; null where it is none of them',
      query: ContactQuery.omit({ page: true, limit: true }),
      reply: ListPlace,
    },
    ({ services, params, query }) => ({
      data: { place: services.contacts.placeOf(query, params.contact_id) },
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/contacts/import',
      summary:
        'Import contacts as a CSV file has them; with `preview` all lines are judged and nothing is changed',
      body: ContactImportInput,
      maxBody: maxImport,
      reply: ContactImport,
    },
    async ({ services, body }) => ({ data: await services.importContacts(body) }),
  ),
  write(
    {
      method: 'POST',
      path: '/contacts/sample',
      summary: 'Make sample contacts, invented from the seed of the workspace; answers those made',
      body: SampleInput,
      bodyOptional: true,
      reply: z.array(Contact),
      status: 201,
    },
    ({ services, body }) => ({ data: services.sampleContacts(body.count).map(toContact) }),
  ),
];
