import type { IncomingMessage } from 'node:http';
import { isNearbyOrigin, parseOrigin } from '../../contract/web/web-origin.js';
import type { AnswerHeaders } from '../routing/exchange.js';

type Page = Pick<IncomingMessage, 'headers'>;

/**
 * Lets a page read the answer: one of this machine, of a Docker network, or of `--allowed-origin`. Every other page gets no
 * header, since the default key is known to everyone and a browser would hand it the workspace.
 */
export function allowPage({ headers }: Page, answer: AnswerHeaders, allowed: readonly string[]): void {
  answer['Vary'] = 'Origin';
  const page = headers.origin === undefined ? null : parseOrigin(headers.origin);
  if (!headers.origin || !page || !(isNearbyOrigin(page) || allowed.includes(page.text))) return;
  answer['Access-Control-Allow-Origin'] = headers.origin;
  answer['Access-Control-Expose-Headers'] = '*';
}

/** Answers the preflight of a page that `allowPage` let in, with whatever headers it asks for. */
export function allowPreflight({ headers }: Page, answer: AnswerHeaders, methods: readonly string[]) {
  if (!('Access-Control-Allow-Origin' in answer)) return;
  answer['Vary'] = 'Origin, Access-Control-Request-Headers';
  answer['Access-Control-Allow-Methods'] = methods.join(', ');
  const asked = headers['access-control-request-headers']?.toString() || 'Authorization, Content-Type';
  answer['Access-Control-Allow-Headers'] = asked;
  answer['Access-Control-Max-Age'] = '86400';
  // A page of the web may ask for an address of this machine only where the answer says so (Private Network Access).
  if (headers['access-control-request-private-network'] === 'true')
    answer['Access-Control-Allow-Private-Network'] = 'true';
}
