import type { IncomingMessage, ServerResponse } from 'node:http';
import { invalidField } from '../../contract/errors.js';
import { smallBytes } from '../../core/traffic/intake.js';
import type { Intake } from '../../core/traffic/intake.js';

/** A call whose body comes in, and the intake that large bodies pass. */
export interface BodySource {
  request: IncomingMessage;
  response: ServerResponse;
  intake: Intake;
}

export const piecesAsTheyCome = (request: IncomingMessage) =>
  request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;

const isSmall = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= smallBytes;

const tooSlow = 'Expected a body that goes on: it stood still for ten seconds while other large ones waited';

/**
 * The body of a call, piece by piece. A large one waits while too many others come in, and is held until its call is answered:
 * a thousand connections with a data set each would otherwise fill the memory. Undocumented: we chose a 400 for one that stands
 * still meanwhile.
 */
export function piecesOf({ request, response, intake }: BodySource): AsyncIterableIterator<Buffer> {
  const pieces = piecesAsTheyCome(request);
  if (isSmall(request)) return pieces;
  let waiting: Promise<void> | null = null;
  let proceed = () => undefined as void;
  let fail: (reason: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_resolve, reject) => (fail = reject));
  givenUp.catch(() => undefined);
  const share = intake.begin({
    pause() {
      waiting = new Promise((resolve) => (proceed = resolve));
    },
    resume: () => proceed(),
    giveUp: () => fail(invalidField('body', tooSlow)),
  });
  response.once('close', () => {
    share.end();
    proceed();
  });
  async function* admitted() {
    let size = 0;
    for (;;) {
      const next = await Promise.race([pieces.next(), givenUp]);
      if (next.done) return share.complete();
      size += next.value.length;
      share.grow(size);
      await waiting;
      yield next.value;
    }
  }
  return admitted();
}
