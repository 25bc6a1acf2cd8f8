import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { AppError, invalid, invalidField } from '../../contract/errors.js';
import type { AnyFailure } from '../../contract/envelope.js';
import type { RequestId } from '../../contract/ids.js';
import type { EmulatorApi, Services } from '../../core/services.js';
import { baseHeaders } from '../base-headers.js';
import { parseJson, readBytes, streamBytes } from './body.js';
import type { BodySource } from './body-pieces.js';
import { checkInput } from './input.js';
import type { Lookup, Match } from './match.js';
import type { Call, Route } from './route.js';

const defaultMaxBody = 1024 * 1024;

export type AnswerHeaders = Record<string, string | number>;

/** One request and what is known of its answer so far. */
export interface Exchange extends BodySource {
  method: string;
  /** Without the prefix and the query. */
  path: string;
  query: URLSearchParams;
  requestId: RequestId;
  /** Of the answer, as they are written in one go; a name is there in one case alone. */
  headers: AnswerHeaders;
  /** For the header `X-Emulator-Warning` and the request log. */
  warnings: string[];
  /** For the request log alone. */
  notes: string[];
  /** The body, as far as it was read, and the answer. */
  received: Buffer | null;
  sent: Sent | null;
}

/** What was answered. */
export interface Sent {
  status: number;
  /** The beginning of the body, and the bytes of all of it. */
  start: string;
  size: number;
  error: AnyFailure['error'] | null;
}

/** Splits the target of a request after the prefix of its API. */
export function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
  { prefix, requestId, intake }: { prefix: string; requestId: RequestId } & Pick<BodySource, 'intake'>,
): Exchange {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  return {
    request,
    response,
    intake,
    method: request.method ?? 'GET',
    path: path.startsWith(prefix) ? path.slice(prefix.length) : path,
    query: new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1)),
    requestId,
    headers: { ...baseHeaders },
    warnings: [],
    notes: [],
    received: null,
    sent: null,
  };
}

/**
 * The 404 of a path that no route has: names the methods that it has, or the nearest route. Undocumented: we chose 404
 * for a wrong method too, since 405 is not among the documented statuses.
 */
export function unknownRoute({ method, path }: Exchange, lookup: Lookup, prefix: string): AppError {
  const asked = `${method} ${prefix}${path}`.slice(0, 200);
  if (!lookup.found && lookup.methods.length > 0) {
    const has = lookup.methods.join(', ');
    return new AppError('RESOURCE_NOT_FOUND', `There is no ${asked}; this path has ${has}`, {
      field: 'method',
      issue: `Expected ${has}`,
    });
  }
  const nearest = lookup.found ? null : lookup.nearest;
  const hint = nearest ? nearest.replace(' ', ` ${prefix}`) : null;
  return new AppError('RESOURCE_NOT_FOUND', `There is no ${asked}${hint ? `; the nearest is ${hint}` : ''}`, {
    field: 'path',
    issue: hint ? `Expected a known path, such as ${hint}` : 'Expected a known path',
  });
}

function decodedParams(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        throw invalidField(name, 'Expected a path with valid percent-encoding');
      }
    }),
  );
}

/** The parameters of a query by their first values, and which came more than once. */
export function parametersOf(query: URLSearchParams): { first: Record<string, string>; repeated: string[] } {
  const [first, repeated] = [new Map<string, string>(), new Set<string>()];
  for (const [name, value] of query) {
    if (first.has(name)) repeated.add(name);
    else first.set(name, value);
  }
  return { first: Object.fromEntries(first), repeated: [...repeated] };
}

/** What a route without a body or a query takes: an object in which any field is unknown. */
const nothing = z.strictObject({});

/** The JSON of a body. It is read even where the route takes none, so that the next request can follow. */
async function readBody(exchange: Exchange, route: Route): Promise<unknown> {
  const maxBody = route.maxBody ?? defaultMaxBody;
  exchange.received = await readBytes(exchange, maxBody);
  const json = await parseJson(exchange.request, exchange.received, maxBody);
  return json === undefined && (route.bodyOptional || !route.body) ? {} : json;
}

/** Parses body and query with the schemas of the route. Unknown fields become warnings, or a 400 when strict. */
export async function readCall(
  exchange: Exchange,
  { route, params }: Match,
  { services, emulator, strict }: { services: Services; emulator: EmulatorApi; strict: boolean },
): Promise<Call<string, unknown, unknown>> {
  const { request, warnings } = exchange;
  const notePassedOver = (what: string) => (field: string, why: 'unknown' | 'idle') => {
    warnings.push(why === 'idle' ? `${what} "${field}" changes nothing here` : `unknown ${what} "${field}"`);
  };
  const ofBody = { root: 'body', strict, idle: route.idle ?? [], onPassedOver: notePassedOver('field') };
  const body = route.streamed
    ? undefined
    : checkInput(route.body ?? nothing, await readBody(exchange, route), ofBody);
  const { first, repeated } = parametersOf(exchange.query);
  const ofQuery = { root: 'query', strict, repeated, onPassedOver: notePassedOver('query parameter') };
  const query = checkInput(route.query ?? nothing, first, ofQuery);
  const issues = [...(body?.issues ?? []), ...query.issues];
  if (issues.length > 0) throw invalid(issues);
  return {
    services,
    emulator,
    params: decodedParams(params),
    query: query.data,
    body: body?.data,
    request,
    stream: () => streamBytes(exchange, route.maxBody ?? defaultMaxBody),
    get signal() {
      return whenGone(exchange);
    },
  };
}

/** A signal that is aborted when the client goes away. It costs a tenth of a short call, so that only what waits has one. */
export function whenGone({ response }: Exchange): AbortSignal {
  const gone = new AbortController();
  if (response.closed) gone.abort();
  response.on('close', () => gone.abort());
  return gone.signal;
}
