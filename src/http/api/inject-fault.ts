import { errorTable } from '../../contract/errors.js';
import type { HttpFault } from '../../contract/fault.js';
import { toIso } from '../../contract/time.js';
import type { Services } from '../../core/services.js';
import { readRest } from '../routing/body.js';
import { whenGone } from '../routing/exchange.js';
import { sendJson } from '../routing/send.js';
import type { Exchange } from '../routing/exchange.js';

const maxBody = 16 * 1024;

/** The code that the reference gives a status; others have the general one. */
const codeOf = (status: number): string =>
  Object.entries(errorTable).find(([, row]) => row.status === status)?.[0] ?? 'INTERNAL_SERVER_ERROR';

function respond(exchange: Exchange, { id, respond: answer }: HttpFault, now: number) {
  const { response, requestId } = exchange;
  if (!answer) return;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  sendJson(exchange, answer.status, {
    success: false,
    error: {
      code: answer.code ?? codeOf(answer.status),
      message: answer.message ?? `The fault ${id} was injected into this call`,
      details: { fault: id },
    },
    meta: { timestamp: toIso(now), request_id: requestId },
  });
}

/** Lets a fault happen to a call. Answers whether that was all: a mere delay is followed by the real thing. */
export async function inject(exchange: Exchange, fault: HttpFault, services: Services): Promise<boolean> {
  const { request, response } = exchange;
  response.setHeader('X-Emulator-Fault', fault.id);
  if (fault.delay > 0) await services.faults.pause(fault.delay, whenGone(exchange));
  if (fault.socket === 'reset') {
    request.socket.resetAndDestroy();
    return true;
  }
  if (fault.socket === 'hang') return true;
  if (!fault.respond) return false;
  exchange.received = await readRest(request, maxBody);
  respond(exchange, fault, services.now());
  return true;
}
