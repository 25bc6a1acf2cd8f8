import * as z from 'zod';
import { idSchema } from './ids.js';

export const RequestId = idSchema('req');

/** One side of a call. `body` is text, cut at 16 KiB; `size` is that of the whole body in bytes. */
const Side = z.object({
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  size: z.int(),
});

/** A call of `/v2` as the request log keeps it, credentials redacted. */
export const ApiCall = z
  .object({
    id: RequestId,
    /** On the clock of the workspace. */
    at: z.string(),
    method: z.string(),
    /** From `/v2` on, without the query. */
    path: z.string(),
    query: z.string(),
    /** The row of the route table, such as `PUT /v2/contacts/{id}`; null where no route has the path. */
    route: z.string().nullable(),
    undocumented: z.boolean(),
    /** Whose call it was; null without a known key. */
    key: z.object({ id: z.string(), name: z.string(), hint: z.string() }).nullable(),
    /** null where nothing was answered. */
    status: z.int().nullable(),
    /** What the answer says; `field` and `issue` are those of the first fault, null where it names none. */
    error: z
      .object({
        code: z.string(),
        message: z.string(),
        field: z.string().nullable(),
        issue: z.string().nullable(),
      })
      .nullable(),
    /** Unknown fields, an undocumented route, a limit that would have refused the call. */
    warnings: z.array(z.string()),
    /** The fault that was injected. */
    fault: z.string().nullable(),
    duration_ms: z.number(),
    request: Side,
    response: Side,
  })
  .meta({ id: 'ApiCall' });
export type ApiCall = z.output<typeof ApiCall>;

/** A call without its headers and bodies, as the live view sends it. */
export type ApiCallSummary = Omit<ApiCall, 'request' | 'response'>;

export function toCallSummary(call: ApiCall): ApiCallSummary {
  const { request: _asked, response: _answered, ...summary } = call;
  return summary;
}

/** What may be wrong with a call: answered with an error, with warnings, or of a route that the reference has not. */
export const callMarks = ['error', 'warning', 'undocumented'] as const;
export type CallMark = (typeof callMarks)[number];
