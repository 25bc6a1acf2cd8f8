import type { Socket } from 'node:net';

/** The status line of an interim answer, as far as it is told from others. 101 is none: it ends HTTP. */
const interim = /^HTTP\/1\.1 1(?!01)\d\d$/;
const beginning = 'HTTP/1.1 1';
const statusEnd = 'HTTP/1.1 100'.length;
const blankLine = '\r\n\r\n';
/** A longer head is passed on: the client judges it. */
const longestHead = 16 * 1024;

/** What interim answers to one request may come to: a receiver sends one or two. */
const mostInterim = 64 * 1024;

/** What follows the interim answers at the start of `bytes`, and whether that is the answer proper: it may be too early to tell. */
function afterContinue(bytes: Buffer): { rest: Buffer; isDecided: boolean } {
  let rest = bytes;
  for (;;) {
    const start = rest.toString('latin1', 0, statusEnd);
    const mayBe = start.length < statusEnd ? sameStart(start, beginning) : interim.test(start);
    if (!mayBe) return { rest, isDecided: true };
    const end = rest.indexOf(blankLine);
    if (end < 0) return { rest, isDecided: rest.length > longestHead };
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
  let left = mostInterim;
  socket.push = (chunk: Buffer | null) => {
    if (start === null || chunk === null) return push(chunk);
    const bytes = start.length > 0 ? Buffer.concat([start, chunk]) : chunk;
    const { rest, isDecided } = afterContinue(bytes);
    left -= bytes.length - rest.length;
    if (left < 0) {
      socket.destroy(
        new Error(`The receiver sent more than ${mostInterim / 1024} KiB of interim answers (1xx)`),
      );
      return false;
    }
    start = isDecided ? null : rest;
    return isDecided ? push(rest) : true;
  };
  return () => {
    start = Buffer.alloc(0);
    left = mostInterim;
  };
}
