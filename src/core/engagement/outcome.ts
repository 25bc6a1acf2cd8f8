import { actionNames, actions } from '../../contract/actions.js';
import type { Action } from '../../contract/actions.js';
import type { Outcome, DeliveryResult } from '../../contract/message.js';
import type { SmtpReply } from '../../contract/smtp-reply.js';
import type { Profile } from '../../contract/simulation.js';
import { eagernessOf, meanEagerness } from './delays.js';
import { createPace } from '../time/pace.js';
import type { Pace } from '../time/pace.js';
import { hashFraction, pick } from '../time/random.js';

const accepted = (...done: Action[]): Outcome => ({ result: 'accept', actions: done, bot: false });
/** What becomes of a mail to a recipient of whom nothing else is said. */
export const plainOutcome: Outcome = accepted();
const refused = (result: DeliveryResult): Outcome => ({ result, actions: [], bot: false });

const withRequired = (action: Action): Action[] => {
  const { requires } = actions[action];
  return requires ? [requires, action] : [action];
};

/** What an address may ask for, as `+tag` or as local part at simulator.maildrone.test. */
const rules: ReadonlyMap<string, Outcome> = new Map([
  ['bounce', refused('hard')],
  ['softbounce', refused('soft')],
  ['blocked', refused('blocked')],
  ['defer', refused('defer')],
  ...actionNames.map((action): [string, Outcome] => [actions[action].tag, accepted(...withRequired(action))]),
  ['ignore', plainOutcome],
  ['bot', { result: 'accept', actions: ['opened', 'clicked'], bot: true }],
  // A mail client's proxy loads the pictures of every mail, whether a person opens it or not.
  ['mpp', { result: 'accept', actions: ['opened'], bot: true }],
]);

const simulatorDomain = 'simulator.maildrone.test';

/** A rule by which an address asks for an outcome: the name of it, and where in the address that stands. */
export interface AddressRule {
  by: 'tag' | 'simulator';
  name: string;
  outcome: Outcome;
}

/** A local part without its quotes, which are spelling alone (RFC 5321 4.1.2). */
const unquoted = (local: string): string =>
  /^".*"$/s.test(local) ? local.slice(1, -1).replace(/\\(.)/gs, '$1') : local;

/** The rule that an address names, the most specific one; null where it names none. */
export function ruleOfAddress(address: string): AddressRule | null {
  const found = address.lastIndexOf('@');
  // `root` and the like, on the machine itself, have no domain.
  const at = found < 0 ? address.length : found;
  const local = unquoted(address.slice(0, at)).toLowerCase();
  const tag = local.includes('+') ? local.slice(local.lastIndexOf('+') + 1) : '';
  const byTag = rules.get(tag);
  if (byTag) return { by: 'tag', name: tag, outcome: byTag };
  const isSimulator = address.slice(at + 1).toLowerCase() === simulatorDomain;
  const byName = isSimulator ? rules.get(local) : undefined;
  return byName ? { by: 'simulator', name: local, outcome: byName } : null;
}

/** The outcome that an address asks for by itself; null when it asks for none. */
export const outcomeOfAddress = (address: string): Outcome | null => ruleOfAddress(address)?.outcome ?? null;

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

/** Addresses drawn between two looks at the time: each takes a microsecond. */
const step = 64;

/**
 * The outcome of every address of an audience, by address. Rules of addresses come first; the rest is shared out by the
 * profile: exactly, in the order of a hash, or each by its own draw.
 */
export async function drawOutcomes(draw: AudienceDraw): Promise<Map<string, Outcome>> {
  const pace = createPace();
  const outcomes = new Map<string, Outcome>();
  const free: string[] = [];
  for (const [index, address] of draw.addresses.entries()) {
    if (index % step === 0) await pace();
    const rule = outcomeOfAddress(address);
    if (rule) outcomes.set(address, rule);
    else free.push(address);
  }
  const outcomeOf =
    draw.profile.sampling === 'exact'
      ? await fillQuotas({ ...draw, addresses: free }, pace)
      : (address: string) => drawEach(draw, address);
  for (const [index, address] of free.entries()) {
    if (index % step === 0) await pace();
    outcomes.set(address, outcomeOf(address));
  }
  return outcomes;
}

/**
 * Undocumented: we chose mostly unknown users, some policies: hard and final, so that a campaign settles without
 * waiting for retries.
 */
const bounceKind = (draw: number): Outcome => refused(draw < 0.85 ? 'hard' : 'blocked');

/** The first `count` by a key, ties by address. */
async function firstBy(
  addresses: readonly string[],
  { count, keyOf, pace }: { count: number; keyOf: (address: string) => number; pace: Pace },
): Promise<Set<string>> {
  const keys = new Float64Array(addresses.length);
  for (const [index, address] of addresses.entries()) {
    if (index % step === 0) await pace();
    keys[index] = keyOf(address);
  }
  // Numbers alone are sorted in no time.
  const last = keys.slice().sort()[Math.min(count, keys.length) - 1] ?? -Infinity;
  const first = new Set<string>();
  const ties: string[] = [];
  for (const [index, address] of addresses.entries()) {
    if (index % step === 0) await pace();
    const key = keys[index] as number;
    if (key < last) first.add(address);
    else if (key === last) ties.push(address);
  }
  for (const address of ties.sort().slice(0, count - first.size)) first.add(address);
  return first;
}

/** Draws the actions of all who got the mail: as many of each as its share asks for. */
async function fillQuotas(draw: AudienceDraw, pace: Pace): Promise<(address: string) => Outcome> {
  const { seed, campaignName, addresses } = draw;
  const { shares } = draw.profile;
  const drawn = (salt: string) => (address: string) => drawOf(seed, campaignName, address, salt);
  const bounced = await firstBy(addresses, {
    count: quota(addresses.length, shares.bounced),
    keyOf: drawn('bounced'),
    pace,
  });
  const delivered: string[] = [];
  for (const [index, address] of addresses.entries()) {
    if (index % step === 0) await pace();
    if (!bounced.has(address)) delivered.push(address);
  }
  const actors = new Map<Action, ReadonlySet<string>>();
  for (const action of actionNames) {
    const { requires, counter } = actions[action];
    const from = requires ? [...(actors.get(requires) ?? [])] : delivered;
    const readers = actors.get('opened') ?? new Set();
    const count = quota(delivered.length, shares[counter]);
    actors.set(action, await firstBy(from, { count, keyOf: rankOf(action, draw, readers), pace }));
  }
  return (address) =>
    bounced.has(address)
      ? bounceKind(drawn('bounce')(address))
      : accepted(...actionNames.filter((action) => actors.get(action)?.has(address)));
}

/** In which order an action is shared out: the lowest first. */
function rankOf(
  action: Action,
  { seed, campaignName }: AudienceDraw,
  readers: ReadonlySet<string>,
): (address: string) => number {
  const drawn = (address: string) => drawOf(seed, campaignName, address, action);
  switch (actions[action].drawn) {
    case 'evenly':
      return drawn;
    case 'eager':
      // Weighted drawing without replacement (Efraimidis and Spirakis 2006): the quota stays exact, the eager come first.
      return (address) => -Math.log(1 - drawn(address)) / eagernessOf({ seed, campaignName, address });
    case 'readers-first':
      return (address) => drawn(address) + (readers.has(address) ? 0 : 1);
    case 'readers-last':
      return (address) => drawn(address) + (readers.has(address) ? 1 : 0);
  }
}

/** Draws the actions of a recipient alone. */
function drawEach({ profile, seed, campaignName }: AudienceDraw, address: string): Outcome {
  const { shares } = profile;
  const drawn = (salt: string) => drawOf(seed, campaignName, address, salt);
  if (drawn('bounced') < shares.bounced) return bounceKind(drawn('bounce'));
  const done: Action[] = [];
  for (const action of actionNames) {
    const { requires, counter } = actions[action];
    if (requires && !done.includes(requires)) continue;
    const among = requires ? shares[actions[requires].counter] : 1;
    const eager =
      actions[action].drawn === 'eager' ? eagernessOf({ seed, campaignName, address }) / meanEagerness : 1;
    if (drawn(action) * among < shares[counter] * eager) done.push(action);
  }
  return accepted(...done);
}

const hardReplies = [
  { code: 550, status: '5.1.1', text: 'The email account that you tried to reach does not exist' },
  { code: 550, status: '5.1.1', text: 'Recipient address rejected: user unknown' },
  { code: 550, status: '5.1.2', text: 'Recipient domain not found' },
  { code: 550, status: '5.2.1', text: 'The mailbox is disabled' },
] as const;
const mailboxFull = { code: 452, status: '4.2.2', text: 'The mailbox is full' } as const;
const tooQuick = {
  code: 450,
  status: '4.2.1',
  text: 'The mailbox is receiving mail too quickly',
} as const;
/** Three of four are full mailboxes. */
const softReplies = [mailboxFull, mailboxFull, mailboxFull, tooQuick] as const;
const blockedReply = { code: 550, status: '5.7.1', text: 'Message rejected by policy' } as const;
const deferReply = { code: 451, status: '4.7.1', text: 'Greylisted, please try again later' } as const;
export const acceptedReply: SmtpReply = { code: 250, status: '2.6.0', text: 'Message accepted' };

/**
 * What the sink answers to a mail with this delivery result at its `attempt` (from 1). The plain `+bounce` rule always answers
 * 550 5.1.1; the profile's bounces vary with the address.
 */
export function replyFor(result: DeliveryResult, address: string, attempt: number): SmtpReply {
  switch (result) {
    case 'accept':
      return acceptedReply;
    case 'hard':
      return outcomeOfAddress(address) ? hardReplies[0] : drawn(hardReplies, address);
    case 'soft':
      return drawn(softReplies, address);
    case 'blocked':
      return blockedReply;
    case 'defer':
      return attempt > 1 ? acceptedReply : deferReply;
  }
}

const drawn = <T>(list: readonly T[], address: string): T =>
  pick(list, hashFraction(address.toLowerCase(), 'reply'));
