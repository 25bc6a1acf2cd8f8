import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiTable, controlTable } from '../../src/http/route-tables.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { requestWith } from '../support/head-request.js';

let emulator: EmulatorHandle;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
beforeAll(async () => {
  emulator = await startEmulator({
    allowedHost: ['mail.dev.test'],
    allowedOrigin: ['https://app.test', 'capacitor://localhost', 'http://plain.test:80/'],
    publicUrl: 'https://mail.dev.test/',
  });
});
afterAll(async () => {
  agent.destroy();
  await emulator.stop();
});

const call = (method: string, path: string, headers: Record<string, string | string[]> = {}) =>
  requestWith(emulator.url, { method, path, headers, agent });
const filled = (path: string) => path.replace(/\{\w+\}/g, 'x');
const routes = [
  ...apiTable.routes.map(({ method, path }) => ({ method, path: `/v2${filled(path)}` })),
  ...controlTable.routes.map(({ method, path }) => ({ method, path: `/_emulator${filled(path)}` })),
  ...['/', '/inbox', '/docs', '/openapi.json', '/_emulator/openapi.json', '/nowhere', '/t/u/x'].flatMap(
    (path) => ['GET', 'POST'].map((method) => ({ method, path })),
  ),
];
const isApi = (path: string) => path === '/v2' || path.startsWith('/v2/');

const host = () => new URL(emulator.url).host;
const own = () => [undefined, `http://${host()}`, `HTTP://${host()}`, 'https://mail.dev.test'];
const foreign = () => [
  'https://evil.test',
  'null',
  '',
  `https://${host()}`,
  'http://127.0.0.1',
  `http://${host()}/`,
  `http://${host()}@evil.test`,
  `http://a@${host()}`,
  `http://${host()}, https://evil.test`,
  `//${host()}`,
  'http://mail.dev.test',
  'https://mail.dev.test:8443',
  'https://app.test',
  'http://localhost:1',
  'http://localhost:',
  'file://',
];

describe('A page of another origin', () => {
  it.each(routes.filter(({ method, path }) => method !== 'GET' && !isApi(path)))(
    'may not $method $path',
    async ({ method, path }) => {
      for (const origin of ['https://evil.test', 'null']) {
        const { status, headers, body } = await call(method, path, { Origin: origin });
        expect([status, JSON.parse(body)]).toMatchObject([403, { error: { details: { field: 'Origin' } } }]);
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it('is told by scheme, host and port, however its origin is written', async () => {
    const statusOf = async (origin: string | undefined) =>
      (await call('POST', '/_emulator/settle', origin === undefined ? {} : { Origin: origin })).status;
    for (const origin of foreign()) expect([origin, await statusOf(origin)]).toEqual([origin, 403]);
    for (const origin of own()) expect([origin, await statusOf(origin)]).toEqual([origin, 200]);
  });

  it.each([
    ...['//_emulator/reset', '/_emulator//reset', '/%5Femulator/reset', '/_EMULATOR/reset', '/V2/contacts'],
    ...['//v2/contacts', '/v2%2Fcontacts', '/./v2/contacts', '/_emulator/reset/', '/v2x', '*'],
    ...[
      '/_emulator/../v2/contacts',
      '/t/u/x/../../x',
      '/_emulator;x/reset',
      '/_emulator/reset?x=/v2/',
      '/_emulator/reset%00',
    ],
  ])('may not POST %s', async (path) => {
    expect((await call('POST', path, { Origin: 'https://evil.test' })).status).toBe(403);
  });

  it('is asked for a key at /v2 however it is spelled', async () => {
    for (const path of ['/v2/contacts', '/%762/contacts', '/%762/%63ontacts'])
      expect([path, (await call('POST', path, { Origin: 'https://evil.test' })).status]).toEqual([path, 401]);
  });

  it.each(routes.filter(({ method }) => method === 'GET'))(
    'is not shown the answer of GET $path',
    async ({ path }) => {
      const { status, headers } = await call('GET', `${path}?stranger=1`, { Origin: 'https://evil.test' });
      expect(status).toBeLessThan(500);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    },
  );
});

describe('/v2', () => {
  const nearby = ['http://localhost:3000', 'https://localhost', 'http://127.0.0.1:5173', 'http://127.8.9.1'];
  const allowed = [
    ...nearby,
    ...[
      'http://[::1]:4200',
      'http://[::ffff:127.0.0.1]',
      'http://app.localhost:3000',
      'http://web',
      'http://my_web-1:80',
    ],
    ...[
      'https://app.test',
      'https://APP.test',
      'https://app.test:443',
      'capacitor://localhost',
      'http://plain.test',
    ],
  ];
  const refused = [
    ...[
      'https://evil.test',
      'null',
      '',
      'http://app.test',
      'https://app.test:444',
      'https://app.test/',
      'https://a@app.test',
    ],
    ...[
      'http://127.0.0.1.evil.test',
      'http://[::1].evil.test',
      'http://localhost.evil.test',
      'http://127.evil.test',
    ],
    ...[
      'http://192.168.1.5',
      'http://8.8.8.8',
      'http://[fe80::1]',
      'ionic://localhost',
      'file://localhost',
      'http://localhost:99999',
      'http://localhost:',
    ],
    ...[
      'http://web, https://evil.test',
      'http://evil\u3002test'.replace('\u3002', '\xe3\x80\x82'),
      'http://[x',
    ],
  ];
  const readable = async (
    method: string,
    path: string,
    origin: string,
    more: Record<string, string> = {},
  ) => {
    const { headers } = await call(method, path, { Origin: origin, ...more });
    expect(headers.vary).toContain('Origin');
    return headers['access-control-allow-origin'];
  };

  it('answers pages of this machine, of names without a dot, and of --allowed-origin, and no other', async () => {
    for (const origin of allowed) expect(await readable('GET', '/v2/contacts', origin)).toBe(origin);
    for (const origin of refused)
      expect([origin, await readable('GET', '/v2/contacts', origin)]).toEqual([origin, undefined]);
  });

  it.each(routes.filter(({ path }) => isApi(path)))('does so at $method $path', async ({ method, path }) => {
    const asks = { 'Access-Control-Request-Headers': 'authorization,x-trace-id, Baggage' };
    for (const origin of ['http://localhost:3000', 'https://evil.test']) {
      const shown = origin.includes('evil') ? undefined : origin;
      expect(await readable(method, path, origin)).toBe(shown);
      const { status, headers } = await call('OPTIONS', path, { Origin: origin, ...asks });
      expect([status, headers['access-control-allow-origin']]).toEqual([200, shown]);
      expect(headers['access-control-allow-headers']).toBe(shown && asks['Access-Control-Request-Headers']);
      expect(headers['access-control-allow-methods']?.includes(method)).toBe(shown && true);
    }
  });

  it('lets an allowed page of the web call this machine', async () => {
    const asks = { 'Access-Control-Request-Private-Network': 'true' };
    const answer = (Origin: string) => call('OPTIONS', '/v2/contacts', { Origin, ...asks });
    expect((await answer('https://app.test')).headers['access-control-allow-private-network']).toBe('true');
    expect(
      (await answer('https://evil.test')).headers['access-control-allow-private-network'],
    ).toBeUndefined();
  });
});

describe('A Host that is not ours', () => {
  const outside = routes.filter(({ path }) => !isApi(path) && !path.startsWith('/t/'));
  it.each(outside)('is refused at $method $path', async ({ method, path }) => {
    for (const name of ['evil.test', '[::1].evil.test'])
      expect((await call(method, path, { Host: name })).status).toBe(403);
  });

  it('is told from ours, however it is written', async () => {
    const statusOf = async (name: string) => (await call('GET', '/_emulator/info', { Host: name })).status;
    const ours = [
      'localhost',
      'LocalHost:1',
      'localhost.',
      'localhost:',
      'x.localhost',
      '127.0.0.1:8025',
      '10.1.2.3',
      '[::1]:80',
      '[::1]:',
      '[fe80::1]',
    ];
    const allowed = [
      'maildrone',
      'my_mail-1:8025',
      'host.docker.internal:80',
      'host.docker.internal.',
      'mail.dev.test',
      'MAIL.dev.test:443',
      'mail.dev.test.',
      'mail.dev.test:',
    ];
    for (const name of [...ours, ...allowed]) expect([name, await statusOf(name)]).toEqual([name, 200]);
    const dots = ['\u3002', '\uff0e', '\uff61'].map((dot) =>
      Buffer.from(`evil${dot}test`).toString('latin1'),
    );
    const malformed = [
      '',
      '[x',
      '[]',
      '[::1',
      '::1',
      '[::1].evil.test',
      '[::1]evil',
      '[::1]:x',
      'localhost:99999',
      'localhost:0',
    ];
    const odd = [
      'localhost:-1',
      'localhost::',
      ':',
      ':80',
      'evil.test:',
      'a@localhost',
      'localhost@evil.test',
      'localhost/x',
      'localhost?x',
      'localhost#x',
    ];
    const more = [
      'local host',
      'localhost, evil.test',
      'a..b',
      '.',
      '.localhost',
      'evil.',
      '1.2.3.4.5',
      '256.1.1.1',
      'x.mail.dev.test',
      '%6c',
    ];
    for (const name of [...dots, ...malformed, ...odd, ...more, 'http://localhost', 'x'.repeat(300)])
      expect([name, await statusOf(name)]).toEqual([name, 403]);
  });
});
