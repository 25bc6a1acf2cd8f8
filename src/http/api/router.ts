import { keptOfBody } from '../../contract/request.js';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestId } from '../../contract/ids.js';
import type { KeyRecord } from '../../contract/key.js';
import type { EmulatorApi, Services } from '../../core/services.js';
import type { Intake } from '../../core/traffic/intake.js';
import type { Outlet } from '../../core/traffic/outlet.js';
import { identify, requireKnownKey, requirePermission } from './caller.js';
import type { Caller } from './caller.js';
import { allowPage, allowPreflight } from './cors.js';
import { readRest } from '../routing/body.js';
import { openExchange, readCall, unknownRoute } from '../routing/exchange.js';
import { asDocumented } from '../routing/problem.js';
import { note } from '../routing/outgoing.js';
import { sendProblem, sendReply } from '../routing/send.js';
import type { Exchange } from '../routing/exchange.js';
import { applyLimit, showLimit } from './limits.js';
import { apiPrefix, apiTable, documentedTable } from './table.js';
import type { Lookup, RouteTable } from '../routing/match.js';
import { recordOf } from './request-record.js';
import type { Route } from '../routing/route.js';
import { inject } from './inject-fault.js';

const prefix = apiPrefix;
export interface ApiDeps {
  emulator: EmulatorApi;
  /** The workspace that a key belongs to, and its record; null for a key that nobody has. */
  findKey(digest: string): { services: Services; key: KeyRecord } | null;
  /** The workspace whose clock an answer without a key shows. */
  defaultServices(): Services;
  /** Further pages that may call, as canonical origins. */
  allowedOrigins: readonly string[];
  intake: Intake;
  outlet: Outlet;
  newRequestId(): RequestId;
  onDefect(error: unknown): void;
}

/** A call on its way: what came, who called, and what has been found out about it. */
interface RequestContext {
  exchange: Exchange;
  caller: Caller;
  lookup: Lookup;
  fault: string | null;
}

const noRoute: Lookup = { found: null, methods: [], nearest: null };

/**
 * The imitated API. Undocumented: we chose the order of checks: unknown route 404, 401, 429, 403, 400 (body, query);
 * the handler's service adds 404 (the named resource) and 400 (state). Every call ends up in the request log of its
 * workspace.
 */
export function createApiHandler(
  deps: ApiDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { emulator } = deps;
  const tableFor = ({ services }: Caller) => (services.behaviour.strict ? documentedTable : apiTable);
  const lookupFor = ({ method, path }: Exchange, caller: Caller): Lookup =>
    method === 'OPTIONS' ? noRoute : tableFor(caller).lookup(method, path);

  async function answer(context: RequestContext): Promise<void> {
    const { exchange, caller } = context;
    const { services } = caller;
    if (exchange.method === 'OPTIONS') return preflight(exchange, tableFor(caller), services.now());
    const { lookup } = context;
    if (!lookup.found) throw unknownRoute(exchange, lookup, prefix);
    const { route } = lookup.found;
    requireKnownKey(exchange, caller);
    applyLimit(exchange, caller, route);
    requirePermission(caller, route);
    const { strict } = services.behaviour;
    const call = await readCall(exchange, lookup.found, { services, emulator, strict });
    const reply = await route.handle(call);
    if (route.access === 'write') await services.durable();
    await sendReply(exchange, reply, {
      ...{ status: route.status ?? 200, now: services.now() },
      onLong: (bytes) => note(exchange.response, deps.outlet, bytes),
    });
  }

  async function handle(context: RequestContext): Promise<void> {
    const { exchange, caller } = context;
    const { services } = caller;
    showLimit(exchange, caller);
    const route = context.lookup.found?.route;
    if (route?.documented === false) markUndocumented(exchange, route);
    try {
      const fault = services.faults.matchHttp(exchange.method, `${prefix}${exchange.path}`);
      context.fault = fault?.id ?? null;
      if (fault && (await inject(exchange, fault, services))) return;
      // Faults come before all checks: the key may have been revoked during a delay.
      if (fault) context.caller = identify(exchange.request, deps);
      await answer(context);
    } catch (error) {
      await readUnread(exchange);
      sendProblem(exchange, asDocumented(error), { now: services.now(), onDefect: deps.onDefect });
    }
  }

  return async (request, response) => {
    const exchange = openExchange(request, response, {
      prefix,
      requestId: deps.newRequestId(),
      intake: deps.intake,
    });
    const caller = identify(request, deps);
    const { requests, now } = caller.services;
    const elapsed = requests.stopwatch();
    const at = now();
    allowPage(request, exchange.headers, deps.allowedOrigins);
    const context: RequestContext = {
      ...{ exchange, caller, fault: null },
      lookup: lookupFor(exchange, caller),
    };
    await handle(context);
    const { lookup, fault } = context;
    const route = lookup.found?.route ?? null;
    requests.add(recordOf(exchange, { prefix, now: at, route, key: caller.key, fault, duration: elapsed() }));
  };
}

/** A call that is refused before its body is read: the request log shows the body, and the client is still writing it. */
async function readUnread(exchange: Exchange): Promise<void> {
  const { request } = exchange;
  if (request.complete || request.destroyed || exchange.received) return;
  exchange.received = await readRest(request, keptOfBody).catch(() => null);
}

/** Marks the answer and the request log. Undocumented: we chose routes beyond the reference, and to say so. */
function markUndocumented({ headers, notes }: Exchange, { method, path }: Route) {
  headers['X-Emulator-Undocumented'] = 'true';
  notes.push(`undocumented route ${method} ${prefix}${path}; --strict would answer 404`);
}

/** Answers OPTIONS, a browser's preflight included, with the methods of the path. */
async function preflight(exchange: Exchange, table: RouteTable, now: number) {
  const methods = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter(
    (method) => table.lookup(method, exchange.path).found,
  );
  if (methods.length === 0) throw unknownRoute(exchange, table.lookup('GET', exchange.path), prefix);
  const { headers } = exchange;
  headers['Allow'] = ['OPTIONS', ...methods].join(', ');
  allowPreflight(exchange.request, headers, methods);
  await readUnread(exchange);
  await sendReply(exchange, { data: { methods } }, { status: 200, now });
}
