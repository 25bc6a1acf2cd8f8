import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MessageRecord } from '../../contract/message.js';
import type { Services } from '../../core/services.js';
import { kindOfFolder } from '../../core/tracking/tracking.js';
import type { LinkKind } from '../../core/tracking/tracking.js';
import type { Visitor } from '../../core/messages/lifecycle.js';
import type { Outlet } from '../../core/traffic/outlet.js';
import { note } from '../routing/outgoing.js';
import { mostAtOnce, slicesOf } from '../routing/write-json.js';
import { askToUnsubscribe, textPage, unknownLinkPage, unsubscribedPage } from './pages.js';
import { parseUrl } from '../../contract/web/parse-url.js';

export interface TrackingRouterDeps {
  list(): Services[];
  outlet: Outlet;
  onDefect(error: unknown): void;
}

interface Visit {
  services: Services;
  message: MessageRecord;
  url: string | null;
  visitor: Visitor;
}

/** A transparent GIF of one pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const viewPolicy =
  "default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline' http: https:; font-src data: http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string>,
) {
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-DNS-Prefetch-Control': 'off',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  if (body.length <= mostAtOnce) return void response.end(body);
  // As the client reads it.
  void pipeline(Readable.from(slicesOf(body), { objectMode: false }), response).catch(() =>
    response.destroy(),
  );
}

const sendPage = (response: ServerResponse, status: number, html: string, policy = pagePolicy) =>
  send(response, status, html, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    // Without a referrer the browser would post the form of the page with the origin `null` (Fetch 3.2).
    ...(policy === pagePolicy && { 'Referrer-Policy': 'same-origin' }),
  });

const visitorFrom = ({ headers, socket }: IncomingMessage): Visitor => ({
  user_agent: headers['user-agent']?.slice(0, 500) ?? '',
  ip: socket.remoteAddress?.replace(/^::ffff:/, '') ?? '',
  bot: false,
});

/** Who has the mail that a token means: the workspace that wrote it or, where it has it no longer, one to which it came. */
function findMail(
  list: readonly Services[],
  kind: LinkKind,
  token: string,
): Pick<Visit, 'services' | 'message'> | null {
  for (const how of ['resolve', 'resolveInherited'] as const)
    for (const services of list) {
      const id = services.tracking[how](kind, token);
      const message = id && services.messages.find(id);
      if (message) return { services, message };
    }
  return null;
}

/** Finds the mail that a link of ours belongs to, in whatever workspace; null for a link that nobody made. */
function findVisit(
  { list }: TrackingRouterDeps,
  request: IncomingMessage,
): { kind: LinkKind; visit: Visit } | null {
  const [, , folder = '', token = '', target = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
  const kind = kindOfFolder(folder);
  if (!kind) return null;
  const bare = kind === 'open' ? token.replace(/\.gif$/, '') : token;
  const found = findMail(list(), kind, bare);
  if (!found) return null;
  const url = kind === 'click' ? found.services.tracking.followed(found.message, target) : null;
  if (kind === 'click' && url === null) return null;
  return { kind, visit: { ...found, url, visitor: visitorFrom(request) } };
}

/** Whether the contact gets no more mail; without a contact, whether the recipient has left by this mail. */
function hasLeft({ services, message }: Visit): boolean {
  const contact = services.engagement.contactOf(message);
  return contact ? contact.status === 'unsubscribed' : message.unsubscribed;
}

type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit & Pick<TrackingRouterDeps, 'outlet'>,
) => Promise<void>;

/** The mail in a browser. */
async function answerView(
  _request: IncomingMessage,
  response: ServerResponse,
  { services, message, outlet }: Parameters<Answer>[2],
): Promise<void> {
  // Undocumented: we chose 404: without its content there is nothing to show, though its other links go on working.
  if (!message.stored || message.removed) return sendPage(response, 404, unknownLinkPage());
  const { html, text, subject } = await services.messages.parsed(message.id);
  const page = html ?? textPage(subject, text ?? '');
  note(response, outlet, page.length);
  return sendPage(response, 200, page, html === null ? pagePolicy : viewPolicy);
}

async function answerUnsubscribe(
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
): Promise<void> {
  const { services, message, visitor } = visit;
  const { from, to } = message;
  const subscription = { email: to[0]?.address ?? '', sender: from.name || from.address || 'this sender' };
  // Undocumented: we chose that the page changes nothing until its button is pressed: scanners follow every link.
  if (request.method !== 'POST')
    return sendPage(response, 200, (hasLeft(visit) ? unsubscribedPage : askToUnsubscribe)(subscription));
  // The button and a mailbox provider's one-click POST (RFC 8058) are the same act.
  request.resume();
  services.engagement.act(message.id, 'unsubscribed', { visitor });
  await services.durable();
  return sendPage(response, 200, unsubscribedPage(subscription));
}

async function answerOpen(
  { method }: IncomingMessage,
  response: ServerResponse,
  { services, message, visitor }: Visit,
): Promise<void> {
  if (method === 'GET') services.engagement.act(message.id, 'opened', { visitor });
  await services.durable();
  send(response, 200, pixel, {
    'Content-Type': 'image/gif',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
}

async function answerClick(
  { method }: IncomingMessage,
  response: ServerResponse,
  { services, message, url, visitor }: Visit,
): Promise<void> {
  if (method === 'GET') services.engagement.act(message.id, 'clicked', { url, visitor });
  await services.durable();
  send(response, 302, '', { Location: locationOf(url ?? '/') });
}

const answers: Readonly<Record<LinkKind, Answer>> = {
  open: answerOpen,
  click: answerClick,
  unsubscribe: answerUnsubscribe,
  view: answerView,
};

/** A header holds ASCII: what a mail's author wrote beyond it is encoded as a browser would. */
function locationOf(url: string): string {
  if (/^[\x21-\x7e]+$/.test(url)) return url;
  return parseUrl(url)?.href ?? encodeURI(url.toWellFormed());
}

/** `/t/…`: the pixel, the links, unsubscribing, and the mail in a browser. An unknown token is a 404. */
export function createTrackingRouter(
  deps: TrackingRouterDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      const found = findVisit(deps, request);
      const reads = request.method === 'GET' || request.method === 'HEAD';
      const posts = request.method === 'POST' && found?.kind === 'unsubscribe';
      if (found && (reads || posts))
        await answers[found.kind](request, response, { ...found.visit, outlet: deps.outlet });
      else sendPage(response, 404, unknownLinkPage());
    } catch (error) {
      deps.onDefect(error);
      if (!response.headersSent) sendPage(response, 500, unknownLinkPage());
    }
  };
}
