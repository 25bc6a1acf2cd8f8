import type { RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { invalidField } from '../contract/errors.js';
import { yieldToEventLoop } from '../contract/event-loop.js';
import { refuseSocket } from './routing/malformed.js';

/** Most requests of one connection that wait for their turn: clients that pipeline send some tens. */
const mostWaiting = 100;
/** As many are cut off without an answer: they came after the refusal. */
const mostAfterRefusal = 4000;
const tooMany = () =>
  invalidField('request', `Expected at most ${mostWaiting} requests that wait for an answer on a connection`);

export interface Turns {
  take: RequestListener;
  /** The answer to the last request that came on a connection. */
  lastAnswer(socket: Duplex): ServerResponse | undefined;
}

/**
 * Serves the requests of a connection one after the other, each in a turn of its own. Node hands over at once all that a client
 * sends without waiting for answers (RFC 9112 9.3.2): thousands in one piece would hold up everyone else. Undocumented: we chose
 * to close a connection on which more than a hundred wait.
 */
export function createTurns(serve: RequestListener): Turns {
  const answers = new WeakMap<Duplex, ServerResponse>();
  const waiting = new WeakMap<Duplex, number>();
  return {
    lastAnswer: (socket) => answers.get(socket),
    take(request, response) {
      const { socket } = request;
      const before = answers.get(socket);
      answers.set(socket, response);
      if (!before || before.closed) return serve(request, response);
      const place = (waiting.get(socket) ?? 0) + 1;
      waiting.set(socket, place);
      if (place > mostWaiting + mostAfterRefusal) return void socket.destroy();
      if (place > mostWaiting + 1) return;
      // No more is read before these are answered.
      socket.pause();
      before.once('close', () => {
        void yieldToEventLoop().then(() => {
          if (socket.destroyed) return;
          if (place > mostWaiting) return refuseSocket(socket, tooMany());
          const left = (waiting.get(socket) ?? 1) - 1;
          waiting.set(socket, left);
          if (left === 0) socket.resume();
          serve(request, response);
        });
      });
    },
  };
}
