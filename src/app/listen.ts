import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SettingsError } from '../config/settings-error.js';
import type { StartErrorCode } from '../contract/start-error.js';

/** A port that is taken or may not be opened: one line that names the port and the flag that changes it. */
class PortError extends Error {
  readonly code: StartErrorCode = 'PORT_UNAVAILABLE';

  constructor(port: number, flag: string, cause: NodeJS.ErrnoException) {
    const why = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${cause.message})`;
    super(`Port ${port} ${why}: choose another with --${flag}, or 0 for a free one`);
    this.name = 'PortError';
  }
}

/** What listening fails with where the address is at fault, not the port. */
const hostFaults = new Set(['EADDRNOTAVAIL', 'EAI_AGAIN', 'EAI_FAIL', 'EINVAL', 'ENOTFOUND']);

/** The error of a server that could not listen: a SettingsError where this machine has no such host, else a PortError. */
export function listenError(
  { host, port, flag }: { host: string; port: number; flag: string },
  cause: NodeJS.ErrnoException,
): Error {
  if (!hostFaults.has(cause.code ?? '')) return new PortError(port, flag, cause);
  const expected = 'expected an address or name of this machine';
  return new SettingsError(`--host: ${expected}, got "${host}" (${cause.message})`);
}

/** A port that is free at this moment on `host`. Rejects with a SettingsError where this machine has no such host. */
export async function findFreePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw listenError({ host, port: 0, flag: 'port' }, error);
  });
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
