import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi } from '../support/emulator.js';
import { rawHttp } from '../support/raw-http.js';

let emulator: EmulatorHandle;
const paths = new Map<string, string>();
beforeAll(async () => {
  emulator = await startEmulator();
  const html =
    '<html><body><a href="{{view_url}}">v</a><a href="{{unsubscribe_url}}">u</a><a href="https://x.test/">c</a></body></html>';
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'jane@example.test' } });
  const created = await callApi<{ id: string }>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      ...{ name: 'x', subject: 'x', from_email: 'a@example.test', recipients: { type: 'all' } },
      content: { html },
    },
  });
  await callApi(emulator, `/campaigns/${created.data.id}/send`, { method: 'POST' });
  const message = await emulator.inbox.waitFor({ to: 'jane@example.test' });
  for (const part of ['raw', 'text', 'html']) paths.set(part, `/_emulator/messages/${message.id}/${part}`);
  const source = message.html ?? '';
  for (const [name, pattern] of Object.entries({
    view: /\/t\/v\/[\w-]+/,
    unsubscribe: /\/t\/u\/[\w-]+/,
    pixel: /\/t\/o\/[\w.-]+/,
  }))
    paths.set(name, pattern.exec(source)?.[0] ?? name);
  for (const path of [
    '/',
    '/inbox',
    '/docs',
    '/docs/control',
    '/docs/docs.js',
    '/openapi.json',
    '/_emulator/info',
  ])
    paths.set(path, path);
  for (const path of ['/v2/contacts', '/nowhere', '/t/u/x', '/_emulator/export']) paths.set(path, path);
});
afterAll(() => emulator.stop());

const answer = (name: string) =>
  fetch(`${emulator.url}${paths.get(name) ?? name}`, { headers: { Accept: 'text/html' } });

const pages = ['raw', 'text', 'html', 'view', 'unsubscribe', '/', '/inbox', '/docs', '/docs/control'];
const others = ['/docs/docs.js', '/openapi.json', '/_emulator/info', '/v2/contacts', '/nowhere', '/t/u/x'];

describe('What a browser may do with an answer', () => {
  it.each([...pages, ...others, '/_emulator/export'])('%s is embedded by no other page', async (name) => {
    const { headers } = await answer(name);
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors '${name === 'html' ? 'self' : 'none'}'`);
    expect(headers.get('referrer-policy')).toMatch(/^(?:no-referrer|same-origin)$/);
  });

  it.each(['raw', 'text', 'html', 'view'])('%s has no origin and runs nothing', async (name) => {
    const { status, headers } = await answer(name);
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*sandbox/);
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin|allow-forms/);
  });

  it.each(['html', 'view'])('%s has no name looked up before somebody follows a link', async (name) => {
    expect((await answer(name)).headers.get('x-dns-prefetch-control')).toBe('off');
  });

  it('the pixel may be loaded by a webmail', async () => {
    const { status, headers } = await answer('pixel');
    expect([status, headers.get('cross-origin-resource-policy')]).toEqual([200, 'cross-origin']);
  });

  it('the button of the unsubscribe page works: its page lets the browser name its origin', async () => {
    expect((await answer('unsubscribe')).headers.get('referrer-policy')).toBe('same-origin');
    const post = (Origin: string) =>
      fetch(`${emulator.url}${paths.get('unsubscribe') ?? ''}`, { method: 'POST', headers: { Origin } });
    expect((await post('null')).status).toBe(403);
    expect((await post(emulator.url)).status).toBe(200);
  });
});

const key = 'dGhlIHNhbXBsZSBub25jZQ==';
const upgrade = (path: string, lines: readonly string[]) =>
  rawHttp(
    emulator.url,
    [`GET ${path} HTTP/1.1`, 'Connection: Upgrade', 'Upgrade: websocket', ...lines, '', ''].join('\r\n'),
  );
const sound = [`Sec-WebSocket-Key: ${key}`, 'Sec-WebSocket-Version: 13'];
const local = ['Host: localhost', ...sound];

describe('A WebSocket that is refused gets the error body', () => {
  it.each([
    ['no key', ['Host: localhost', 'Sec-WebSocket-Version: 13'], 400, 'Sec-WebSocket-Key'],
    [
      'an empty key',
      ['Host: localhost', 'Sec-WebSocket-Key:', 'Sec-WebSocket-Version: 13'],
      400,
      'Sec-WebSocket-Key',
    ],
    [
      'half a key',
      ['Host: localhost', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13'],
      400,
      'Sec-WebSocket-Key',
    ],
    ['no version', ['Host: localhost', `Sec-WebSocket-Key: ${key}`], 400, 'Sec-WebSocket-Version'],
    [
      'version 12',
      ['Host: localhost', `Sec-WebSocket-Key: ${key}`, 'Sec-WebSocket-Version: 12'],
      400,
      'Sec-WebSocket-Version',
    ],
    ['a broken protocol', [...local, 'Sec-WebSocket-Protocol: ,'], 400, 'handshake'],
    ['a foreign page', [...local, 'Origin: https://evil.test'], 403, 'Origin'],
    ['a page of nowhere', [...local, 'Origin: null'], 403, 'Origin'],
    ['a page of another scheme', [...local, 'Origin: https://localhost'], 403, 'Origin'],
    ['a foreign host', ['Host: evil.test', ...sound], 403, 'Host'],
    ['two hosts', ['Host: evil.test', ...local], 400, 'Host'],
    ['two hosts, ours first', [...local, 'Host: evil.test'], 400, 'Host'],
    ['no host', sound, 400, 'Host'],
  ])('%s', async (_title, lines, status, field) => {
    const [head = '', body = ''] = (await upgrade('/_emulator/live', lines)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('Content-Type: application/json');
    expect(JSON.parse(body)).toMatchObject({ success: false, error: { details: { field } } });
  });

  it.each(['/_emulator/live/', '//_emulator/live', '/%5Femulator/live', '/v2', '/', '/_EMULATOR/live', '*'])(
    'for a foreign page at %s too',
    async (path) => {
      const answered = await upgrade(path, [...local, 'Origin: https://evil.test']);
      expect(answered).toMatch(/^HTTP\/1\.1 403 [^]*"field":"Origin"/);
    },
  );
});
