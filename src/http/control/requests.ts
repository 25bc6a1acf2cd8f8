import * as z from 'zod';
import { AppError } from '../../contract/errors.js';
import { wholeNumber } from '../../contract/fields.js';
import { ApiCall } from '../../contract/request.js';
import type { Services } from '../../core/services.js';
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
type Filter = z.output<typeof FilterQuery>;

const open = { permission: null, access: 'read', documented: false } as const;

/** Says what was called instead, latest first. */
function nothingCame(
  { requests }: Services,
  { count, timeout }: { count: number; timeout: number },
): AppError {
  const seen = requests
    .list({})
    .slice(0, 10)
    .map(({ method, path, status }) => `${method} ${path} ${status ?? 'unanswered'}`);
  return new AppError('RESOURCE_NOT_FOUND', `Fewer than ${count} matching calls within ${timeout} ms`, {
    issue: 'Expected more matching calls',
    called: seen,
  });
}

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
    async ({ services, signal, query: { count, timeout, ...filter } }) => {
      const find = () => {
        const found = services.requests.list(filter satisfies Filter);
        return found.length >= count ? found.slice(0, count) : null;
      };
      const data = await services.requests.waitFor({ timeout, signal, find });
      if (!data) throw nothingCame(services, { count, timeout });
      return { data };
    },
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
