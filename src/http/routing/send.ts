import { keptOfBody } from '../../contract/request.js';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnyFailure, Success } from '../../contract/envelope.js';
import { AppError } from '../../contract/errors.js';
import { ownText } from '../../contract/text/own-text.js';
import { toIso } from '../../contract/time.js';
import { createPace } from '../../core/time/pace.js';
import { hasBody } from './body.js';
import type { Exchange, Sent } from './exchange.js';
import { failure, problemOf } from './problem.js';
import type { BytesReply, Reply, StreamReply } from './route.js';
import { encodeJson, isWrittenAtOnce, mostAtOnce, slicesOf, weightOfJson } from './write-json.js';

type Envelope = Success<unknown> | AnyFailure;

/** Header values are latin-1 and one line; what came from the caller is made so. */
const headerSafe = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 1000);

/** The headers that `writeHead` sets, whatever was set before. */
export const headNames = [
  'Content-Type',
  'Content-Length',
  'Cache-Control',
  'Connection',
  'X-Emulator-Warning',
];

function writeHead(exchange: Exchange, status: number, size: number | null): void {
  const { request, response, warnings, headers } = exchange;
  if (warnings.length > 0) headers['X-Emulator-Warning'] = headerSafe(warnings.join('; '));
  headers['Content-Type'] = 'application/json; charset=utf-8';
  if (size !== null) headers['Content-Length'] = size;
  headers['Cache-Control'] = 'no-store';
  // A body that was not read to its end cannot be followed by another request.
  if (!request.complete && hasBody(request)) headers['Connection'] = 'close';
  response.writeHead(status, headers);
}

const isAnswered = ({ response }: Exchange): boolean => response.headersSent || response.destroyed;

/** Sends an envelope that is written at once. Nothing is sent twice. */
export function sendJson(exchange: Exchange, status: number, payload: Envelope): void {
  if (isAnswered(exchange)) return;
  sendText(exchange, {
    status,
    text: JSON.stringify(payload),
    error: payload.success ? null : payload.error,
  });
}

type WrittenAnswer = Pick<Sent, 'status' | 'error'> & { text: string };

function sendText(exchange: Exchange, { status, text, error }: WrittenAnswer): void {
  const { request, response } = exchange;
  const size = Buffer.byteLength(text);
  exchange.sent = {
    status,
    start: text.length > keptOfBody ? ownText(text, keptOfBody) : text,
    size,
    error,
  };
  writeHead(exchange, status, size);
  // Node writes ASCII as latin1 in one piece with the head, faster than as UTF-8.
  response.end(request.method === 'HEAD' ? undefined : text, size === text.length ? 'latin1' : 'utf8');
  if (!request.complete) request.resume();
}

/** What pipeline says of a client that went away before it had all. */
const clientLeft = 'ERR_STREAM_PREMATURE_CLOSE';

/**
 * Sends pieces as the client reads them. An answer that fails in the middle is cut off, so that it does not look whole, and
 * rejects; one that its client leaves ends.
 */
async function sendPieces(
  response: ServerResponse,
  pieces: Iterable<Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  try {
    await pipeline(Readable.from(pieces, { objectMode: false }), response);
  } catch (error) {
    response.destroy();
    if ((error as NodeJS.ErrnoException).code !== clientLeft) throw error;
  }
}

/** Sends an envelope of any size, written as the client reads it: other calls have their turn meanwhile. */
async function sendLongJson(exchange: Exchange, status: number, payload: Envelope): Promise<void> {
  const { request, response } = exchange;
  if (isAnswered(exchange)) return;
  const sent = (exchange.sent = { status, start: '', size: 0, error: null });
  async function* pieces() {
    for await (const piece of encodeJson(payload, createPace())) {
      if (sent.size === 0) sent.start = piece.toString('utf8').slice(0, keptOfBody);
      sent.size += piece.length;
      yield piece;
    }
    sent.start = ownText(sent.start);
  }
  writeHead(exchange, status, null);
  if (request.method === 'HEAD') return void response.end();
  await sendPieces(response, pieces());
}

/** Mail that a browser shows as it is, such as its source, is a page without an origin that loads and runs nothing. */
const bytesPolicy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

async function sendStream(exchange: Exchange, { stream, type, headers }: StreamReply) {
  const { request, response } = exchange;
  response.writeHead(200, {
    ...exchange.headers,
    'Content-Type': type,
    'Cache-Control': 'no-store',
    ...headers,
  });
  if (request.method === 'HEAD') return void response.end();
  await sendPieces(response, stream);
}

/** Sends bytes in slices, as the client reads them: a text is encoded no sooner. */
async function sendBytes(exchange: Exchange, { bytes, type, headers }: BytesReply): Promise<void> {
  const { request, response } = exchange;
  const length = Buffer.byteLength(bytes);
  response.writeHead(200, {
    ...exchange.headers,
    'Content-Type': type,
    'Content-Length': length,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': bytesPolicy,
    ...headers,
  });
  if (request.method === 'HEAD') return void response.end();
  if (length <= mostAtOnce) return void response.end(bytes);
  await sendPieces(response, slicesOf(bytes));
}

export interface SendOptions {
  status: number;
  now: number;
  /** Called before an envelope goes out that is not written at once, with about how many bytes it has. */
  onLong?: (bytes: number) => void;
}

export async function sendReply(
  exchange: Exchange,
  reply: Reply,
  { status, now, onLong }: SendOptions,
): Promise<void> {
  if ('stream' in reply) return sendStream(exchange, reply);
  if ('bytes' in reply) return sendBytes(exchange, reply);
  const meta = { timestamp: toIso(now), request_id: exchange.requestId, ...reply.meta };
  const payload = { success: true, data: reply.data, meta } as const;
  if (isWrittenAtOnce(payload)) sendJson(exchange, reply.status ?? status, payload);
  else {
    onLong?.(weightOfJson(payload));
    await sendLongJson(exchange, reply.status ?? status, payload);
  }
}

/** Sends the error body; a defect of ours is logged. */
export function sendProblem(
  exchange: Exchange,
  error: unknown,
  { now, onDefect }: { now: number; onDefect(error: unknown): void },
): void {
  // A client that went away in the middle of its body is no defect of ours.
  if (!(error instanceof AppError) && !exchange.request.errored) onDefect(error);
  const problem = problemOf(error);
  sendJson(exchange, problem.status, failure(problem.error, toIso(now), exchange.requestId));
}
