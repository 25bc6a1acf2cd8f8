import type { MessageId } from '../contract/ids.js';
import type { Link } from '../contract/message.js';
import { scanHtml } from './html-scan.js';
import { textOfHtml } from './plain-text.js';
import { macOf } from './random.js';

export interface TrackingDeps {
  /** What every link begins with, without a slash at its end; known once the doors are open. */
  publicUrl(): string;
  /** The secret of the workspace, from which the tokens are made. */
  secret: string;
}

export type LinkKind = 'open' | 'click' | 'unsubscribe' | 'view';
const folders = { open: 'o', click: 'c', unsubscribe: 'u', view: 'v' } as const;

/** A link of ours as it came back. */
export interface TrackedVisit {
  id: MessageId;
  url: string | null;
}

/**
 * Tracking links: `/t/o/<token>.gif`, `/t/c/<token>/<url>`, `/t/u/<token>`, `/t/v/<token>`. The token is the message's id and
 * a MAC over id, kind and (for clicks) target, so nothing is stored and nobody can make one up.
 */
export interface Tracking {
  urlOf(kind: Exclude<LinkKind, 'click'>, id: MessageId): string;
  clickUrl(id: MessageId, url: string): string;
  /** What a token means in this workspace; null where it is not one of ours. `target` is the last part of a click's path. */
  resolve(kind: LinkKind, token: string, target?: string): TrackedVisit | null;
  /** The target of a click URL of ours; null for any other URL. */
  targetOf(trackedUrl: string): string | null;
  isOwn(url: string): boolean;
}

const idLength = 8;
// The same links stand in every mail of a campaign.
const keptUrls = 1000;
function createUrlEncoder(): (url: string) => string {
  const encoded = new Map<string, string>();
  return (url) => {
    const known = encoded.get(url);
    if (known !== undefined) return known;
    if (encoded.size === keptUrls) encoded.clear();
    const text = Buffer.from(url).toString('base64url');
    encoded.set(url, text);
    return text;
  };
}
const decodeUrl = (text: string): string => Buffer.from(text, 'base64url').toString('utf8');

export function createTracking({ publicUrl, secret }: TrackingDeps): Tracking {
  const base = () => `${publicUrl()}/t/`;
  const encodeUrl = createUrlEncoder();
  const tokenOf = (kind: LinkKind, id: MessageId, target = '') =>
    id.slice(-idLength) + macOf(secret, kind, id, target);
  return {
    urlOf: (kind, id) => `${base()}${folders[kind]}/${tokenOf(kind, id)}${kind === 'open' ? '.gif' : ''}`,
    clickUrl: (id, url) => {
      const target = encodeUrl(url);
      return `${base()}${folders.click}/${tokenOf('click', id, target)}/${target}`;
    },
    resolve(kind, token, target = '') {
      const id: MessageId = `email_${token.slice(0, idLength)}`;
      if (tokenOf(kind, id, target) !== token) return null;
      return { id, url: kind === 'click' ? decodeUrl(target) : null };
    },
    targetOf(trackedUrl) {
      const prefix = `${base()}${folders.click}/`;
      const target = trackedUrl.startsWith(prefix)
        ? trackedUrl.slice(prefix.length).split('/')[1]
        : undefined;
      return target === undefined ? null : decodeUrl(target);
    },
    isOwn: (url) => url.startsWith(base()),
  };
}

const escapeAttribute = (text: string): string =>
  !/[&"'<]/.test(text)
    ? text
    : text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#39;').replace(/</g, '&lt;');

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

/** A target that can be followed: malformed html may bring half a page as one value, which is left alone. */
const isFollowed = (url: string): boolean => isWeb(url) && !/[<>]/.test(url);

export interface HtmlChange {
  /** What a link leads to instead; the same URL leaves it alone. */
  rewrite(url: string): string;
  /** URL of an image that reports an opening, for before `</body>` or the end where there is none; null for none. */
  pixel: string | null;
}

export const pixelOf = (url: string | null): string =>
  url === null ? '' : `<img src="${escapeAttribute(url)}" width="1" height="1" alt="" style="display:none">`;

/** The source that an attribute is to have instead; null where its target is left alone. */
export function rewritten(
  { value, quoted }: { value: string; quoted: boolean },
  rewrite: HtmlChange['rewrite'],
): string | null {
  const url = isFollowed(value) ? rewrite(value) : value;
  if (url === value) return null;
  const escaped = escapeAttribute(url);
  return quoted ? escaped : `"${escaped}"`;
}

/** Replaces the targets of http(s) links and adds the pixel; every other byte of the html stays as it was. */
export function trackHtml(html: string, { rewrite, pixel }: HtmlChange): string {
  const { links, bodyEnd } = scanHtml(html);
  const edits = links.flatMap((link) => {
    const text = rewritten(link, rewrite);
    return text === null ? [] : [{ start: link.start, end: link.end, text }];
  });
  const start = bodyEnd ?? html.length;
  const after = edits.findIndex((edit) => edit.start >= start);
  edits.splice(after < 0 ? edits.length : after, 0, { start, end: start, text: pixelOf(pixel) });
  let result = '';
  let done = 0;
  for (const { start, end, text } of edits) {
    result += html.slice(done, start) + text;
    done = end;
  }
  return result + html.slice(done);
}

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'campaign';

/** Adds utm_source, utm_medium and utm_campaign where the URL has none; query and fragment stay as they are. */
export function addUtm(url: string, campaignName: string): string {
  const [beforeHash = '', ...hash] = url.split('#');
  const query = beforeHash.includes('?') ? beforeHash.slice(beforeHash.indexOf('?') + 1) : '';
  const given = new Set(query.split('&').map((pair) => pair.split('=')[0]));
  const values = { utm_source: 'maildrone', utm_medium: 'email', utm_campaign: slugOf(campaignName) };
  const added = Object.entries(values)
    .filter(([name]) => !given.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  if (added === '') return url;
  const glue = !beforeHash.includes('?') ? '?' : /[?&]$/.test(beforeHash) ? '' : '&';
  return [beforeHash + glue + added, ...hash].join('#');
}

/** Every http(s) link of a page with the text it bears; `tracked_url` where it goes through us. */
export function linksOf(html: string, targetOf: (url: string) => string | null): Link[] {
  return scanHtml(html).links.flatMap(({ end, value }) => {
    if (!isFollowed(value)) return [];
    const target = targetOf(value);
    const opened = html.indexOf('>', end) + 1;
    const closed = html.slice(opened).search(/<\/a\s*>/i);
    const text = closed < 0 ? '' : textOfHtml(html.slice(opened, opened + closed));
    return [{ url: target ?? value, tracked_url: target === null ? null : value, text }];
  });
}
