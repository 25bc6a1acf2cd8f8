import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port that is taken or may not be opened: one line that names the port and the flag that changes it. */
export class PortError extends Error {
  constructor(port: number, flag: string, cause: NodeJS.ErrnoException) {
    const why = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${cause.message})`;
    super(`Port ${port} ${why}: choose another with --${flag}, or 0 for a free one`);
    this.name = 'PortError';
  }
}

/** A port that is free at this moment on `host`. */
export async function findFreePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
