import type { Action, Bounce, Outcome, DeliveryResult } from '../../contract/message.js';
import type { Profile } from '../../contract/simulation.js';
import { eagernessOf, meanEagerness } from './delays.js';
import type { SmtpReply } from '../ports/ports.js';
import { hashFraction } from '../time/random.js';

const accepted = (...actions: Action[]): Outcome => ({ result: 'accept', actions, bot: false });
const refused = (result: DeliveryResult): Outcome => ({ result, actions: [], bot: false });

/** What an address may ask for, as `+tag` or as local part at simulator.maildrone.test. A click follows an open. */
const rules: ReadonlyMap<string, Outcome> = new Map([
  ['bounce', refused('hard')],
  ['softbounce', refused('soft')],
  ['blocked', refused('blocked')],
  ['defer', refused('defer')],
  ['open', accepted('opened')],
  ['click', accepted('opened', 'clicked')],
  ['unsubscribe', accepted('unsubscribed')],
  ['spam', accepted('spam_reported')],
  ['ignore', accepted()],
  ['bot', { result: 'accept', actions: ['opened', 'clicked'], bot: true }],
]);

const simulatorDomain = 'simulator.maildrone.test';

/** The outcome that an address asks for by itself; null when it asks for none. */
export function outcomeOfAddress(address: string): Outcome | null {
  const found = address.lastIndexOf('@');
  // `root` and the like, on the machine itself, have no domain.
  const at = found < 0 ? address.length : found;
  const local = address.slice(0, at).toLowerCase();
  const plus = local.lastIndexOf('+');
  const byTag = plus >= 0 ? rules.get(local.slice(plus + 1)) : undefined;
  if (byTag) return byTag;
  return (address.slice(at + 1).toLowerCase() === simulatorDomain && rules.get(local)) || null;
}

const drawOf = (seed: number, campaign: string, address: string, salt = ''): number =>
  hashFraction(seed, campaign, address.toLowerCase(), salt);

/** The whole part of `total` that a share comes to, by largest remainder: a half goes to the rest. */
const quota = (total: number, share: number): number => Math.ceil(total * share - 0.5 - 1e-9);

export interface AudienceDraw {
  profile: Profile;
  seed: number;
  campaignName: string;
  addresses: readonly string[];
}

/**
 * The outcome of every address of an audience, by address. Rules of addresses come first; the rest is shared out by the
 * profile: exactly, in the order of a hash, or each by its own draw.
 */
export function drawOutcomes(draw: AudienceDraw): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  const free: string[] = [];
  for (const address of draw.addresses) {
    const rule = outcomeOfAddress(address);
    if (rule) outcomes.set(address, rule);
    else free.push(address);
  }
  const fill = draw.profile.sampling === 'exact' ? fillQuotas : drawEach;
  for (const [address, outcome] of fill({ ...draw, addresses: free })) outcomes.set(address, outcome);
  return outcomes;
}

/** Mostly unknown users, some policies: hard and final, so that a campaign settles without waiting for retries. */
const bounceKind = (draw: number): Outcome => refused(draw < 0.85 ? 'hard' : 'blocked');

/** The first `count` by a key, ties by address. */
function firstBy(
  addresses: readonly string[],
  count: number,
  keyOf: (address: string) => number,
): Set<string> {
  const keyed = addresses.map((address) => ({ address, key: keyOf(address) }));
  keyed.sort((a, b) => a.key - b.key || (a.address < b.address ? -1 : 1));
  return new Set(keyed.slice(0, count).map(({ address }) => address));
}

function fillQuotas(draw: AudienceDraw): [string, Outcome][] {
  const { seed, campaignName, addresses } = draw;
  const { shares } = draw.profile;
  const drawn = (salt: string) => (address: string) => drawOf(seed, campaignName, address, salt);
  const bounced = firstBy(addresses, quota(addresses.length, shares.bounced), drawn('bounced'));
  const delivered = addresses.filter((address) => !bounced.has(address));
  const quotaOf = (share: number) => quota(delivered.length, share);
  const opened = firstBy(delivered, quotaOf(shares.opened), drawn('opened'));
  // Weighted drawing without replacement (Efraimidis and Spirakis 2006): the quota stays exact, the eager come first.
  const clickKey = (address: string) =>
    -Math.log(1 - drawn('clicked')(address)) / eagernessOf({ seed, campaignName, address });
  const clicked = firstBy([...opened], quotaOf(shares.clicked), clickKey);
  // Who leaves has read the mail, unless more leave than read; who complains mostly has not.
  const readFirst = (address: string) => drawn('unsubscribed')(address) + (opened.has(address) ? 0 : 1);
  const left = firstBy(delivered, quotaOf(shares.unsubscribed), readFirst);
  const readLast = (address: string) => drawn('spam_reported')(address) + (opened.has(address) ? 1 : 0);
  const complained = firstBy(delivered, quotaOf(shares.spam_reports), readLast);
  return addresses.map((address) => {
    if (bounced.has(address)) return [address, bounceKind(drawn('bounce')(address))];
    const actions: Action[] = [];
    if (opened.has(address)) actions.push('opened');
    if (clicked.has(address)) actions.push('clicked');
    if (left.has(address)) actions.push('unsubscribed');
    if (complained.has(address)) actions.push('spam_reported');
    return [address, accepted(...actions)];
  });
}

function drawEach({ profile, seed, campaignName, addresses }: AudienceDraw): [string, Outcome][] {
  const { shares } = profile;
  return addresses.map((address) => {
    const drawn = (salt: string) => drawOf(seed, campaignName, address, salt);
    if (drawn('bounced') < shares.bounced) return [address, bounceKind(drawn('bounce'))];
    const actions: Action[] = [];
    if (drawn('opened') < shares.opened) {
      actions.push('opened');
      const eager = eagernessOf({ seed, campaignName, address }) / meanEagerness;
      if (drawn('clicked') * shares.opened < shares.clicked * eager) actions.push('clicked');
    }
    if (drawn('unsubscribed') < shares.unsubscribed) actions.push('unsubscribed');
    if (drawn('spam_reported') < shares.spam_reports) actions.push('spam_reported');
    return [address, accepted(...actions)];
  });
}

const hardReplies = [
  { code: 550, status: '5.1.1', text: 'The email account that you tried to reach does not exist' },
  { code: 550, status: '5.1.1', text: 'Recipient address rejected: user unknown' },
  { code: 550, status: '5.1.2', text: 'Recipient domain not found' },
  { code: 550, status: '5.2.1', text: 'The mailbox is disabled' },
] as const;
const softReplies = [
  { code: 452, status: '4.2.2', text: 'The mailbox is full' },
  { code: 450, status: '4.2.1', text: 'The mailbox is receiving mail too quickly' },
] as const;
const blockedReply = { code: 550, status: '5.7.1', text: 'Message rejected by policy' } as const;
const deferReply = { code: 451, status: '4.7.1', text: 'Greylisted, please try again later' } as const;
export const acceptedReply: SmtpReply = { code: 250, status: '2.6.0', text: 'Message accepted' };

/**
 * What the sink answers to a mail with this result at its `attempt` (from 1). The plain `+bounce` rule always answers
 * 550 5.1.1; the profile's bounces vary with the address.
 */
export function replyFor(result: DeliveryResult, address: string, attempt: number): SmtpReply {
  switch (result) {
    case 'accept':
      return acceptedReply;
    case 'hard':
      return outcomeOfAddress(address) ? hardReplies[0] : pick(hardReplies, address);
    case 'soft':
      return outcomeOfAddress(address) ? softReplies[0] : pick(softReplies, address);
    case 'blocked':
      return blockedReply;
    case 'defer':
      return attempt > 1 ? acceptedReply : deferReply;
  }
}

const pick = <T>(list: readonly T[], address: string): T =>
  list[Math.floor(hashFraction(address.toLowerCase(), 'reply') * list.length)] as T;

/** Reads a bounce from the reply of a server (RFC 3463 for the enhanced status). */
export function bounceOf({ code, status, text }: SmtpReply): Bounce {
  const type = code < 500 ? 'soft' : status.startsWith('5.7.') ? 'blocked' : 'hard';
  const known = status || (code < 500 ? '4.0.0' : '5.0.0');
  return { type, smtp_code: code, status: known, diagnostic: `${code} ${known} ${text}` };
}
