import type { Socket } from 'node:net';

const beginning = 'HTTP/1.1 100';
const blankLine = '\r\n\r\n';
/** A longer head is no `100 Continue`: the client judges it. */
const longestHead = 16 * 1024;

/** What follows the answers of 100 at the start of `bytes`; null while that cannot be told. */
function afterContinue(bytes: Buffer): Buffer | null {
  let rest = bytes;
  for (;;) {
    const start = rest.toString('latin1', 0, beginning.length);
    if (!beginning.startsWith(start)) return rest;
    const end = rest.indexOf(blankLine);
    if (end < 0) return rest.length > longestHead ? rest : null;
    rest = rest.subarray(end + blankLine.length);
  }
}

/**
 * Takes each `100 Continue` off the front of an answer, which a receiver may send unasked (RFC 9110 15.2): undici ends the
 * connection there. The result is called before each request. Every byte of a socket comes through its `push`.
 */
export function passOverContinue(socket: Socket): () => void {
  const push = socket.push.bind(socket);
  /** The start of an answer while it may be a 100; null within the answer proper. */
  let start: Buffer | null = null;
  socket.push = (chunk: Buffer | null) => {
    if (start === null || chunk === null) return push(chunk);
    start = start.length > 0 ? Buffer.concat([start, chunk]) : chunk;
    const rest = afterContinue(start);
    if (rest === null) return true;
    start = null;
    return push(rest);
  };
  return () => {
    start = Buffer.alloc(0);
  };
}
