import type { Socket } from 'node:net';

/** The status line of an interim answer, as far as it is told from others. 101 is none: it ends HTTP. */
const interim = /^HTTP\/1\.1 1(?!01)\d\d$/;
const beginning = 'HTTP/1.1 1';
const statusEnd = 'HTTP/1.1 100'.length;
const blankLine = '\r\n\r\n';
/** A longer head is passed on: the client judges it. */
const longestHead = 16 * 1024;

/** What follows the interim answers at the start of `bytes`; null while that cannot be told. */
function afterContinue(bytes: Buffer): Buffer | null {
  let rest = bytes;
  for (;;) {
    const start = rest.toString('latin1', 0, statusEnd);
    const mayBe = start.length < statusEnd ? sameStart(start, beginning) : interim.test(start);
    if (!mayBe) return rest;
    const end = rest.indexOf(blankLine);
    if (end < 0) return rest.length > longestHead ? rest : null;
    rest = rest.subarray(end + blankLine.length);
  }
}

const sameStart = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/**
 * Takes each interim answer (`100 Continue`, `103 Early Hints`) off the front of an answer, which a receiver may send unasked
 * (RFC 9110 15.2): undici ends the connection at a 100. The result is called before each request. Every byte of a socket comes through its `push`.
 */
export function passOverContinue(socket: Socket): () => void {
  const push = socket.push.bind(socket);
  /** The start of an answer while it may be interim; null within the answer proper. */
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
