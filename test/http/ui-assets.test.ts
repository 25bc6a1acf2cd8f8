import { get } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { useEmulator } from '../support/emulator.js';

/** The answer as it goes over the wire. */
const fetchRaw = (url: string, accept: string) =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; bytes: Buffer }>(
    (resolve, reject) => {
      get(url, { headers: { 'accept-encoding': accept } }, (response) => {
        const { statusCode: status, headers } = response;
        buffer(response).then((bytes) => resolve({ status, headers, bytes }), reject);
      }).on('error', reject);
    },
  );

it('scripts and styles go out compressed as the browser asks, to be kept for good; the page does not', async () => {
  const { url } = await useEmulator();
  const page = await fetchRaw(url, 'gzip');
  expect(page.headers['cache-control']).toBe('no-cache');
  const paths = [
    ...new Set([...page.bytes.toString().matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([path]) => path)),
  ];
  expect(paths.length).toBeGreaterThan(3);
  for (const path of paths) {
    const plain = await fetchRaw(`${url}/${path}`, 'identity');
    const ways = [
      ['br, gzip', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ] as const;
    for (const [accept, encoding, decode] of ways) {
      const { status, headers, bytes } = await fetchRaw(`${url}/${path}`, accept);
      expect([status, headers['content-encoding'], headers['vary']]).toEqual([
        200,
        encoding,
        'Accept-Encoding',
      ]);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['content-type']).toMatch(path.endsWith('.js') ? /javascript/ : /css/);
      expect(decode(bytes).equals(plain.bytes)).toBe(true);
    }
    expect(plain.headers['content-encoding']).toBeUndefined();
  }
  expect((await fetchRaw(`${url}/assets/gone-00000000.js`, 'br')).status).toBe(404);
});

it.each(['/nowhere/at/all', '/inbox/', '/v3/contacts', '//', '/a//b/'])(
  'the page is found from further down, too, where it has its files: %s',
  async (path) => {
    const { url } = await useEmulator();
    const answer = await fetch(url + path, { headers: { Accept: 'text/html' } });
    expect([answer.status, answer.url]).toEqual([200, `${url}/`]);
    expect(answer.headers.get('content-type')).toContain('text/html');
  },
);
