import * as z from 'zod';
import { wholeNumber } from '../../contract/fields.js';
import { ApiCall } from '../../contract/request.js';
import { waitForRequests } from '../../core/traffic/wait-for-requests.js';
import { route } from '../routing/route.js';
import { byId, waitFields } from './messages.js';

const text = z.string().max(500, { error: 'Expected at most 500 characters' }).optional();
const FilterQuery = z.strictObject({
  method: text,
  path: text,
  status: z
    .string()
    .regex(/^(?:[1-5]\d\d|[1-5]xx)$/, { error: 'Expected a status such as 404, or a class such as 4xx' })
    .optional(),
  key: text,
});

const open = { permission: null, access: 'read', documented: false } as const;

export const requestRoutes = [
  route(
    {
      ...open,
      method: 'GET',
      path: '/requests',
      summary: 'The last calls of /v2, newest first, credentials redacted',
      query: FilterQuery.extend({ limit: wholeNumber(1, 500).default(50), cursor: text }),
      reply: z.array(ApiCall),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor, ...filter } }) => {
      const calls = services.requests.list(filter, cursor);
      const rows = calls.slice(0, limit);
      const next_cursor = calls.length > limit ? (rows.at(-1)?.id ?? null) : null;
      return { data: rows, meta: { limit, next_cursor } };
    },
  ),
  route(
    {
      ...open,
      method: 'GET',
      path: '/requests/wait',
      summary: 'Calls of /v2, as soon as enough match; a 404 that says what was called otherwise',
      query: FilterQuery.extend(waitFields),
      reply: z.array(ApiCall),
    },
    async ({ services, signal, query: { count, timeout, ...filter } }) => ({
      data: await waitForRequests(services.requests, filter, { count, timeout, signal }),
    }),
  ),
  route(
    {
      ...open,
      method: 'GET',
      path: '/requests/{id}',
      summary: 'One call',
      params: byId,
      reply: ApiCall,
    },
    ({ services, params }) => ({ data: services.requests.get(params.id) }),
  ),
  route(
    {
      ...open,
      access: 'write',
      method: 'DELETE',
      path: '/requests',
      summary: 'Empty the journal',
      reply: z.object({ deleted: z.int() }),
    },
    ({ services }) => {
      const deleted = services.requests.list({}).length;
      services.requests.clear();
      return { data: { deleted } };
    },
  ),
];
