import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../contract/errors.js';
import type { RequestId } from '../contract/ids.js';
import type { KeyRecord } from '../contract/key.js';
import { digestOf } from '../core/keys.js';
import type { RateLimitState } from '../core/rate-limit.js';
import type { EmulatorFace, Services } from '../core/services.js';
import { openExchange, readCall, sendProblem, sendReply, unknownRoute } from './exchange.js';
import type { Exchange } from './exchange.js';
import type { Lookup, RouteTable } from './match.js';
import type { Route } from './route.js';

const prefix = '/v2';

export interface ApiDeps {
  table: RouteTable;
  emulator: EmulatorFace;
  /** The workspace that a key belongs to, and its record; null for a key that nobody has. */
  findKey(digest: string): { services: Services; key: KeyRecord } | null;
  /** Whose clock an answer without a key bears. */
  defaultServices(): Services;
  newRequestId(): RequestId;
  onDefect(error: unknown): void;
}

interface Caller {
  services: Services;
  key: KeyRecord | null;
  /** What is wrong with the credentials; null when they are good. */
  fault: string | null;
}

/** Who calls, without judging yet: the order of checks puts unknown routes first. */
function identify(request: IncomingMessage, { findKey, defaultServices }: ApiDeps): Caller {
  const stranger = (fault: string): Caller => ({ services: defaultServices(), key: null, fault });
  const header = request.headers.authorization;
  if (header === undefined) return stranger('Expected the header "Authorization: Bearer YOUR_API_KEY"');
  const token = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  if (!token) {
    const bare = /^\S+$/.test(header) ? ' (the word "Bearer" is missing)' : '';
    return stranger(`Expected "Bearer" and one API key${bare}`);
  }
  const found = findKey(digestOf(token));
  if (!found) return stranger('Expected an API key of this emulator; this one is unknown');
  const revoked = found.key.revoked_at !== null;
  return { ...found, fault: revoked ? 'Expected an API key that is not revoked' : null };
}

function setLimitHeaders(response: ServerResponse, state: RateLimitState) {
  response.setHeader('X-RateLimit-Limit', state.limit);
  response.setHeader('X-RateLimit-Remaining', state.remaining);
  response.setHeader('X-RateLimit-Reset', state.reset);
}

/** Counts the call; refuses it over the limit when limits are enforced, and only warns when they are observed. */
function applyLimit(exchange: Exchange, { services, key }: Caller, route: Route) {
  const mode = services.behaviour.rateLimits;
  if (mode === 'off' || !key) return;
  const state = services.limiter.take(key.id, route.access);
  setLimitHeaders(exchange.response, state);
  if (state.allowed) return;
  const limit = `${state.limit} ${route.access} requests per hour`;
  if (mode === 'observe') {
    exchange.warnings.push(`over the limit of ${limit}; --rate-limits enforce would refuse this call`);
    return;
  }
  exchange.response.setHeader('Retry-After', state.retry_after);
  throw new AppError('RATE_LIMIT_EXCEEDED', `Over the limit of ${limit}`, {
    issue: `Expected at most ${limit}; try again in ${state.retry_after} s`,
    retry_after: state.retry_after,
  });
}

/** Where the key stands, for the headers of an answer that does not count. */
function showLimit({ response, method }: Exchange, { services, key }: Caller) {
  if (services.behaviour.rateLimits === 'off' || !key) return;
  setLimitHeaders(
    response,
    services.limiter.peek(key.id, method === 'GET' || method === 'HEAD' ? 'read' : 'write'),
  );
}

function requireKey({ fault }: Caller) {
  if (fault !== null) {
    throw new AppError('AUTHENTICATION_FAILED', 'Authentication failed', {
      field: 'Authorization',
      issue: fault,
    });
  }
}

function requirePermission({ key }: Caller, { permission }: Route) {
  if (permission === null || key?.permissions.includes(permission)) return;
  throw new AppError('INSUFFICIENT_PERMISSIONS', `This key lacks the permission ${permission}`, {
    field: 'Authorization',
    issue: `Expected a key with ${permission}; this one has ${key?.permissions.join(', ') ?? 'none'}`,
  });
}

/** With `--strict` what the reference does not document is not there. */
const hidden = (lookup: Lookup, { services }: Caller): boolean =>
  services.behaviour.strict && lookup.found !== null && !lookup.found.route.documented;

/**
 * The imitated API. Checks in the documented order: unknown route 404, 401, 429, 403, 400 (body, query); the handler's
 * service adds 404 (the named resource) and 400 (state).
 */
export function createApi(
  deps: ApiDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { table } = deps;

  async function answer(exchange: Exchange, caller: Caller): Promise<void> {
    const lookup = table.lookup(exchange.method, exchange.path);
    if (!lookup.found || hidden(lookup, caller)) {
      showLimit(exchange, caller);
      throw unknownRoute(
        exchange,
        hidden(lookup, caller) ? { found: null, methods: [], nearest: null } : lookup,
        prefix,
      );
    }
    const { route } = lookup.found;
    if (!route.documented) exchange.response.setHeader('X-Emulator-Undocumented', 'true');
    requireKey(caller);
    applyLimit(exchange, caller, route);
    requirePermission(caller, route);
    const call = await readCall(exchange, lookup.found, {
      services: caller.services,
      emulator: deps.emulator,
    });
    const reply = await route.handle(call);
    if (route.access === 'write') await caller.services.durable();
    sendReply(exchange, reply, { status: route.status ?? 200, now: caller.services.now() });
  }

  return async (request, response) => {
    const exchange = openExchange(request, response, { prefix, requestId: deps.newRequestId() });
    const caller = identify(request, deps);
    // The key is the guard, so any page may call: there is nothing here that a browser holds for the user.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', '*');
    try {
      if (request.method === 'OPTIONS') preflight(exchange, table, caller.services.now());
      else await answer(exchange, caller);
    } catch (error) {
      sendProblem(exchange, error, { now: caller.services.now(), onDefect: deps.onDefect });
    }
  };
}

/** Answers OPTIONS, a browser's preflight included, with the methods of the path. */
function preflight(exchange: Exchange, table: RouteTable, now: number) {
  const methods = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter(
    (method) => table.lookup(method, exchange.path).found,
  );
  if (methods.length === 0) throw unknownRoute(exchange, table.lookup('GET', exchange.path), prefix);
  const { response } = exchange;
  response.setHeader('Allow', ['OPTIONS', ...methods].join(', '));
  response.setHeader('Access-Control-Allow-Methods', methods.join(', '));
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.setHeader('Access-Control-Max-Age', '86400');
  sendReply(exchange, { data: { methods } }, { status: 200, now });
}
