import type { EventType, LogEvent } from '../contract/event.js';
import type { Bounce, MessageSummary } from '../contract/message.js';
import type { SimulatedEvent } from '../contract/simulate.js';
import type { CreatedWorkspace } from '../contract/workspace.js';
import { campaignsOf } from './campaigns.js';
import type { CampaignsClient } from './campaigns.js';
import { clockOf } from './clock.js';
import { contactsOf } from './contacts.js';
import type { ContactsClient } from './contacts.js';
import type { ClockClient } from './clock.js';
import { keysOf } from './keys.js';
import type { KeysClient } from './keys.js';
import { bareHost, parseEmulatorUrl } from './emulator-url.js';
import { EmulatorError } from './errors.js';
import { eventsOf } from './events.js';
import type { Events } from './events.js';
import { createControlClient } from './http.js';
import type { ControlClient } from './http.js';
import { inboxOf } from './inbox.js';
import type { Inbox } from './inbox.js';
import { playOf } from './play.js';
import type { PlayClient } from './play.js';
import { signatures, withSignatures } from './signatures.js';
import { suppressionsOf } from './suppressions.js';
import type { SuppressionsClient } from './suppressions.js';
import { webhooksOf } from './webhooks.js';
import type { WebhooksClient } from './webhooks.js';
import { snapshotsOf, transferOf } from './states.js';
import type { SnapshotsClient, TransferClient } from './states.js';
import { workspaceOf } from './workspace.js';
import type { WorkspaceClient } from './workspace.js';

export type { SimulatedEvent } from '../contract/simulate.js';
export type * from './campaigns.js';
export type * from './clock.js';
export type * from './contacts.js';
export type * from './events.js';
export type * from './keys.js';
export type * from './inbox.js';
export type { MessageMatch, MessagePageOptions } from './message-match.js';
export type * from './play.js';
export type { Page, PageOptions } from './lists.js';
export type * from './states.js';
export type { Waiting, WaitOptions } from './waiting.js';
export type * from './suppressions.js';
export type * from './webhooks.js';
export type * from './workspace.js';
import { faultsOf, limitsOf, requestsOf } from './traffic.js';
import type { FaultsClient, LimitsClient, RequestsClient } from './traffic.js';

export type { FaultsClient, LimitsClient, RequestMatch, RequestsClient } from './traffic.js';

/** To which mail an event happens. */
export interface TriggerTarget {
  /** The address of the recipient. */
  to: string;
  /** A campaign that has sent to this address. */
  campaign?: string;
  /** The link that is clicked, an http or https URL; the first of the mail unless given. */
  url?: string;
  /** The kind of an `email.bounced`; hard unless given. */
  bounce?: {
    /** For good, for now, or because of the sender. */
    type: Bounce['type'];
  };
}

/** What else is to be known of an event that is simulated. */
export interface SimulateOptions {
  /** The link that is clicked, at most 2,000 characters; the first of the mail unless given. */
  url?: string;
  /** How it bounces; a hard bounce, 550 5.1.1, unless given. */
  bounce?: Partial<Bounce>;
}

/** One workspace of a running emulator. */
export interface Connection extends WorkspaceClient, TransferClient {
  /** Where the emulator is, without a path. */
  url: string;
  /** What takes the place of `https://api.maildrone.com/v2`. */
  apiUrl: string;
  /** A key with all permissions; empty where the emulator tells none. */
  apiKey: string;
  /** `user` and `pass` where the workspace is not the default one. */
  smtp: {
    /** The host, without brackets. */
    host: string;
    /** The port of the sink. */
    port: number;
    /** The id of the workspace. */
    user?: string;
    /** A key of the workspace; absent where the emulator tells none. */
    pass?: string;
  };
  /** The mail that arrived. */
  inbox: Inbox;
  /** What happened to mail. */
  events: Events;
  /** The time of the workspace. */
  clock: ClockClient;
  /** Endpoints and what was sent to them. */
  webhooks: WebhooksClient;
  /** The API keys of the workspace. */
  keys: KeysClient;
  /** Campaigns as the emulator sees them. */
  campaigns: CampaignsClient;
  /** Contacts as the emulator sees them. */
  contacts: ContactsClient;
  /** Addresses that campaigns leave out. */
  suppressions: SuppressionsClient;
  /** The calls of `/v2`. */
  requests: RequestsClient;
  /** The workspace's own people, who act on its clock. */
  play: PlayClient;
  /** Calls and sessions that fail on purpose. */
  faults: FaultsClient;
  /** Rate limits and quota. */
  limits: LimitsClient;
  /** Named states to go back to. */
  snapshots: SnapshotsClient;
  /** Lets something happen to a message; rejects with an `EmulatorError` of status 400 where it cannot. */
  simulate(id: string, event: SimulatedEvent, more?: SimulateOptions): Promise<MessageSummary>;
  /**
   * Lets an event happen to the newest mail to an address, or to one that is sent for it first. Rejects with an `EmulatorError`
   * of status 400 where it cannot happen, with nothing sent.
   */
  trigger(event: EventType, target: TriggerTarget): Promise<LogEvent>;
  /** Resolves when nothing is running or due now; to false when that took longer than `timeout` ms. */
  settle(timeout?: number): Promise<boolean>;
  /** A fresh workspace, which shares nothing with this one. */
  workspace(): Promise<
    Connection & {
      /** Such as `ws_1a2b3c4d`. */
      id: string;
      /** Deletes it with all that it has; waits in it end at once. */
      drop(): Promise<void>;
    }
  >;
}

/** What a connection knows of its workspace before the first call. */
export interface Address {
  /** Where the emulator is, without a path. */
  url: string;
  /** `user:pass` where the emulator asks for it (`--ui-auth`); null where it does not. */
  login: string | null;
  /** The id of the workspace. */
  workspace: string;
  /** A key with all permissions. */
  apiKey: string;
  /** Where its sink is. */
  smtp: Connection['smtp'];
  /** Whether the emulator was told to stop by this process; absent where it is another's. */
  isStopped?: () => boolean;
}

const outcomesOf = ({ call }: ControlClient): Pick<Connection, 'simulate' | 'trigger'> => ({
  simulate: (id, event, more = {}) =>
    call(`/messages/${encodeURIComponent(id)}/simulate`, { method: 'POST', body: { event, ...more } }),
  trigger: (event, target) => call('/trigger', { method: 'POST', body: { event, ...target } }),
});

/** The typed client of one workspace. */
export function createConnection(address: Address): Connection {
  const { url, apiKey, smtp } = address;
  const client = createControlClient(address);
  const { call } = client;
  return {
    url,
    apiUrl: `${url}/v2`,
    apiKey,
    smtp,
    inbox: withSignatures(inboxOf(client), signatures.inbox),
    events: withSignatures(eventsOf(client), signatures.events),
    clock: withSignatures(clockOf(client), signatures.clock),
    webhooks: withSignatures(webhooksOf(client), signatures.webhooks),
    keys: withSignatures(keysOf(client), signatures.keys),
    campaigns: withSignatures(campaignsOf(client), signatures.campaigns),
    contacts: withSignatures(contactsOf(client), signatures.contacts),
    suppressions: withSignatures(suppressionsOf(client), signatures.suppressions),
    requests: withSignatures(requestsOf(client), signatures.requests),
    play: withSignatures(playOf(client), signatures.play),
    faults: withSignatures(faultsOf(client), signatures.faults),
    limits: withSignatures(limitsOf(client), signatures.limits),
    snapshots: withSignatures(snapshotsOf(client), signatures.snapshots),
    ...withSignatures(transferOf(client), signatures.transfer),
    ...withSignatures(workspaceOf(client), signatures.workspace),
    ...withSignatures(outcomesOf(client), signatures.outcomes),
    settle: async (timeout = 30_000) =>
      (await call<{ settled: boolean }>('/settle', { method: 'POST', body: { timeout } })).settled,
    async workspace() {
      const made = await call<CreatedWorkspace>('/workspaces', { method: 'POST' });
      const fresh = {
        ...address,
        workspace: made.id,
        apiKey: made.api_key,
        smtp: { host: smtp.host, port: smtp.port, ...made.smtp },
      };
      const drop = async () => {
        await call(`/workspaces/${encodeURIComponent(made.id)}`, { method: 'DELETE' });
      };
      return { ...createConnection(fresh), id: made.id, drop };
    },
  };
}

interface Info {
  ports: { smtp: number };
  api_key: string | null;
}

/** How a mail reaches its workspace: without a login it would be one of the default workspace. */
const loginFor = (workspace: string, key: string | null): Pick<Connection['smtp'], 'user' | 'pass'> =>
  workspace === 'default' ? {} : { user: workspace, ...(key === null ? {} : { pass: key }) };

const pathError = (given: string) =>
  new TypeError(`url: expected the URL of the emulator's HTTP port, without a path, got "${given}"`);

/** A `URL`, whichever library it is of. */
export interface UrlObject {
  /** The whole URL as text. */
  readonly href: string;
}

/**
 * Connects to a running emulator: asks it which key to use and where its sink is. `given` is the URL of its HTTP port: a
 * missing scheme is http, and `/v2`, a trailing slash or a query are dropped; `user:pass@` logs in. Rejects with a `TypeError`
 * where URL or id cannot be those of an emulator, with a `NoEmulatorError` where none answers, and with an `EmulatorError`
 * where it refuses: of status 401 without the right login, 404 where it has no such workspace.
 */
export async function connect(given: string | UrlObject, workspace: string = 'default'): Promise<Connection> {
  const { url, login } = parseEmulatorUrl(given);
  const info = await createControlClient({ url, login, workspace })
    .call<Info>('/info')
    .catch((error: Error) => {
      throw new URL(url).pathname === '/' || !(error instanceof EmulatorError) ? error : pathError(url);
    });
  return createConnection({
    url,
    login,
    workspace,
    apiKey: info.api_key ?? '',
    // Seen from outside a container the sink is where the emulator is, not where it says it listens.
    smtp: { host: bareHost(url), port: info.ports.smtp, ...loginFor(workspace, info.api_key) },
  });
}
