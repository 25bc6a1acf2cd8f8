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
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    /** Unknown fields, an undocumented route, a limit that would have refused the call. */
    warnings: z.array(z.string()),
    /** The fault that struck. */
    fault: z.string().nullable(),
    duration_ms: z.number(),
    request: Side,
    response: Side,
  })
  .meta({ id: 'ApiCall' });
export type ApiCall = z.output<typeof ApiCall>;
