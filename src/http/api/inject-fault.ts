import { keptOfBody } from '../../contract/request.js';
import { errorTable } from '../../contract/errors.js';
import type { HttpFault } from '../../contract/fault.js';
import { toIso } from '../../contract/time.js';
import type { Services } from '../../core/services.js';
import { setChallenge } from './caller.js';
import { readRest } from '../routing/body.js';
import { whenGone } from '../routing/exchange.js';
import { headNames, sendJson } from '../routing/send.js';
import type { AnswerHeaders, Exchange } from '../routing/exchange.js';

/** The code that the reference gives a status; others have the general one. */
const codeOf = (status: number): string =>
  Object.entries(errorTable).find(([, row]) => row.status === status)?.[0] ?? 'INTERNAL_SERVER_ERROR';

/** Sets a header in place of the one of that name, in whatever case. */
function replaceHeader(headers: AnswerHeaders, name: string, value: string) {
  const lower = name.toLowerCase();
  for (const known of Object.keys(headers)) if (known.toLowerCase() === lower) delete headers[known];
  // Those of the head of every answer keep their case, so that `sendJson` replaces them.
  headers[headNames.find((known) => known.toLowerCase() === lower) ?? name] = value;
}

function respond(exchange: Exchange, { id, respond: answer }: HttpFault, now: number) {
  const { headers, requestId } = exchange;
  if (!answer) return;
  if (answer.status === 401) setChallenge(headers);
  for (const [name, value] of Object.entries(answer.headers ?? {})) replaceHeader(headers, name, value);
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
  const { request } = exchange;
  const drop = () => void request.socket.destroy();
  exchange.headers['X-Emulator-Fault'] = fault.id;
  const hold = (delay: number | null) => services.faults.pause({ rule: fault.id, delay }, whenGone(exchange));
  if (fault.delay > 0) await hold(fault.delay);
  if (fault.socket === 'reset') {
    request.socket.resetAndDestroy();
    return true;
  }
  if (fault.socket === 'hang') {
    // The request log has it at once; its connection ends with the rule.
    void hold(null).then(drop, drop);
    return true;
  }
  if (!fault.respond) return false;
  exchange.received = await readRest(request, keptOfBody);
  respond(exchange, fault, services.now());
  return true;
}
