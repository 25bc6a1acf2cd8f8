import * as z from 'zod';
import type { ErrorDetails } from './errors.js';
import { RequestId } from './ids.js';
import { parseJsonText } from './json/json-text.js';
import { IsoText } from './time.js';

/** So much of a body is kept in the request log, in bytes. */
export const keptOfBody = 16 * 1024;

/** One side of a call. `body` is text, cut at 16 KiB; `size` is that of the whole body in bytes. */
const Side = z.object({
  /** By name in lower case, credentials redacted. */
  headers: z.record(z.string(), z.string()),
  /** As text, cut at 16 KiB; null where there was none. */
  body: z.string().nullable(),
  /** The whole body in bytes. */
  size: z.int(),
});

/** A call of `/v2` as the request log keeps it, credentials redacted. */
export const ApiCall = z
  .object({
    /** Such as `req_1a2b3c4d`: the `request_id` of the answer. */
    id: RequestId,
    /** On the clock of the workspace. */
    at: IsoText,
    /** Such as `POST`. */
    method: z.string(),
    /** From `/v2` on, without the query. */
    path: z.string(),
    /** Without its `?`; empty where there is none. */
    query: z.string(),
    /** The row of the route table, such as `PUT /v2/contacts/{contact_id}`; null where no route has the path. */
    route: z.string().nullable(),
    /** Whether the reference does not have the route. */
    undocumented: z.boolean(),
    /** Whose call it was; null without a known key. */
    key: z
      .object({
        /** The id of the key. */
        id: z.string(),
        /** What the key is for. */
        name: z.string(),
        /** Its last four characters. */
        hint: z.string(),
      })
      .nullable(),
    /** null where nothing was answered. */
    status: z.int().nullable(),
    /** What the answer says; `field` and `issue` are those of the first fault, null where it names none. */
    error: z
      .object({
        /** The code of the answer. */
        code: z.string(),
        /** The message of the answer. */
        message: z.string(),
        /** The field of the first fault; null where it names none. */
        field: z.string().nullable(),
        /** What was expected there; null where it says nothing. */
        issue: z.string().nullable(),
      })
      .nullable(),
    /** Unknown fields, an undocumented route, a limit that would have refused the call. */
    warnings: z.array(z.string()),
    /** The fault that was injected. */
    fault: z.string().nullable(),
    /** How long the answer took, in milliseconds. */
    duration_ms: z.number(),
    /** What came in. */
    request: Side,
    /** What went out. */
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

/** What is wrong or unknown in a call, as the console and the command line show it. */
export function problemsOf({ error, fault, warnings, response }: ApiCall): string[] {
  // A fault that answers says so itself.
  const injected = fault !== null && error === null ? [`the fault ${fault} did that`] : [];
  if (!error) return [...injected, ...warnings];
  const first = { field: error.field, issue: error.issue ?? error.message };
  const further = issuesIn(response.body).slice(1);
  const lines = [first, ...further].map(({ field, issue }) => [field, issue].filter(Boolean).join(': '));
  return [...lines, ...warnings];
}

/** The faults that an answer lists, where it has several and is kept whole. */
function issuesIn(body: string | null): NonNullable<ErrorDetails['issues']> {
  try {
    const answer = parseJsonText(body ?? '') as { error?: { details?: ErrorDetails } };
    return answer.error?.details?.issues ?? [];
  } catch {
    return [];
  }
}
