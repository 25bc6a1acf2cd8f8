import type { CampaignsClient } from './campaigns.js';
import type { ClockClient } from './clock.js';
import type { Connection } from './connection.js';
import type { ContactsClient } from './contacts.js';
import { EmulatorError } from './errors.js';
import type { Events } from './events.js';
import type { Inbox } from './inbox.js';
import type { KeysClient } from './keys.js';
import type { PlayClient } from './play.js';
import type { SnapshotsClient, TransferClient } from './states.js';
import type { SuppressionsClient } from './suppressions.js';
import type { FaultsClient, LimitsClient, RequestsClient } from './traffic.js';
import type { WebhooksClient } from './webhooks.js';
import type { WorkspaceClient } from './workspace.js';

/** An object of fields, be it of another realm; what it has beside its fields would be lost. */
const isObject = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Object]';

const isFile = (value: unknown): boolean =>
  typeof value === 'string' ||
  ArrayBuffer.isView(value) ||
  (typeof value === 'object' && value !== null && Symbol.asyncIterator in value);

interface Kind {
  expected: string;
  fits(value: unknown): boolean;
}

const text: Kind = { expected: 'a text', fits: (value) => typeof value === 'string' };
const object: Kind = { expected: 'an object', fits: isObject };
const options: Kind = {
  expected: 'an object, or none',
  fits: (value) => value === undefined || isObject(value),
};
const file: Kind = { expected: 'the text, the bytes or a stream of an export', fits: isFile };
/** The emulator says what is wrong with it. */
const checked: Kind = { expected: 'anything', fits: () => true };

/** The arguments of a method in their order. */
type Signature = Readonly<Record<string, Kind>>;
type SignaturesOf<C> = { [M in keyof C]: Signature };

const list = { match: options };
const waits = { match: checked, waiting: options };
const byId = { id: text };
/** Of a method without arguments, or whose own the emulator checks as the body of the call. */
const none: Signature = {};

/** What the methods of a connection take. A wrong argument would else be taken for none, or for a name such as "undefined". */
export const signatures = {
  inbox: {
    ...{ list, all: list, get: byId, raw: byId, timeline: byId, waitFor: waits, waitForAll: waits },
    ...{ markRead: list, clear: list, clearWithUndo: list, restore: { undo: text } },
  } satisfies SignaturesOf<Inbox>,
  events: {
    ...{ list, all: list },
    ...{ waitFor: { ...waits, ...list }, waitForAll: { ...waits, ...list } },
  } satisfies SignaturesOf<Events>,
  requests: {
    ...{ list, all: list, get: byId, clear: none },
    ...{ waitFor: { ...waits, ...list }, waitForAll: { ...waits, ...list } },
  } satisfies SignaturesOf<RequestsClient>,
  webhooks: {
    ...{ list: none, get: byId, add: { webhook: object }, update: { ...byId, change: object } },
    ...{ remove: byId, rotate: byId, test: byId, deliveries: list, allDeliveries: list, delivery: byId },
    ...{ waitFor: { ...waits, ...list }, waitForAll: { ...waits, ...list } },
    ...{ redeliver: byId, verify: { claim: object } },
  } satisfies SignaturesOf<WebhooksClient>,
  clock: {
    ...{ get: none, advance: none, freeze: none, resume: none, set: none, rate: none },
  } satisfies SignaturesOf<ClockClient>,
  keys: { list: none, create: { key: options }, revoke: byId } satisfies SignaturesOf<KeysClient>,
  campaigns: {
    ...{ get: byId, list, all: list, engagement: { ...byId, options }, preview: { source: object } },
  } satisfies SignaturesOf<CampaignsClient>,
  contacts: {
    ...{ outcome: byId, import: { csv: text, options }, sample: none },
  } satisfies SignaturesOf<ContactsClient>,
  suppressions: {
    ...{ list: none, add: { address: text }, remove: { address: text } },
  } satisfies SignaturesOf<SuppressionsClient>,
  play: { get: none, start: { options }, stop: none } satisfies SignaturesOf<PlayClient>,
  faults: {
    ...{ list: none, add: { fault: object }, remove: byId, clear: none },
  } satisfies SignaturesOf<FaultsClient>,
  limits: { get: none, set: { limits: object } } satisfies SignaturesOf<LimitsClient>,
  snapshots: {
    ...{ list: none, save: { name: text }, restore: { name: text }, delete: { name: text } },
  } satisfies SignaturesOf<SnapshotsClient>,
  transfer: {
    ...{ export: none, exportStream: none, import: { file, options } },
  } satisfies SignaturesOf<TransferClient>,
  workspace: {
    ...{ settings: none, dataSets: none, counts: none, seed: { source: object }, reset: { options } },
  } satisfies SignaturesOf<WorkspaceClient>,
  outcomes: {
    simulate: { ...byId, event: checked, more: options },
    trigger: { event: checked, target: object },
  } satisfies SignaturesOf<Pick<Connection, 'simulate' | 'trigger'>>,
};

const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : Array.isArray(value) ? 'an array' : String(value);

function faultOf(signature: Signature, args: readonly unknown[]): EmulatorError | null {
  const wrong = Object.entries(signature).findIndex(([, { fits }], at) => !fits(args[at]));
  const [field, kind] = Object.entries(signature)[wrong] ?? [];
  if (field === undefined || kind === undefined) return null;
  const issue = `Expected ${kind.expected}, got ${shown(args[wrong])}`;
  return new EmulatorError(400, 'INVALID_REQUEST', 'Invalid request parameters', { field, issue });
}

type Method = (...args: unknown[]) => unknown;

/** Rows that fail when they are asked for. */
async function* failing(fault: Error): AsyncGenerator<never, void> {
  yield await Promise.reject(fault);
}

/** The same methods, which reject a wrong argument by its name. */
export function withSignatures<C extends object>(client: C, given: SignaturesOf<C>): C {
  const known = given as Readonly<Record<string, Signature>>;
  const methods = (Object.entries(client) as [string, Method][]).map(([name, method]): [string, Method] => [
    name,
    (...args) => {
      const fault = faultOf(known[name] ?? none, args);
      if (!fault) return method(...args);
      return name.startsWith('all') ? failing(fault) : Promise.reject(fault);
    },
  ]);
  return Object.fromEntries(methods) as C;
}
