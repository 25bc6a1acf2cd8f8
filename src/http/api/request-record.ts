import { keptOfBody } from '../../contract/request.js';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AnyFailure } from '../../contract/envelope.js';
import type { KeyRecord } from '../../contract/key.js';
import type { ApiCall } from '../../contract/request.js';
import { ownText } from '../../contract/text/own-text.js';
import { toIso } from '../../contract/time.js';
import type { AnswerHeaders, Exchange } from '../routing/exchange.js';
import type { Route } from '../routing/route.js';

const longestTarget = 2000;
/** `X-Auth-Token` and the like by their last word; an `Idempotency-Key` is no credential. */
const secretHeader =
  /(?:^|[-_])(?:authorization|cookie|(?:api|access|auth)[-_]?key|auth|token|secret|passw(?:or)?d|credentials?)$/i;
const secretParameter = /(?:^|[-_])(?:api[-_]?key|key|token|secret|password|authorization)$/i;
const hidden = '[redacted]';

/** The scheme of a credential is worth seeing, the rest is not. */
const redactedHeader = (name: string, value: string): string => {
  if (!secretHeader.test(name)) return value;
  const scheme = /^(Bearer|Basic|Digest|Token) +\S/i.exec(value)?.[1];
  return scheme ? `${scheme} ${hidden}` : hidden;
};

/** The headers of a request. By `rawHeaders`: node's own object loses a header that is called `__proto__`. */
function sentHeaders({ headers, rawHeaders }: IncomingMessage): IncomingHttpHeaders {
  const stray = rawHeaders.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === '__proto__');
  if (stray < 0) return headers;
  return Object.fromEntries([...Object.entries(headers), ['__proto__', rawHeaders[stray + 1]]]);
}

function redactedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    entries.push([name, redactedHeader(name, Array.isArray(value) ? value.join(', ') : String(value))]);
  }
  return Object.fromEntries(entries);
}

/** The headers of an answer, by names in lower case. */
function answeredHeaders(headers: AnswerHeaders): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    shown[lower] = redactedHeader(lower, String(value));
  }
  return shown;
}

const redactedQuery = (query: URLSearchParams): string =>
  new URLSearchParams(
    [...query].map(([name, value]): [string, string] => [name, secretParameter.test(name) ? hidden : value]),
  ).toString();

/** The token as it was presented, with or without a scheme, so that it can be removed wherever else it stands. */
const tokenOf = (authorization: string | undefined): string | null => {
  const token = authorization?.trim().split(/\s+/).at(-1) ?? '';
  return token.length >= 6 ? token : null;
};

export interface Recorded {
  prefix: string;
  now: number;
  route: Route | null;
  key: KeyRecord | null;
  fault: string | null;
  duration: number;
}

function errorOf(
  error: AnyFailure['error'] | null | undefined,
  clean: (text: string) => string,
): ApiCall['error'] {
  if (!error) return null;
  const { field, issue } = error.details;
  return {
    code: error.code,
    message: clean(error.message),
    field: field ?? null,
    issue: issue === undefined ? null : clean(issue),
  };
}

/**
 * A call as the request log keeps it: credentials redacted, bodies cut. Undocumented: we chose that of a body only the key of
 * the call is redacted: what is called `token` or `password` there is data of a contact or a template.
 */
export function recordOf(exchange: Exchange, recorded: Recorded): ApiCall {
  const { request, received, sent, warnings, notes } = exchange;
  const { prefix, now, route, key, fault, duration } = recorded;
  const token = tokenOf(request.headers.authorization);
  const body = exchange.method === 'HEAD' ? null : sent;
  const clean = (text: string) => (token === null ? text : text.replaceAll(token, hidden));
  return {
    id: exchange.requestId,
    at: toIso(now),
    method: exchange.method,
    path: ownText(clean(`${prefix}${exchange.path}`), longestTarget),
    query: ownText(clean(redactedQuery(exchange.query)), longestTarget),
    route: route ? `${route.method} ${prefix}${route.path}` : null,
    undocumented: route !== null && !route.documented,
    key: key && { id: key.id, name: key.name, hint: key.hint },
    status: sent?.status ?? null,
    error: errorOf(sent?.error, clean),
    warnings: [...notes, ...warnings],
    fault,
    duration_ms: duration,
    request: {
      headers: redactedHeaders(sentHeaders(request)),
      body: received && received.length > 0 ? clean(received.toString('utf8', 0, keptOfBody)) : null,
      size: Number(request.headers['content-length'] ?? received?.length ?? 0),
    },
    response: {
      headers: answeredHeaders(exchange.headers),
      body: body && clean(body.start),
      size: body?.size ?? 0,
    },
  };
}
