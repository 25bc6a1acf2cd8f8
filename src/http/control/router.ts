import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, notFound } from '../../contract/errors.js';
import type { RequestId } from '../../contract/ids.js';
import type { EmulatorApi, Services } from '../../core/services.js';
import type { Intake } from '../../core/traffic/intake.js';
import { isLargeAnswer } from '../../core/traffic/outlet.js';
import type { Outlet } from '../../core/traffic/outlet.js';
import { openExchange, readCall, unknownRoute } from '../routing/exchange.js';
import { follow, note, outgoing } from '../routing/outgoing.js';
import { sendProblem, sendReply } from '../routing/send.js';
import type { Exchange } from '../routing/exchange.js';
import type { RouteTable } from '../routing/match.js';
import { namedWorkspace, requireOneWorkspace } from './named-workspace.js';

const controlPrefix = '/_emulator';

export interface ControlDeps {
  table: RouteTable;
  emulator: EmulatorApi;
  intake: Intake;
  outlet: Outlet;
  newRequestId(): RequestId;
  onDefect(error: unknown): void;
}

/** The control API: no keys, no limits; the workspace is named by the caller. */
export function createControl(
  deps: ControlDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { table, emulator, outlet } = deps;

  async function answer(exchange: Exchange, services: Services | null): Promise<void> {
    const lookup = table.lookup(exchange.method, exchange.path);
    if (!lookup.found) throw unknownRoute(exchange, lookup, controlPrefix);
    requireOneWorkspace(exchange.request, exchange.query);
    if (!services) throw notFound('workspace', namedWorkspace(exchange.request, exchange.query), 'workspace');
    exchange.query.delete('workspace');
    // What is our own is documented by us: an unknown field is a mistake that the caller wants to know of.
    const call = await readCall(exchange, lookup.found, { services, emulator, strict: true });
    const { route } = lookup.found;
    const { response } = exchange;
    const expected = route.weight?.(call) ?? 0;
    const isLarge = isLargeAnswer(expected);
    if (isLarge) await follow(response, outlet.begin(outgoing(response, expected))).admitted;
    const reply = await route.handle(call);
    if (route.access === 'write') await services.durable();
    await sendReply(exchange, reply, {
      ...{ status: route.status ?? 200, now: services.now() },
      onLong: (bytes) => void (isLarge || note(response, outlet, bytes)),
    });
  }

  return async (request, response) => {
    const exchange = openExchange(request, response, {
      prefix: controlPrefix,
      requestId: deps.newRequestId(),
      intake: deps.intake,
    });
    const services = emulator.find(namedWorkspace(request, exchange.query));
    const now = (services ?? emulator.find('default'))?.now() ?? 0;
    try {
      if (!emulator.isReady() && !/^\/(health|ready)\/?$/.test(exchange.path)) {
        throw new AppError('NOT_READY', 'The emulator is starting', {
          issue: 'Expected a call after it is ready',
        });
      }
      await answer(exchange, services);
    } catch (error) {
      sendProblem(exchange, error, { now: services?.now() ?? now, onDefect: deps.onDefect });
    }
  };
}
