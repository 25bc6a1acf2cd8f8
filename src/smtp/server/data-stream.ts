import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';

const cr = 0x0d;
const lf = 0x0a;
const dot = 0x2e;
const lineDot = Buffer.from('\r\n.');

/** What a piece of DATA is: content up to the end of data, or as far as can be told yet. */
interface Unstuffed {
  content: Buffer;
  /** Bytes that may be the beginning of a dot line; they wait for the next piece. */
  pending: Buffer;
  /** What follows the end of data; null while there is none. */
  rest: Buffer | null;
}

/** The first line has no CRLF before it. Answers where the content begins, or null where more bytes must tell. */
function firstLine(data: Buffer): { from: number } | { rest: Buffer } | null {
  if (data[0] !== dot) return { from: 0 };
  if (data.length < 2 || (data[1] === cr && data.length < 3)) return null;
  return data[1] === cr && data[2] === lf ? { rest: data.subarray(3) } : { from: 1 };
}

const none = Buffer.alloc(0);

/** What a message grows by before its client counts as going on. */
const stepBytes = 16 * 1024;

/** The end of a piece that may be the beginning of a dot line: a CR, or a CRLF. */
function lineEndOf(data: Buffer, from: number): number {
  const last = data.length - 1;
  const length = data[last] === cr ? 1 : data[last] === lf && data[last - 1] === cr ? 2 : 0;
  return Math.max(from, data.length - length);
}

/**
 * Takes the dots of RFC 5321 4.5.2 out of `data`, from `from` on. Only after CRLF: a bare LF or CR begins no line. From the
 * first dot on it goes byte by byte into one buffer: a slice for each of a million dots would take seconds.
 */
function unstuff(data: Buffer, from: number): Unstuffed {
  const first = data.indexOf(lineDot, from);
  if (first < 0) {
    const end = lineEndOf(data, from);
    return { content: data.subarray(from, end), pending: data.subarray(end), rest: null };
  }
  // Most mail has no dot but that of its end.
  if (data[first + 3] === cr && data[first + 4] === lf)
    return { content: data.subarray(from, first + 2), pending: none, rest: data.subarray(first + 5) };
  const out = Buffer.allocUnsafe(data.length - from);
  let size = data.copy(out, 0, from, first);
  const content = () => out.subarray(0, size);
  let done = first;
  for (let at = first; at < data.length;) {
    if (data[at] !== cr || data[at + 1] !== lf || data[at + 2] !== dot) {
      out[size++] = data[at++] as number;
      continue;
    }
    const [next, afterNext] = [data[at + 3], data[at + 4]];
    if (next === undefined || (next === cr && afterNext === undefined))
      return { content: content(), pending: data.subarray(at), rest: null };
    out[size++] = cr;
    out[size++] = lf;
    if (next === cr && afterNext === lf)
      return { content: content(), pending: none, rest: data.subarray(at + 5) };
    at += 3;
    done = at;
  }
  const end = lineEndOf(data, done);
  size -= data.length - end;
  return { content: content(), pending: data.subarray(end), rest: null };
}

/**
 * Takes messages in byte for byte. smtp-server removes a dot after a bare LF as well, which changes such mail, and gives
 * way to the event loop at every stuffed dot, which takes seconds for mail with many.
 */
export class DataStream extends SMTPStream {
  /** Called when the turn comes to the client, also by its own going on in a message, or leaves it. */
  onturn: (isTheirs: boolean) => void = () => undefined;
  private step = 0;

  /** Forgets the callback before it runs: it may take in the next message whole, which leaves a callback of its own. */
  override continue(): void {
    const proceed = this._continueCallback;
    this._continueCallback = typeof proceed !== 'function';
    this.onturn(true);
    if (typeof proceed === 'function') proceed();
  }

  override _endDataMode(chunk: Buffer | false, rest: Buffer, done: (error?: Error | null) => void): void {
    this.onturn(false);
    super._endDataMode(chunk, rest, done);
  }

  override _feedDataStream(chunk: Buffer, done: (error?: Error | null) => void): void {
    this.step += chunk.length;
    if (this.step >= stepBytes) {
      this.step = 0;
      this.onturn(true);
    }
    const stream = this._dataStream;
    const data = this._lastBytes ? Buffer.concat([this._lastBytes, chunk]) : chunk;
    this._lastBytes = false;
    const first = this._atDataStart ? firstLine(data) : { from: 0 };
    if (first === null) {
      this._lastBytes = data;
      return done();
    }
    if ('rest' in first) return this._endDataMode(false, first.rest, done);
    this._atDataStart = false;
    const { content: bytes, pending, rest } = unstuff(data, first.from);
    this._countDataBytes(bytes.length);
    if (rest) return this._endDataMode(bytes, rest, done);
    this._lastBytes = pending.length > 0 ? pending : false;
    if (!stream?.writable || bytes.length === 0 || stream.write(bytes)) return done();
    this.onturn(false);
    const resume = () => {
      this.onturn(true);
      stream.off('drain', resume);
      stream.off('close', resume);
      done();
    };
    stream.once('drain', resume);
    stream.once('close', resume);
  }
}
