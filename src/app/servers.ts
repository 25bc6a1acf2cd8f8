import type { Settings } from '../config/settings.js';
import { stackOf } from '../contract/logger.js';
import type { Logger } from '../contract/logger.js';
import { digestOf } from '../core/access/keys.js';
import type { EmulatorApi } from '../core/services.js';
import { systemTimers } from '../core/time/clock.js';
import { systemRandom } from '../core/time/random.js';
import { createIntake } from '../core/traffic/intake.js';
import { createOutlet } from '../core/traffic/outlet.js';
import { createApp } from '../http/app.js';
import { openSmtpServer } from '../smtp/server/server.js';
import type { SmtpServer } from '../smtp/server/server.js';
import type { Transcripts } from '../smtp/server/transcripts.js';
import { openHttpServer } from './http-server.js';
import type { HttpServer } from './http-server.js';
import { listenError } from './listen.js';
import { packageFile } from './package-file.js';
import type { Workspaces } from './workspaces.js';

export interface ServersDeps {
  api: EmulatorApi;
  workspaces: Workspaces;
  transcripts: Transcripts;
  /** Whether an SMTP client is one of our own connections. */
  isOwnPassword(password: string): boolean;
  log: Logger;
}

/** The HTTP and the SMTP server. */
export interface Servers {
  /** The ports on which they listen; before that those of the settings. */
  ports(): { http: number; smtp: number };
  /** Rejects as `listenError` says. */
  open(deps: ServersDeps): Promise<void>;
  /** Takes no new HTTP connection. Mail still comes in: campaigns are sent until the workspaces have stopped. */
  stopListening(): void;
  /** Cuts every connection. Resolves when both ports are free. */
  close(): Promise<void>;
}

export function createServers(settings: Settings): Servers {
  let http: HttpServer | null = null;
  let smtp: SmtpServer | null = null;
  return {
    ports: () => ({ http: http?.port ?? settings.port, smtp: smtp?.port ?? settings.smtpPort }),
    async open(deps) {
      http = await openHttp(settings, deps);
      smtp = await openSmtp(settings, deps);
    },
    stopListening: () => http?.stopListening(),
    async close() {
      await Promise.all([http?.close(), smtp?.close()]);
    },
  };
}

function openHttp(settings: Settings, { api, workspaces, log }: ServersDeps): Promise<HttpServer> {
  const { allowedHost: allowedHosts, allowedOrigin: allowedOrigins, publicUrl, uiAuth } = settings;
  const guard = { allowedHosts, allowedOrigins, publicUrl, uiAuth };
  const app = createApp({
    emulator: api,
    findKey: workspaces.findKey,
    guard,
    uiDir: packageFile('dist/ui'),
    intake: createIntake(systemTimers),
    outlet: createOutlet(systemTimers),
    newRequestId: () => `req_${systemRandom.base36(8)}`,
    onDefect: (error) => log('error', stackOf(error)),
  });
  const { host, port } = settings;
  return openHttpServer({ app, guard, host, port, liveOf: (id) => workspaces.get(id)?.live ?? null });
}

function openSmtp(settings: Settings, { api, transcripts, isOwnPassword }: ServersDeps): Promise<SmtpServer> {
  const { host, maxMessageSize, smtpPort, smtpAuth, smtpTlsCert, smtpTlsKey } = settings;
  return openSmtpServer({
    settings: {
      host,
      port: smtpPort,
      maxMessageSize,
      auth: smtpAuth,
      tlsCert: smtpTlsCert,
      tlsKey: smtpTlsKey,
    },
    transcripts,
    timers: systemTimers,
    sinkOf: (id) => api.find(id)?.sink ?? null,
    faultsOf: (id) => api.find(id)?.faults ?? null,
    mayEnter: (id, password) => api.find(id)?.keys.find(digestOf(password))?.revoked_at === null,
    isOwnTransport: isOwnPassword,
  }).catch((error: NodeJS.ErrnoException) => {
    throw listenError({ host, port: smtpPort, flag: 'smtp-port' }, error);
  });
}
