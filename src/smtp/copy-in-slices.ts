import { yieldToEventLoop } from '../contract/event-loop.js';

// Copying as much takes a millisecond or less, also where fresh memory is slow to come by.
const perTurn = 256 * 1024;

/**
 * Joins pieces in a buffer that is nobody else's. A large one is copied bit by bit, so that others have their turn: several
 * megabytes at once would hold up the event loop for tens of milliseconds.
 */
export async function joinInSlices(pieces: readonly Uint8Array[], size: number): Promise<Buffer> {
  const whole = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; from += perTurn) {
      const part = piece.subarray(from, from + perTurn);
      whole.set(part, at);
      if (Math.floor((at + part.length) / perTurn) > Math.floor(at / perTurn)) {
        await yieldToEventLoop();
      }
      at += part.length;
    }
  }
  return whole;
}
