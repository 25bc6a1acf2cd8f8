import type { ServerResponse } from 'node:http';
import { isLargeAnswer } from '../../core/traffic/outlet.js';
import type { OutgoingAnswer, Outlet, OutletShare } from '../../core/traffic/outlet.js';

/** An answer for the outlet: a client that does not read it is cut. */
export const outgoing = (response: ServerResponse, bytes: number): OutgoingAnswer => ({
  bytes,
  giveUp: () => void response.destroy(),
});

/** Tells the share of an answer what becomes of it. */
export function follow(response: ServerResponse, share: OutletShare): OutletShare {
  response.on('drain', share.move);
  response.once('close', share.end);
  return share;
}

/** Counts an answer that is there already among those that go out, where it is large. */
export function note(response: ServerResponse, outlet: Outlet, bytes: number): void {
  if (isLargeAnswer(bytes)) follow(response, outlet.note(outgoing(response, bytes)));
}
