import { connect } from 'node:net';

/** Writes bytes to the HTTP port as they are and answers all that comes back until the server hangs up. */
export function rawHttp(url: string, ...parts: (string | Buffer)[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.on('connect', () => {
      for (const part of parts) socket.write(part);
    });
  });
}

/** The status and the JSON of a raw answer; throws where the body is no JSON. */
export function parseRaw(answer: string): { status: number; body: unknown } {
  const final = answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const cut = final.indexOf('\r\n\r\n');
  return { status: Number(final.slice(9, 12)), body: JSON.parse(final.slice(cut + 4)) };
}
