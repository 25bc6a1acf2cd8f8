import type { SettingSources } from '../config/setting-sources.js';
import type { Settings } from '../config/settings.js';
import type { Logger } from '../contract/logger.js';
import type { SettingRow } from '../contract/setting.js';
import { toIso } from '../contract/time.js';
import type { Urls } from '../contract/urls.js';
import { shownUrl } from '../contract/web/endpoint-url.js';
import { digestOf } from '../core/access/keys.js';
import type { EmulatorApi, Services } from '../core/services.js';
import { systemTimers } from '../core/time/clock.js';
import { systemRandom } from '../core/time/random.js';
import { createTranscripts } from '../smtp/server/transcripts.js';
import type { Transcripts } from '../smtp/server/transcripts.js';
import { lockDirectory } from '../store/persistence/lock.js';
import { createAddresses } from './addresses.js';
import { findFreePort } from './listen.js';
import { createOutgoingMail } from './outgoing-mail.js';
import { createApiCaller } from './own-api.js';
import { requireCodeGeneration } from './code-generation.js';
import { packageFile } from './package-file.js';
import { createSeeding } from './seeding.js';
import type { StartSeeding } from './seeding.js';
import { createServers } from './servers.js';
import { settingRows, shownSettings } from './shown-settings.js';
import { createWorkspaces } from './workspaces.js';
import type { Workspaces } from './workspaces.js';

/** A running emulator. */
export interface Emulator {
  urls: Urls;
  /** A key of the settings that works; empty where all of them were revoked. */
  apiKey: string;
  /** The secret that signs the deliveries to `--webhook-url`. */
  webhookSecret: string;
  /** The endpoints of `--webhook-url` that get nothing, as an earlier start left them. */
  disabledWebhooks: string[];
  api: EmulatorApi;
  /** Stores what is pending, closes both servers with every open connection, and unlocks the data directory. */
  stop(): Promise<void>;
}

export interface EmulatorDeps {
  settings: Settings;
  /** Where the settings come from; those that are absent have their defaults. */
  sources?: SettingSources;
  log: Logger;
  /** Ends a start that is under way, after the present step. */
  stopping?: AbortSignal;
}

/**
 * Starts everything: the data, then the servers. Rejects with a SettingsError, StoreFileError, FixtureError or PortError, or
 * with the reason of `stopping`; nothing is left open then.
 */
export async function createEmulator(deps: EmulatorDeps): Promise<Emulator> {
  const { settings: given, sources = {}, log, stopping } = deps;
  requireCodeGeneration();
  const settings = await withKnownPort(given);
  const unlock = settings.memory ? null : await lockDirectory(settings.data, { timers: systemTimers, log });
  const servers = createServers(settings);
  const { urls, publicUrl, sink } = createAddresses(settings, servers.ports);
  const authenticates = settings.smtpAuth !== 'off';
  const outgoingMail = createOutgoingMail({ sink, authenticates, random: systemRandom });
  const callApi = createApiCaller(() => urls().api);
  const workspaces = createWorkspaces({ settings, log, publicUrl, outgoingMail, callApi });
  const seeding = createSeeding({ dir: packageFile('fixtures'), configured: settings.fixture, log });
  const transcripts = createTranscripts((id) => workspaces.get(id)?.services.now() ?? systemTimers.now());
  let ready = false;
  const rows = settingRows(given, sources);
  const isReady = () => ready;
  const api = createEmulatorApi({ settings, rows, urls, isReady, workspaces, seeding, transcripts });

  /** Stores first, whatever connections are open: no client can hold that up. */
  async function stopAll() {
    ready = false;
    servers.stopListening();
    try {
      await workspaces.stop();
    } finally {
      await Promise.all([outgoingMail.stop(), servers.close()]);
      await unlock?.();
    }
  }
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= stopAll());

  try {
    stopping?.throwIfAborted();
    await workspaces.openAll(stopping);
    stopping?.throwIfAborted();
    const prepared = await prepareDefault({ workspaces, seeding, settings, log, stopping });
    stopping?.throwIfAborted();
    await servers.open({ api, workspaces, transcripts, isOwnPassword: outgoingMail.isOwnPassword, log });
    stopping?.throwIfAborted();
    ready = true;
    workspaces.resume();
    if (settings.play !== null) await workspaces.get('default')?.services.play.start(settings.play);
    return { urls: urls(), apiKey: exampleKeyOf(settings, workspaces) ?? '', ...prepared, api, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Fixtures write mail before the servers listen, and its links carry the port: so a free one is found here. */
const withKnownPort = async (settings: Settings): Promise<Settings> =>
  settings.port === 0 && settings.fixture.length > 0
    ? { ...settings, port: await findFreePort(settings.host) }
    : settings;

/** Gives the default workspace the keys, endpoints and data sets of the settings. */
async function prepareDefault({
  workspaces,
  seeding,
  settings,
  log,
  stopping,
}: {
  workspaces: Workspaces;
  seeding: StartSeeding;
  settings: Settings;
  log: Logger;
  stopping: AbortSignal | undefined;
}): Promise<Pick<Emulator, 'webhookSecret' | 'disabledWebhooks'>> {
  const services = workspaces.get('default')?.services;
  if (!services) return { webhookSecret: '', disabledWebhooks: [] };
  services.keys.syncWithSettings(settings.apiKey);
  warnOfKeys(settings, workspaces, log);
  const webhookSecret = services.webhooks.syncWithSettings(settings.webhookUrl, settings.webhookSecret);
  await seeding.atStart(services, { force: settings.fixtureForce, stopping });
  // On a disk that is full already the start fails, in place of each call later.
  await services.durable();
  return { webhookSecret, disabledWebhooks: findDisabled(services.webhooks, log) };
}

/** Warns where no key of the settings works, and where one is a key of another workspace too. */
function warnOfKeys({ apiKey }: Settings, workspaces: Workspaces, log: Logger): void {
  const works = (services: Services, key: string) => services.keys.find(digestOf(key))?.revoked_at === null;
  const [others, own] = [workspaces.list().filter(({ id }) => id !== 'default'), workspaces.get('default')];
  if (own && !apiKey.some((key) => works(own.services, key)))
    log(
      'warn',
      'every key of --api-key is revoked; a reset of all, or another --api-key, gives one that works',
    );
  for (const key of apiKey)
    for (const other of others.filter((services) => works(services, key)))
      log(
        'warn',
        `the key …${key.slice(-4)} of --api-key is one of ${other.id} too: its calls go to default`,
      );
}

/** The URLs of the settings whose endpoints are disabled, by their failures or by a call, each with a warning. */
function findDisabled({ list }: Pick<Services['webhooks'], 'list'>, log: Logger): string[] {
  const disabled = list().filter(({ origin, enabled }) => origin === 'settings' && !enabled);
  for (const { id, url, disabled_reason, failing_since } of disabled) {
    const why = disabled_reason === null ? ' by a call' : `: ${disabled_reason}`;
    const since = failing_since === null ? '' : `, failing since ${toIso(failing_since)}`;
    const remedy = `PATCH /_emulator/webhooks/${id} {"enabled": true}, or a reset of all, enables it`;
    log('warn', `the endpoint ${shownUrl(url)} is disabled${why}${since}; ${remedy}`);
  }
  return disabled.map(({ url }) => url);
}

/** The first key of the settings that works: one may have been revoked. */
function exampleKeyOf({ apiKey }: Settings, workspaces: Workspaces): string | null {
  const keys = workspaces.get('default')?.services.keys;
  return apiKey.find((key) => keys?.find(digestOf(key))?.revoked_at === null) ?? null;
}

interface ApiDeps {
  settings: Settings;
  rows: SettingRow[];
  urls(): Urls;
  isReady(): boolean;
  workspaces: Workspaces;
  seeding: StartSeeding;
  transcripts: Transcripts;
}

const createEmulatorApi = ({
  settings,
  rows,
  workspaces,
  seeding,
  transcripts,
  ...state
}: ApiDeps): EmulatorApi => ({
  ...state,
  exampleKey: () => exampleKeyOf(settings, workspaces),
  settings: () => shownSettings(settings),
  settingRows: () => rows,
  find: (id) => workspaces.get(id)?.services ?? null,
  list: workspaces.list,
  create: workspaces.create,
  drop: workspaces.drop,
  seeding,
  transcript: (id) => transcripts.get(id) ?? null,
  transcripts: transcripts.list,
});
