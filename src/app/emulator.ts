import { join } from 'node:path';
import type { Settings } from '../config/settings.js';
import { systemTimers } from '../core/time/clock.js';
import { digestOf } from '../core/access/keys.js';
import type { Logger } from '../contract/logger.js';
import { systemRandom } from '../core/time/random.js';
import type { EmulatorApi, Urls } from '../core/services.js';
import { openHttpServer } from './http-server.js';
import type { HttpServer } from './http-server.js';
import { createApp } from '../http/app.js';
import { findFreePort, PortError } from './listen.js';
import { createOutgoingMail } from './outgoing-mail.js';
import { packageRoot } from './package-root.js';
import { createSeeding } from './seeding.js';
import { openSmtpServer } from '../smtp/server/server.js';
import type { SmtpServer } from '../smtp/server/server.js';
import { createTranscripts } from '../smtp/server/transcripts.js';
import { lockDirectory } from '../store/persistence/lock.js';
import { createWorkspaces } from './workspaces.js';

/** A running emulator. */
export interface Emulator {
  urls: Urls;
  apiKey: string;
  /** The secret that signs the deliveries to `--webhook-url`. */
  webhookSecret: string;
  api: EmulatorApi;
  /** Closes both doors, writes what is owed and lets go of the data directory. */
  stop(): Promise<void>;
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
/** Where to call a server that listens on `host`: the wildcard addresses are no address to call. */
const callable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

/** Starts everything: data first, then the doors. Rejects with a SettingsError, StoreFileError or PortError. */
export async function createEmulator(given: Settings, log: Logger): Promise<Emulator> {
  const settings = await withKnownPort(given);
  const unlock = settings.memory ? null : await lockDirectory(settings.data, systemTimers);
  const transcripts = createTranscripts(systemTimers);
  let webhookSecret = '';
  let http: HttpServer | null = null;
  let smtp: SmtpServer | null = null;
  let ready = false;

  const outgoingMail = createOutgoingMail({
    sink: () => ({ host: callable(settings.host), port: smtp?.port ?? settings.smtpPort }),
    authenticates: settings.smtpAuth !== 'off',
    random: systemRandom,
  });
  const workspaces = createWorkspaces({
    settings,
    log,
    publicUrl: () => settings.publicUrl ?? `http://localhost:${http?.port ?? settings.port}`,
    outgoingMail,
  });
  const seeding = createSeeding({
    dir: join(packageRoot(), 'fixtures'),
    configured: settings.fixture,
    log,
  });
  const find = (id: string) => workspaces.get(id)?.services ?? null;
  const urls = (): Urls => {
    const host = bracketed(callable(settings.host));
    const base = `http://${host}:${http?.port ?? settings.port}`;
    return { http: base, api: `${base}/v2`, smtp: `smtp://${host}:${smtp?.port ?? settings.smtpPort}` };
  };
  const api: EmulatorApi = {
    isReady: () => ready,
    urls,
    exampleKey: () => settings.apiKey[0] ?? null,
    settings: () => shownSettings(settings),
    find,
    list: workspaces.list,
    create: workspaces.create,
    drop: workspaces.drop,
    seeding,
    transcript: (id) => transcripts.get(id) ?? null,
    transcripts: transcripts.list,
  };

  async function openServers() {
    const guard = { allowedHosts: settings.allowedHost, uiAuth: settings.uiAuth };
    const app = createApp({
      emulator: api,
      findKey: workspaces.findKey,
      guard,
      uiDir: join(packageRoot(), 'dist', 'ui'),
      newRequestId: () => `req_${systemRandom.base36(8)}`,
      onDefect: (error) =>
        log('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    const { host, port } = settings;
    http = await openHttpServer({ app, guard, host, port, liveOf: (id) => workspaces.get(id)?.live ?? null });
    smtp = await openSmtpServer({
      settings: smtpSettingsOf(settings),
      transcripts,
      timers: systemTimers,
      sinkOf: (id) => find(id)?.sink ?? null,
      faultsOf: (id) => find(id)?.faults ?? null,
      mayEnter: (id, password) => find(id)?.keys.find(digestOf(password))?.revoked_at === null,
      isOwnTransport: outgoingMail.isOwnPassword,
    }).catch((error: NodeJS.ErrnoException) => {
      throw new PortError(settings.smtpPort, 'smtp-port', error);
    });
  }

  async function stop() {
    ready = false;
    await http?.close();
    await workspaces.stop();
    await smtp?.close();
    await unlock?.();
  }

  try {
    await workspaces.openAll();
    const first = find('default');
    first?.keys.adopt(settings.apiKey);
    webhookSecret = first?.webhooks.adopt(settings.webhookUrl, settings.webhookSecret) ?? '';
    if (first) await seeding.atStart(first, settings.fixtureForce);
    await openServers();
  } catch (error) {
    await stop();
    throw error;
  }
  ready = true;
  workspaces.resume();
  return { urls: urls(), apiKey: settings.apiKey[0] ?? '', webhookSecret, api, stop };
}

/** Fixtures write mail before the doors are open, and its links must bear the port: so a free one is found first. */
const withKnownPort = async (settings: Settings): Promise<Settings> =>
  settings.port === 0 && settings.fixture.length > 0
    ? { ...settings, port: await findFreePort(settings.host) }
    : settings;

const smtpSettingsOf = (settings: Settings) => ({
  host: settings.host,
  port: settings.smtpPort,
  maxMessageSize: settings.maxMessageSize,
  auth: settings.smtpAuth,
  tlsCert: settings.smtpTlsCert,
  tlsKey: settings.smtpTlsKey,
});

/** The settings as they may be shown: secrets are left out. */
function shownSettings(settings: Settings): Record<string, unknown> {
  const { apiKey: _keys, webhookSecret: _secret, uiAuth, ...rest } = settings;
  return { ...rest, uiAuth: uiAuth === null ? null : 'set' };
}
