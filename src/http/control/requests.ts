import * as z from 'zod';
import { pathPatternIssue } from '../../contract/web/path-pattern.js';
import { RequestId } from '../../contract/ids.js';
import { ApiCall, callMarks } from '../../contract/request.js';
import { waitForRequests } from '../../core/traffic/wait-for-requests.js';
import { read, write } from './control-route.js';
import { cursorPage, listFields, requestCursor } from './cursor.js';
import { DeletedCount, filterText, waitFields } from './fields.js';

const FilterQuery = z.strictObject({
  method: filterText,
  /** A part of the path, or a pattern of the whole where it has a `*`. */
  path: filterText.superRefine((text, context) => {
    const issue = text?.includes('*') ? pathPatternIssue(text) : null;
    if (issue) context.addIssue({ code: 'custom', message: issue });
  }),
  status: z
    .string()
    .regex(/^(?:[1-5]\d\d|[1-5]xx)$/, { error: 'Expected a status such as 404, or a class such as 4xx' })
    .optional(),
  key: filterText,
  /** `error` (answered with 400 or more, or not at all), `warning`, or `undocumented`. */
  is: z.enum(callMarks, { error: `Expected one of ${callMarks.join(', ')}` }).optional(),
  /** The id of a call: those that came after it. */
  after: RequestId.optional(),
});

export const requestRoutes = [
  read(
    {
      path: '/requests',
      summary: 'The last calls of /v2, newest first, credentials redacted',
      query: FilterQuery.extend(listFields(requestCursor)),
      reply: z.array(ApiCall),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor, ...filter } }) => {
      const calls = services.requests.list(filter, cursor);
      const page = calls.slice(0, limit);
      return cursorPage(page, {
        limit,
        next_cursor: calls.length > limit ? (page.at(-1)?.id ?? null) : null,
      });
    },
  ),
  read(
    {
      path: '/requests/wait',
      summary: 'Calls of /v2, as soon as enough match; a 404 that says what was called otherwise',
      query: FilterQuery.extend(waitFields),
      reply: z.array(ApiCall),
    },
    async ({ services, signal, query: { count, timeout, ...filter } }) => ({
      data: await waitForRequests(services.requests, filter, { count, timeout, signal }),
    }),
  ),
  read(
    {
      path: '/requests/{id}',
      summary: 'One call',
      reply: ApiCall,
    },
    ({ services, params }) => ({ data: services.requests.get(params.id) }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/requests',
      summary: 'Empty the request log',
      reply: DeletedCount,
    },
    ({ services }) => ({ data: { deleted: services.requests.clear() } }),
  ),
];
