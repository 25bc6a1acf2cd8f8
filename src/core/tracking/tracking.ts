import type { CampaignId, MessageId } from '../../contract/ids.js';
import type { Link, MessageRecord } from '../../contract/message.js';
import { scanHtml } from '../html/scan.js';
import { textOfHtml } from '../html/to-text.js';
import { macOf } from '../time/random.js';

export interface TrackingDeps {
  /** What every link begins with, without a slash at its end; known once the doors are open. */
  publicUrl(): string;
  /** The secret of the workspace, from which the tokens are made. */
  secret: string;
}

export type LinkKind = 'open' | 'click' | 'unsubscribe' | 'view';
const folders = { open: 'o', click: 'c', unsubscribe: 'u', view: 'v' } as const;

/**
 * Tracking links: `/t/o/<token>.gif`, `/t/c/<token>/<proof><target>`, `/t/u/<token>`, `/t/v/<token>`. The token is the
 * message's id and a MAC over id and kind, the proof a MAC over a target and who has it: every mail of a campaign, or one
 * mail alone. So nothing is stored and nobody can make one up; what a campaign's links lead to is signed once for all.
 */
export interface Tracking {
  urlOf(kind: Exclude<LinkKind, 'click'>, id: MessageId): string;
  /** What the click URLs of a mail begin with. */
  clickBase(id: MessageId): string;
  /** What follows it for a target that the mails of `scope` have. */
  clickTarget(scope: CampaignId | MessageId, url: string): string;
  /** The mail that a token means in this workspace; null where it is not one of ours. */
  resolve(kind: LinkKind, token: string): MessageId | null;
  /** Where the last part of a click's path leads; null where the mail has no such link. */
  followed(message: Pick<MessageRecord, 'id' | 'campaign_id'>, target: string): string | null;
  /** The target of a click URL of ours; null for any other URL. */
  targetOf(trackedUrl: string): string | null;
  isOwn(url: string): boolean;
}

const idLength = 8;
/** 66 bits: a proof is worth something only together with the token of a mail. */
const proofLength = 11;
const encodeUrl = (url: string): string => Buffer.from(url).toString('base64url');
const decodeUrl = (target: string): string =>
  Buffer.from(target.slice(proofLength), 'base64url').toString('utf8');

export function createTracking({ publicUrl, secret }: TrackingDeps): Tracking {
  const base = () => `${publicUrl()}/t/`;
  const tokenOf = (kind: LinkKind, id: MessageId) => id.slice(-idLength) + macOf(secret, kind, id);
  const clickTarget = (scope: string, url: string): string => {
    const encoded = encodeUrl(url);
    return macOf(secret, 'target', scope, encoded).slice(0, proofLength) + encoded;
  };
  return {
    urlOf: (kind, id) => `${base()}${folders[kind]}/${tokenOf(kind, id)}${kind === 'open' ? '.gif' : ''}`,
    clickBase: (id) => `${base()}${folders.click}/${tokenOf('click', id)}/`,
    clickTarget,
    resolve(kind, token) {
      const id: MessageId = `email_${token.slice(0, idLength)}`;
      return tokenOf(kind, id) === token ? id : null;
    },
    followed({ id, campaign_id }, target) {
      const url = decodeUrl(target);
      const scopes = campaign_id === null ? [id] : [campaign_id, id];
      return scopes.some((scope) => clickTarget(scope, url) === target) ? url : null;
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

export const escapeAttribute = (text: string): string =>
  !/[&"'<]/.test(text)
    ? text
    : text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#39;').replace(/</g, '&lt;');

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

/** A target that can be followed: malformed html may bring half a page as one value, which is left alone. */
export const isFollowed = (url: string): boolean => isWeb(url) && !/[<>]/.test(url);

export interface HtmlChange {
  /** What a link leads to instead; the same URL leaves it alone. */
  rewrite(url: string): string;
  /** URL of an image that reports an opening, for before `</body>` or the end where there is none; null for none. */
  pixel: string | null;
}

/** The image that reports an opening, around its URL. */
export const pixelFrame = ['<img src="', '" width="1" height="1" alt="" style="display:none">'] as const;

const pixelOf = (url: string | null): string => (url === null ? '' : pixelFrame.join(escapeAttribute(url)));

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

/** A label that is longer is cut; most of it is markup. */
const longestLabel = 10_000;

/** Every http(s) link of a page with the text it bears; `tracked_url` where it goes through us. */
export function linksOf(html: string, targetOf: (url: string) => string | null): Link[] {
  const { links } = scanHtml(html);
  const closing = /<\/a\s*>/gi;
  let closed = -1;
  return links.flatMap(({ end, value }, index) => {
    if (!isFollowed(value)) return [];
    const target = targetOf(value);
    const opened = html.indexOf('>', end) + 1;
    // Looked for from where the last one was found: a page of links that are never closed is gone through once.
    if (closed < opened) {
      closing.lastIndex = opened;
      closed = closing.exec(html)?.index ?? Infinity;
    }
    // An anchor ends the one before it (HTML, 13.2.6.4.7).
    const next = links[index + 1]?.start ?? html.length;
    const label =
      closed === Infinity ? '' : html.slice(opened, Math.min(closed, next, opened + longestLabel));
    return [{ url: target ?? value, tracked_url: target === null ? null : value, text: textOfHtml(label) }];
  });
}
