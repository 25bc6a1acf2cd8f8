import http from 'node:http';
import type { ClientRequest, RequestOptions } from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';

/**
 * The class by which Node makes requests. What answers the requests of a test puts a proxy (msw) or a class that extends it
 * (nock) in its place and in that of the functions of `node:http`, maybe before this module is loaded. The prototype
 * is still there behind them, and names it.
 */
function classOfNode(): typeof ClientRequest {
  let prototype = http.ClientRequest.prototype;
  for (;;) {
    const behind = Object.getPrototypeOf(prototype) as ClientRequest | null;
    if (behind === null || behind === http.OutgoingMessage.prototype)
      return prototype.constructor as typeof ClientRequest;
    prototype = behind;
  }
}

const RealRequest = classOfNode();

const openBy =
  (usual: http.Agent) =>
  (url: string | URL, options: RequestOptions): ClientRequest =>
    new RealRequest({ ...urlToHttpOptions(new URL(url)), _defaultAgent: usual, ...options });

/** `http.request` and `https.request` as Node has them. */
export const request = { 'http:': openBy(http.globalAgent), 'https:': openBy(https.globalAgent) } as const;
