import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

// Over node:http and not `fetch`, which tests stub and browser-like environments lack. Taken when the module loads: request
// mocking replaces the functions of `node:http` too.
const request = { 'http:': http.request, 'https:': https.request } as const;
const agent = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

export type Upload = string | Uint8Array | AsyncIterable<Uint8Array>;

/** One call over HTTP. */
export interface Outgoing {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: Upload | undefined;
}

const isWhole = (body: Upload | undefined): body is string | Uint8Array | undefined =>
  body === undefined || typeof body === 'string' || body instanceof Uint8Array;

/** Resolves with the head of the answer, whose body is still to be read. Rejects where there is none. */
export async function exchange(outgoing: Outgoing): Promise<IncomingMessage> {
  const first = await attempt(outgoing);
  if (!('failed' in first)) return first;
  // The server closed the connection that was kept for the next call: nothing of this one was answered.
  const again = first.wasKept && isWhole(outgoing.body) ? await attempt(outgoing, false) : first;
  if (!('failed' in again)) return again;
  throw again.failed;
}

function attempt(
  { url, method, headers, body }: Outgoing,
  isKept = true,
): Promise<IncomingMessage | { failed: Error; wasKept: boolean }> {
  const protocol = new URL(url).protocol === 'https:' ? 'https:' : 'http:';
  return new Promise((resolve) => {
    const keeps = isKept && isWhole(body);
    const call = request[protocol](url, { method, headers, agent: keeps ? agent[protocol] : false });
    let failed: Error | null = null;
    const fail = (error: Error) => (failed ??= error);
    call.on('error', fail).on('response', resolve);
    // Only then: an answer may come before all of a body was taken, and the rest of the body fails.
    call.on('close', () => resolve({ failed: failed ?? new Error('no answer'), wasKept: call.reusedSocket }));
    if (isWhole(body)) call.end(body);
    else pipeline(Readable.from(body), call).catch(fail);
  });
}

/** The whole body of an answer. */
export async function bytesOf(answer: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer) pieces.push(piece);
  return Buffer.concat(pieces);
}
