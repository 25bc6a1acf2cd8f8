import type { CampaignId, MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import { macOf } from '../time/random.js';

export interface TrackingDeps {
  /** What every link begins with, without a slash at its end; known once the HTTP server listens. */
  publicUrl(): string;
  /** The secret of the workspace, from which the tokens are made. */
  secret: string;
  /** Those with which links of mail were made that came from another workspace. */
  inherited?: readonly string[];
}

export type LinkKind = 'open' | 'click' | 'unsubscribe' | 'view';
const folders = { open: 'o', click: 'c', unsubscribe: 'u', view: 'v' } as const;
const kinds = Object.keys(folders) as LinkKind[];
/** The kind of a link by its folder, the letter behind `/t/`; undefined where there is none. */
export const kindOfFolder = (folder: string): LinkKind | undefined =>
  kinds.find((kind) => folders[kind] === folder);
/** Folder, token and target, after a public URL of any length. */
const pathOfOurs = /^https?:\/\/.*\/t\/([ocuv])\/([\w.-]+)(?:\/([\w-]+))?$/i;

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
  /** The mail that a token of this workspace means; null where it is not one of ours. */
  resolve(kind: LinkKind, token: string): MessageId | null;
  /** The mail that a token means which came with the mail from another workspace. */
  resolveInherited(kind: LinkKind, token: string): MessageId | null;
  /** Where the last part of a click's path leads; null where the mail has no such link. */
  followed(message: Pick<MessageRecord, 'id' | 'campaign_id'>, target: string): string | null;
  /** The target of a click URL of ours, under whatever public URL it was written; null for any other URL. */
  targetOf(trackedUrl: string): string | null;
  /** Whether a URL is one of ours as they are written now. */
  isOwn(url: string): boolean;
  /** Whether a URL is one of ours, under whatever public URL it was written. */
  wasOwn(url: string): boolean;
}

const idLength = 8;
/** 66 bits: a proof is worth something only together with the token of a mail. */
const proofLength = 11;
const encodeUrl = (url: string): string => Buffer.from(url).toString('base64url');
const decodeUrl = (target: string): string =>
  Buffer.from(target.slice(proofLength), 'base64url').toString('utf8');

/**
 * Where a click URL of a mail that is known to be ours leads; any other URL as it is. Whether it is one of ours is not looked at:
 * that takes the secret.
 */
export function writtenTarget(url: string): string {
  const [, folder, , target] = pathOfOurs.exec(url) ?? [];
  return folder === folders.click && target !== undefined ? decodeUrl(target) : url;
}

export function createTracking({ publicUrl, secret, inherited = [] }: TrackingDeps): Tracking {
  const base = () => `${publicUrl()}/t/`;
  const tokenOf = (kind: LinkKind, id: MessageId, by = secret) => id.slice(-idLength) + macOf(by, kind, id);
  const clickTarget = (scope: string, url: string, by = secret): string => {
    const encoded = encodeUrl(url);
    return macOf(by, 'target', scope, encoded).slice(0, proofLength) + encoded;
  };
  /** What a URL of ours says: what a mail was written with stays ours when the emulator listens elsewhere. */
  function read(url: string): { kind: LinkKind; target: string | undefined } | null {
    const [, folder, token = '', target] = pathOfOurs.exec(url) ?? [];
    const kind = kinds.find((known) => folders[known] === folder);
    if (!kind || resolve(kind, token.replace(/\.gif$/, ''), [secret, ...inherited]) === null) return null;
    return { kind, target };
  }
  function resolve(kind: LinkKind, token: string, secrets: readonly string[]): MessageId | null {
    const id: MessageId = `email_${token.slice(0, idLength)}`;
    return secrets.some((by) => tokenOf(kind, id, by) === token) ? id : null;
  }
  return {
    urlOf: (kind, id) => `${base()}${folders[kind]}/${tokenOf(kind, id)}${kind === 'open' ? '.gif' : ''}`,
    clickBase: (id) => `${base()}${folders.click}/${tokenOf('click', id)}/`,
    clickTarget: (scope, url) => clickTarget(scope, url),
    resolve: (kind, token) => resolve(kind, token, [secret]),
    resolveInherited: (kind, token) => resolve(kind, token, inherited),
    followed({ id, campaign_id }, target) {
      const url = decodeUrl(target);
      const scopes = campaign_id === null ? [id] : [campaign_id, id];
      const isMade = (by: string) => scopes.some((scope) => clickTarget(scope, url, by) === target);
      return [secret, ...inherited].some(isMade) ? url : null;
    },
    targetOf(trackedUrl) {
      const { kind, target } = read(trackedUrl) ?? {};
      return kind === 'click' && target !== undefined ? decodeUrl(target) : null;
    },
    isOwn: (url) => url.startsWith(base()),
    wasOwn: (url) => read(url) !== null,
  };
}
