import type { Settings } from '../config/settings.js';
import type { Urls } from '../contract/urls.js';

/** How the emulator is reached on this machine. */
export interface Addresses {
  urls(): Urls;
  /** The start of tracking links. */
  publicUrl(): string;
  /** How our own mail reaches the sink. */
  sink(): { host: string; port: number };
}

/** The address to call where a server listens on `host`: nothing can be called at a wildcard address. */
const callable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);
const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

export function createAddresses(
  settings: Pick<Settings, 'host' | 'publicUrl'>,
  ports: () => { http: number; smtp: number },
): Addresses {
  const host = callable(settings.host);
  return {
    urls() {
      const { http, smtp } = ports();
      const base = `http://${bracketed(host)}:${http}`;
      return { http: base, api: `${base}/v2`, smtp: `smtp://${bracketed(host)}:${smtp}` };
    },
    publicUrl: () => settings.publicUrl ?? `http://localhost:${ports().http}`,
    sink: () => ({ host, port: ports().smtp }),
  };
}
