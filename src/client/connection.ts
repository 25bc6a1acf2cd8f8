import type { EventType, LogEvent } from '../contract/event.js';
import type { ClockState } from '../contract/frame.js';
import type { ApiKey, Permission } from '../contract/key.js';
import type { MessageSummary } from '../contract/message.js';
import type { SimulatedEvent } from '../contract/simulate.js';
import { bareHost, parseEmulatorUrl } from './emulator-url.js';
import { EmulatorError } from './errors.js';
import { eventsOf } from './events.js';
import type { Events } from './events.js';
import { createControlClient } from './http.js';
import type { ControlClient } from './http.js';
import { inboxOf } from './inbox.js';
import type { Inbox } from './inbox.js';
import { webhooksOf } from './webhooks.js';
import type { WebhooksClient } from './webhooks.js';

import { snapshotsOf, transferOf } from './states.js';
import type { SnapshotsClient, TransferClient } from './states.js';
import { workspaceOf } from './workspace.js';
import type { WorkspaceClient } from './workspace.js';

export type { SimulatedEvent } from '../contract/simulate.js';
export type * from './events.js';
export type * from './inbox.js';
export type { Page, PageOptions } from './lists.js';
export type * from './states.js';
export type { Waiting, WaitOptions } from './waiting.js';
export type * from './webhooks.js';
export type * from './workspace.js';
import { faultsOf, limitsOf, requestsOf } from './traffic.js';
import type { FaultsClient, LimitsClient, RequestsClient } from './traffic.js';

export type { FaultsClient, LimitsClient, RequestMatch, RequestsClient } from './traffic.js';

/** Durations are `"2h"` and the like, or milliseconds; times are ISO 8601. */
export interface ClockClient {
  get(): Promise<ClockState>;
  advance(by: string | number): Promise<{ now: string; fired: number }>;
  freeze(at?: string): Promise<ClockState>;
  resume(): Promise<ClockState>;
  set(to: string): Promise<ClockState>;
  rate(rate: number): Promise<ClockState>;
}
export interface KeysClient {
  list(): Promise<ApiKey[]>;
  create(key?: { name?: string; permissions?: Permission[] }): Promise<ApiKey & { key: string }>;
  revoke(id: string): Promise<ApiKey>;
}
export interface TriggerTarget {
  to: string;
  /** A campaign that has sent to this address. */
  campaign?: string;
  /** The link that is clicked. */
  url?: string;
}

/** One workspace of a running emulator. */
export interface Connection extends WorkspaceClient, TransferClient {
  /** Where the emulator is, without a path. */
  url: string;
  /** What takes the place of `https://api.maildrone.com/v2`. */
  apiUrl: string;
  apiKey: string;
  /** `user` and `pass` where the workspace is not the default one. */
  smtp: { host: string; port: number; user?: string; pass?: string };
  inbox: Inbox;
  events: Events;
  clock: ClockClient;
  webhooks: WebhooksClient;
  keys: KeysClient;
  requests: RequestsClient;
  faults: FaultsClient;
  limits: LimitsClient;
  snapshots: SnapshotsClient;
  /** Lets something happen to a message. */
  simulate(id: string, event: SimulatedEvent, more?: { url?: string }): Promise<MessageSummary>;
  /** Lets an event happen to the newest mail to an address, or to one that is sent for it first. */
  trigger(event: EventType, target: TriggerTarget): Promise<LogEvent>;
  /** Resolves when nothing is running or due now; to false when that took longer than `timeout` ms. */
  settle(timeout?: number): Promise<boolean>;
  /** A fresh workspace, which shares nothing with this one. */
  workspace(): Promise<Connection & { id: string; drop(): Promise<void> }>;
}

const clockOf = ({ call }: ControlClient): ClockClient => {
  const post = <T>(path: string, body: object) => call<T>(`/clock${path}`, { method: 'POST', body });
  return {
    get: () => call('/clock'),
    advance: (by) => post('/advance', { by }),
    freeze: (at) => post('/freeze', at === undefined ? {} : { at }),
    resume: () => post('/resume', {}),
    set: (to) => post('/set', { to }),
    rate: (rate) => post('/rate', { rate }),
  };
};

const keysOf = ({ call }: ControlClient): KeysClient => ({
  list: () => call('/keys'),
  create: (key = {}) => call('/keys', { method: 'POST', body: key }),
  revoke: (id) => call(`/keys/${id}`, { method: 'DELETE' }),
});

/** What a connection knows of its workspace before the first call. */
export interface Address {
  url: string;
  /** `user:pass` where the emulator asks for it (`--ui-auth`); null where it does not. */
  login: string | null;
  workspace: string;
  apiKey: string;
  smtp: Connection['smtp'];
}

/** The typed client of one workspace. */
export function createConnection({ url, login, workspace, apiKey, smtp }: Address): Connection {
  const client = createControlClient({ url, login, workspace });
  const { call } = client;
  return {
    url,
    apiUrl: `${url}/v2`,
    apiKey,
    smtp,
    inbox: inboxOf(client),
    events: eventsOf(client),
    clock: clockOf(client),
    webhooks: webhooksOf(client),
    keys: keysOf(client),
    requests: requestsOf(client),
    faults: faultsOf(client),
    limits: limitsOf(client),
    snapshots: snapshotsOf(client),
    ...transferOf(client),
    ...workspaceOf(client),
    simulate: (id, event, more = {}) =>
      call(`/messages/${id}/simulate`, { method: 'POST', body: { event, ...more } }),
    trigger: (event, target) => call('/trigger', { method: 'POST', body: { event, ...target } }),
    settle: async (timeout = 30_000) =>
      (await call<{ settled: boolean }>('/settle', { method: 'POST', body: { timeout } })).settled,
    async workspace() {
      const made = await call<{ id: string; api_key: string; smtp: { user: string; pass: string } }>(
        '/workspaces',
        {
          method: 'POST',
        },
      );
      const fresh = {
        url,
        login,
        workspace: made.id,
        apiKey: made.api_key,
        smtp: { host: smtp.host, port: smtp.port, ...made.smtp },
      };
      const drop = async () => {
        await call(`/workspaces/${made.id}`, { method: 'DELETE' });
      };
      return { ...createConnection(fresh), id: made.id, drop };
    },
  };
}

interface Info {
  ports: { smtp: number };
  api_key: string | null;
}

const pathError = (given: string) =>
  new TypeError(`url: expected the URL of the emulator's HTTP port, without a path, got "${given}"`);

/**
 * Connects to a running emulator: asks it which key to use and where its sink is. `given` is the URL of its HTTP port, as
 * `parseEmulatorUrl` takes it.
 */
export async function connect(
  given: string | { readonly href: string },
  workspace: string = 'default',
): Promise<Connection> {
  const text = typeof given === 'string' ? given : given.href;
  const { url, login } = parseEmulatorUrl(text);
  const info = await createControlClient({ url, login, workspace })
    .call<Info>('/info')
    .catch((error: Error) => {
      throw new URL(url).pathname === '/' || !(error instanceof EmulatorError) ? error : pathError(text);
    });
  return createConnection({
    url,
    login,
    workspace,
    apiKey: info.api_key ?? '',
    // Seen from outside a container the sink is where the emulator is, not where it says it listens.
    smtp: { host: bareHost(url), port: info.ports.smtp },
  });
}
