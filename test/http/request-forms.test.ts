import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { version } from '../../src/index.js';
import type { Failure } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { parseRaw, rawHttp } from '../support/raw-http.js';

const last = 'Connection: close\r\n\r\n';
type Emulator = Awaited<ReturnType<typeof useEmulator>>;
const auth = ({ apiKey }: Emulator) => `Authorization: Bearer ${apiKey}\r\n`;
const hostOf = ({ url }: Emulator) => new URL(url).host;

/** What clients send that speak HTTP/1 as it may be spoken; each gets the list of contacts. */
const forms: Readonly<Record<string, (emulator: Emulator) => string>> = {
  'curl --http2': (emulator) =>
    `GET /v2/contacts HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${auth(emulator)}Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n`,
  'an upgrade to something unknown': (emulator) =>
    `GET /v2/contacts HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${auth(emulator)}Upgrade: foo/2, bar\r\nConnection: upgrade, close\r\n\r\n`,
  'an upgrade to TLS': (emulator) =>
    `GET /v2/contacts HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${auth(emulator)}Upgrade: TLS/1.2\r\nConnection: Upgrade, close\r\n\r\n`,
  'a WebSocket where there is none': (emulator) =>
    `GET /v2/contacts HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${auth(emulator)}Upgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`,
  'the absolute form of a proxy': (emulator) =>
    `GET http://${hostOf(emulator)}/v2/contacts HTTP/1.1\r\nHost: proxy.test:3128\r\n${auth(emulator)}${last}`,
  'the absolute form with an upgrade': (emulator) =>
    `GET http://${hostOf(emulator)}/v2/contacts HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${auth(emulator)}Upgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n`,
  'HTTP/1.0 without Host': (emulator) => `GET /v2/contacts HTTP/1.0\r\n${auth(emulator)}\r\n`,
  'HTTP/1.0 in absolute form': (emulator) =>
    `GET http://${hostOf(emulator)}/v2/contacts HTTP/1.0\r\n${auth(emulator)}\r\n`,
};

it.each(Object.entries(forms))('serves %s', async (_name, form) => {
  const emulator = await useEmulator();
  const { status, body } = parseRaw(await rawHttp(emulator.url, form(emulator)));
  expect([status, body]).toMatchObject([200, { success: true, data: [] }]);
});

it('serves each page so, the control API and the inbox too', async () => {
  const emulator = await useEmulator();
  for (const path of ['/', '/_emulator/health', '/docs', '/openapi.json', '/llms-not-there']) {
    const plain = await fetch(`${emulator.url}${path}`);
    const head = `GET ${path} HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\nUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n`;
    const absolute = `GET ${emulator.url}${path} HTTP/1.1\r\nHost: x\r\n${last}`;
    const old = `GET ${path} HTTP/1.0\r\n\r\n`;
    for (const form of [head, absolute, old])
      expect((await rawHttp(emulator.url, form)).slice(9, 12)).toBe(String(plain.status));
  }
});

it('reads the bodies of requests with an upgrade, one after the other on a connection', async () => {
  const emulator = await useEmulator();
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => void warnings.push(message);
  process.on('warning', onWarning);
  let text = '';
  for (let n = 0; n < 20; n += 1) {
    const body = JSON.stringify({ email: `c${n}@x.test` });
    const close = n === 19 ? 'close, ' : '';
    text += `POST /v2/contacts HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${auth(emulator)}Connection: ${close}Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  }
  const answer = await rawHttp(emulator.url, text.slice(0, 1000), text.slice(1000));
  expect(answer.match(/HTTP\/1\.1 201/g)).toHaveLength(20);
  expect((await callApi<unknown[]>(emulator, '/contacts')).data).toHaveLength(20);
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

it('refuses HTTP/1.1 without Host in the envelope, on every path', async () => {
  const emulator = await useEmulator();
  for (const path of ['/', '/v2/contacts', '/_emulator/health', '/t/o/x.gif', '/_emulator/live']) {
    for (const more of ['', 'Upgrade: websocket\r\n', 'Upgrade: h2c\r\n']) {
      const { status, body } = parseRaw(
        await rawHttp(emulator.url, `GET ${path} HTTP/1.1\r\n${more}Connection: Upgrade, close\r\n\r\n`),
      );
      expect([path, status, body]).toMatchObject([path, 400, { error: { details: { field: 'Host' } } }]);
    }
  }
});

it('goes on to judge the host, where it is that of the target', async () => {
  const emulator = await useEmulator();
  const target = `http://evil.example.com:${new URL(emulator.url).port}/_emulator/info`;
  const answer = await rawHttp(
    emulator.url,
    `GET ${target} HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${last}`,
  );
  expect(answer.slice(9, 12)).toBe('403');
});

it('takes the cookies of other programs on localhost, and says what is too long', async () => {
  const emulator = await useEmulator();
  const head = (bytes: number, path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\nCookie: a=${'x'.repeat(bytes)}\r\n${last}`;
  for (const path of ['/', '/_emulator/health'])
    expect((await rawHttp(emulator.url, head(20_000, path))).slice(9, 12)).toBe('200');
  const { status, body } = parseRaw(await rawHttp(emulator.url, head(70_000, '/')));
  expect([status, body]).toMatchObject([
    400,
    { success: false, error: { code: 'INVALID_REQUEST', details: { field: 'headers' } } },
  ]);
});

it('reads every header that fits into a head', async () => {
  const emulator = await useEmulator();
  const many = Array.from({ length: 3000 }, (_, n) => `X-${n}: ${n}\r\n`).join('');
  const call = `GET /v2/contacts HTTP/1.1\r\n${many}Host: ${hostOf(emulator)}\r\n${auth(emulator)}${last}`;
  expect(parseRaw(await rawHttp(emulator.url, call)).status).toBe(200);
});

it('serves /v2 and /t by any host name, also where a WebSocket is asked for', async () => {
  const emulator = await useEmulator();
  const asking = 'Upgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n';
  const statusOf = async (path: string) =>
    (
      await rawHttp(
        emulator.url,
        `GET ${path} HTTP/1.1\r\nHost: api.maildrone.com\r\n${auth(emulator)}${asking}`,
      )
    ).slice(9, 12);
  expect(await statusOf('/v2/contacts')).toBe('200');
  expect(await statusOf('/t/o/none')).toBe('404');
  expect(await statusOf('/_emulator/info')).toBe('403');
  expect(await statusOf('/_emulator/live')).toBe('403');
});

it('still opens the live view, also in absolute form', async () => {
  const emulator = await useEmulator();
  const { hostname, port } = new URL(emulator.url);
  const socket = new WebSocket(`${emulator.url.replace('http', 'ws')}/_emulator/live`);
  const [hello] = await new Promise<Buffer[]>((resolve) =>
    socket.on('message', (...data) => resolve(data as Buffer[])),
  );
  expect(JSON.parse(String(hello))).toMatchObject({ type: 'hello' });
  socket.terminate();
  const request = httpRequest({
    host: hostname,
    port,
    path: `${emulator.url}/_emulator/live`,
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
    },
    createConnection: () => connect(Number(port), hostname),
  });
  request.end();
  const status = await new Promise((resolve) =>
    request.on('upgrade', (response, upgraded) => {
      upgraded.destroy();
      resolve([response.statusCode, response.headers['x-maildrone-emulator']]);
    }),
  );
  expect(status).toEqual([101, version]);
});

/** The ways to ask for the control API, with the end of their heads. */
const asked = {
  '/_emulator/info': last,
  '/_emulator/live':
    'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
};

it.each(Object.entries(asked))(
  '%s names its workspace once, and has no parameter that is unknown',
  async (path, end) => {
    const emulator = await useEmulator();
    const { id } = await emulator.workspace();
    const ask = async (query: string, more: readonly string[] = []) => {
      const lines = [`GET ${path}${query} HTTP/1.1`, `Host: ${hostOf(emulator)}`, ...more];
      const { status, body } = parseRaw(await rawHttp(emulator.url, `${lines.join('\r\n')}\r\n${end}`));
      return [status, (body as Failure).error.details];
    };
    const header = (workspace: string) => `X-Emulator-Workspace: ${workspace}`;
    const once = { field: 'workspace', issue: 'Expected this parameter once' };
    for (const query of [
      `?workspace=default&workspace=${id}`,
      '?workspace=default&workspace=default',
      '?workspace=x&workspace=y',
    ])
      expect(await ask(query)).toEqual([400, once]);
    expect(await ask('', [header(id), header('default')])).toEqual([
      400,
      { field: 'X-Emulator-Workspace', issue: 'Expected this header once' },
    ]);
    expect(await ask('?workspace=default', [header(id)])).toEqual([
      400,
      { field: 'workspace', issue: 'Expected the workspace that the header X-Emulator-Workspace names' },
    ]);
    expect(await ask('?sinc=5')).toMatchObject([400, { field: 'sinc' }]);
    expect(await ask('?since=5&since=6')).toMatchObject([400, { field: 'since' }]);
  },
);

it('says what was expected of a live view from no number on, and of a client that takes it for a proxy', async () => {
  const emulator = await useEmulator();
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
  const live = (since: string) =>
    `GET /_emulator/live?since=${since} HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\nUpgrade: websocket\r\n${key}Connection: Upgrade\r\n\r\n`;
  const bad = ['-1', '1.5', 'x', '__proto__', '1e3', '9'.repeat(16), '2x', '%00'];
  for (const since of bad) {
    const { status, body } = parseRaw(await rawHttp(emulator.url, live(since)));
    expect([since, status, body]).toMatchObject([since, 400, { error: { details: { field: 'since' } } }]);
  }
  const { status, body } = parseRaw(
    await rawHttp(emulator.url, `CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n`),
  );
  expect([status, body]).toMatchObject([400, { error: { details: { field: 'method' } } }]);
});

it.each(['http://', 'HTTP://', 'https:///v2/contacts', 'http://?x'])(
  'answers the absolute form without a host (%s) with a 400 that names the path',
  async (target) => {
    const emulator = await useEmulator();
    const request = `GET ${target} HTTP/1.1\r\nHost: ${hostOf(emulator)}\r\n${last}`;
    const { status, body } = parseRaw(await rawHttp(emulator.url, request));
    expect([status, body]).toMatchObject([400, { error: { details: { field: 'path' } } }]);
  },
);
