import * as z from 'zod';
import { Contact, ContactInput, ContactPatch, ContactQuery, toContact } from '../../contract/contact.js';
import { pageMeta } from '../../contract/envelope.js';
import { ContactId } from '../../contract/ids.js';
import { deleted, deletedReply } from '../routing/deleted.js';
import { idleFields } from '../routing/idle-fields.js';
import { route } from '../routing/route.js';

export const contactRoutes = [
  route(
    {
      method: 'GET',
      path: '/contacts',
      summary: 'List contacts, newest first',
      permission: 'contacts:read',
      access: 'read',
      documented: true,
      query: ContactQuery,
      reply: z.array(Contact),
      list: 'pages',
    },
    ({ services, query }) => {
      const { rows, total } = services.contacts.list(query);
      return { data: rows.map(toContact), meta: pageMeta(total, query.page, query.limit) };
    },
  ),
  route(
    {
      method: 'POST',
      path: '/contacts',
      summary: 'Create a contact',
      permission: 'contacts:write',
      access: 'write',
      documented: true,
      body: ContactInput,
      reply: Contact,
      status: 201,
    },
    async ({ services, body }) => ({ data: toContact(await services.contacts.create(body)) }),
  ),
  route(
    {
      method: 'GET',
      path: '/contacts/{contact_id}',
      summary: 'Get a contact',
      permission: 'contacts:read',
      access: 'read',
      documented: false,
      reply: Contact,
    },
    ({ services, params }) => ({ data: toContact(services.contacts.get(params.contact_id)) }),
  ),
  route(
    {
      method: 'PUT',
      path: '/contacts/{contact_id}',
      summary: 'Update a contact: absent fields stay, null clears',
      permission: 'contacts:write',
      access: 'write',
      documented: true,
      body: ContactPatch,
      idle: idleFields(Contact, ContactPatch),
      reply: Contact,
    },
    ({ services, params, body }) => ({ data: toContact(services.contacts.update(params.contact_id, body)) }),
  ),
  route(
    {
      method: 'DELETE',
      path: '/contacts/{contact_id}',
      summary: 'Delete a contact',
      permission: 'contacts:write',
      access: 'write',
      documented: true,
      reply: deletedReply(ContactId),
    },
    ({ services, params }) => {
      const { id } = services.contacts.get(params.contact_id);
      services.contacts.remove(id);
      return deleted(id);
    },
  ),
];
