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
  /**
   * Writes all that is kept, closes both ports with every connection that is still open, and lets go of the data
   * directory.
   */
  stop(): Promise<void>;
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
/** Where to call a server that listens on `host`: the wildcard addresses are no address to call. */
const callable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

export interface EmulatorDeps {
  settings: Settings;
  log: Logger;
  /** Ends a start that is under way, after the step that it is at. */
  stopping?: AbortSignal;
}

/**
 * Starts everything: data first, then the servers. Rejects with a SettingsError, StoreFileError or PortError, or with the
 * reason of `stopping`; nothing is left open then.
 */
export async function createEmulator({ settings: given, log, stopping }: EmulatorDeps): Promise<Emulator> {
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

  /** What is acknowledged is kept before any connection is waited for: a client must not hold that up. */
  async function stopAll() {
    ready = false;
    http?.stopListening();
    try {
      await workspaces.stop();
    } finally {
      await Promise.all([http?.close(), smtp?.close()]);
      await unlock?.();
    }
  }
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= stopAll());

  try {
    stopping?.throwIfAborted();
    await workspaces.openAll();
    stopping?.throwIfAborted();
    const first = find('default');
    first?.keys.adopt(settings.apiKey);
    webhookSecret = first?.webhooks.adopt(settings.webhookUrl, settings.webhookSecret) ?? '';
    if (first) await seeding.atStart(first, settings.fixtureForce);
    stopping?.throwIfAborted();
    await openServers();
    stopping?.throwIfAborted();
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
