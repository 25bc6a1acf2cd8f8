import http from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { request } from './node-request.js';

// Over node:http and not `fetch`, which tests stub and browser-like environments lack.
const agent = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

/** So long a server may be silent before another call asks whether it is there, and so long it may take to answer that. */
const silenceMs = 5000;

export type Upload = string | Uint8Array | AsyncIterable<Uint8Array>;

/** One call over HTTP. */
export interface OutgoingCall {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: Upload | undefined;
}

// Bytes of another realm, as test runners make them, are no instances of ours.
const isWhole = (body: Upload | undefined): body is string | Uint8Array | undefined =>
  body === undefined || typeof body === 'string' || ArrayBuffer.isView(body);

/** Resolves with the head of the answer, whose body is still to be read. Rejects where there is none. */
export async function exchange(outgoing: OutgoingCall): Promise<IncomingMessage> {
  const first = await attempt(outgoing);
  if (!('failed' in first)) return first;
  // The server closed the connection that was kept for the next call: nothing of this one was answered.
  const again = first.wasKept && isWhole(outgoing.body) ? await attempt(outgoing, false) : first;
  if (!('failed' in again)) return again;
  throw again.failed;
}

function attempt(
  { url, method, headers, body }: OutgoingCall,
  isKept = true,
): Promise<IncomingMessage | { failed: Error; wasKept: boolean }> {
  const protocol = protocolOf(url);
  return new Promise((resolve) => {
    const keeps = isKept && isWhole(body);
    const options = { method, headers, agent: keeps ? agent[protocol] : false, timeout: silenceMs };
    const call = request[protocol](url, options);
    let failed: Error | null = null;
    const fail = (error: Error) => (failed ??= error);
    call.on('error', fail).on('response', resolve);
    call.on('timeout', () => void endUnlessThere(call, url));
    // Only then: an answer may come before all of a body was taken, and the rest of the body fails.
    call.on('close', () => {
      const wasKept = call.reusedSocket && !(failed instanceof SilenceError);
      resolve({ failed: failed ?? new Error('no answer'), wasKept });
    });
    if (isWhole(body)) call.end(body);
    else pipeline(Readable.from(body), call).catch(fail);
  });
}

class SilenceError extends Error {}

/** A wait, and work that takes long, are silent too: meanwhile the server answers other calls. */
async function endUnlessThere(call: ClientRequest, url: string): Promise<void> {
  if (await isThere(url)) call.socket?.setTimeout(silenceMs);
  else call.destroy(new SilenceError(`silent for ${(2 * silenceMs) / 1000} s`));
}

const isThere = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { agent: false, timeout: silenceMs };
    const probe = request[protocolOf(url)](new URL('/_emulator/health', url), options);
    const end = () => probe.destroy();
    probe.on('response', () => {
      resolve(true);
      end();
    });
    probe.on('timeout', end).on('error', end);
    probe.on('close', () => resolve(false));
    probe.end();
  });

const protocolOf = (url: string) => (new URL(url).protocol === 'https:' ? 'https:' : 'http:');

/** The whole body of an answer. */
export async function bytesOf(answer: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer) pieces.push(piece);
  return Buffer.concat(pieces);
}
