import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { apiTable, controlTable } from '../../src/http/route-tables.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { parseRaw, rawHttp } from '../support/raw-http.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const invalid = { success: false, error: { code: 'INVALID_REQUEST' } };
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('A body that cannot be meant is a 400 that says what was expected', () => {
  const json = { 'Content-Type': 'application/json' };
  const ok = '{"email":"x@y.test"}';
  it.each([
    ['no content type', ok, { 'Content-Type': '' }, 'Content-Type', 'got none'],
    [
      'a form',
      'email=a@b.test',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      'Content-Type',
      'form',
    ],
    ['text', ok, { 'Content-Type': 'text/plain' }, 'Content-Type', 'application/json'],
    [
      'another charset',
      ok,
      { 'Content-Type': 'application/json; charset=latin1' },
      'Content-Type',
      'Expected the charset UTF-8, got application/json; charset=latin1',
    ],
    ['nothing', '', json, 'body', 'expected an object'],
    ['null', 'null', json, 'body', 'got null'],
    ['a list', '[]', json, 'body', 'an object'],
    ['a string', '"x"', json, 'body', 'an object'],
    ['broken JSON', '{"email":', json, 'body', 'valid JSON'],
    ['100,000 levels', `{"custom_fields":${deep(100_000)}}`, json, 'custom_fields', 'levels of nesting'],
    [
      'a million values',
      `{"custom_fields":{"v":[${'[],'.repeat(340_000)}1]}}`,
      json,
      'custom_fields',
      'at most 20000 values',
    ],
    ['a million open lists', '['.repeat(1_000_000), json, 'body', 'levels of nesting'],
    [
      'a list of 15,000',
      `{"email":"x@y.test","custom_fields":{"v":[${'10000,'.repeat(15_000)}1]}}`,
      json,
      'custom_fields',
      '64 KiB',
    ],
    ['a lone surrogate', '{"email":"x@y.test","first_name":"\\ud800"}', json, 'first_name', 'surrogate'],
    ['a lone surrogate in a key', '{"custom_fields":{"\\udc00":1}}', json, 'custom_fields', 'keys'],
    ['__proto__', '{"email":"x@y.test","__proto__":{"status":"x"}}', json, 'body', '__proto__'],
    ['__proto__ within', '{"custom_fields":{"__proto__":1}}', json, 'custom_fields', '__proto__'],
    [
      'a number beyond all',
      '{"email":"x@y.test","custom_fields":{"n":1e999}}',
      json,
      'custom_fields.n',
      'xpected',
    ],
    [
      'a whole number beyond 2^53',
      '{"email":"x@y.test","custom_fields":{"n":12345678901234567890}}',
      json,
      'custom_fields.n',
      '9007199254740992',
    ],
    [
      '10,000 tags',
      JSON.stringify({ email: 'x@y.test', tags: Array(10_000).fill('t') }),
      json,
      'tags',
      'at most 100',
    ],
    ['2 MiB', `"${'x'.repeat(2 * 1024 * 1024)}"`, json, 'body', 'at most 1048576 bytes'],
    [
      '10 MB of custom_fields',
      `{"custom_fields":{"x":"${'x'.repeat(1e7)}"}}`,
      json,
      'body',
      'at most 1048576 bytes',
    ],
  ])('%s', async (_title, raw, headers, field, says) => {
    const answer = await callApi(emulator, '/contacts', { method: 'POST', raw, headers });
    expect([answer.status, answer.error.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(answer.error.details.field?.slice(0, field.length)).toBe(field);
    expect(answer.error.details.issue).toContain(says);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from('{"email":"\xff\xfe@b.test"}', 'latin1'), {}, 'body'],
    ['gzip', gzipSync(ok), { 'Content-Encoding': 'gzip' }, 'Content-Encoding'],
  ])('%s', async (_title, bytes, headers, field) => {
    const raw = new Uint8Array(bytes);
    const answer = await callApi(emulator, '/contacts', { method: 'POST', raw, headers });
    expect([answer.status, answer.error.details.field]).toEqual([400, field]);
  });

  it('a campaign may have 10 MiB and no more', async () => {
    const post = (size: number) =>
      callApi(emulator, '/campaigns', { method: 'POST', raw: `{"name":"${'x'.repeat(size)}"}` });
    expect((await post(5_000_000)).error.details.field).toBe('name');
    expect((await post(10 * 1024 * 1024)).error.details).toMatchObject({ field: 'body' });
  });
});

describe('What looks odd and is allowed passes', () => {
  it.each([
    [
      'a JSON type of its own',
      { 'Content-Type': 'application/vnd.maildrone+json' },
      '{"email":"odd1@y.test"}',
    ],
    ['a charset', { 'Content-Type': 'Application/JSON; Charset="UTF-8"' }, '{"email":"odd2@y.test"}'],
    ['a part of UTF-8', { 'Content-Type': 'application/json; charset=US-ASCII' }, '{"email":"odd9@y.test"}'],
    ['a byte order mark', {}, '\ufeff{"email":"odd3@y.test"}'],
    ['duplicate keys, the last of which counts', {}, '{"email":"x","email":"odd4@y.test"}'],
    ['a coding that is none', { 'Content-Encoding': 'Identity' }, '{"email":"odd7@y.test"}'],
    ['an empty coding', { 'Content-Encoding': '' }, '{"email":"odd8@y.test"}'],
    [
      'a fraction with many digits',
      {},
      '{"email":"odd5@y.test","custom_fields":{"n":0.12345678901234567890}}',
    ],
    ['keys named as methods', {}, '{"email":"odd6@y.test","custom_fields":{"constructor":{"prototype":1}}}'],
  ])('%s', async (_title, headers, raw) => {
    const answer = await callApi<{ email: string }>(emulator, '/contacts', { method: 'POST', raw, headers });
    expect([answer.status, answer.data.email]).toEqual([201, /odd\d@y\.test/.exec(raw)?.[0]]);
  });

  it('a trailing slash is forgiven', async () => {
    expect((await callApi(emulator, '/contacts/')).status).toBe(200);
  });

  it('HEAD answers as GET does, without a body', async () => {
    const head = await callApi(emulator, '/contacts', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(50);
  });

  it('OPTIONS names the methods, for a browser of an allowed origin too', async () => {
    const answer = await callApi(emulator, '/contacts', {
      method: 'OPTIONS',
      key: null,
      headers: { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'POST' },
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([200, 'OPTIONS, GET, POST']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  });

  const bodiless = apiTable.routes.filter(({ body, method }) => !body && method !== 'GET');
  it.each(bodiless.map(({ method, path }) => [method, path.replace(/\{\w+\}/, 'campaign_00000000')]))(
    '%s %s takes no body: one that is no JSON is a 400 as elsewhere, and its fields are unknown',
    async (method, path) => {
      const call = async (raw: string) => {
        const { status, headers, error } = await callApi(emulator, path, { method, raw });
        return [
          status,
          error.details.field,
          headers.get('X-Emulator-Warning')?.replace(/^undocumented[^;]*; /, ''),
        ];
      };
      expect((await call('now!')).slice(0, 2)).toEqual([400, 'body']);
      expect((await call('[]')).slice(0, 2)).toEqual([400, 'body']);
      expect((await call('null')).slice(0, 2)).toEqual([400, 'body']);
      expect(await call('{"when":"now"}')).toEqual([404, 'id', 'unknown field "when"']);
      expect((await call('{}')).slice(0, 2)).toEqual([404, 'id']);
    },
  );
});

describe('A path that is not there is told what is', () => {
  it.each([
    ['GET', '/contact', 'the nearest is GET /v2/contacts'],
    ['GET', '/campaigns/campaign_1a2b3c4d/stat', 'the nearest is GET /v2/campaigns/{campaign_id}/stats'],
    ['PATCH', '/contacts/contact_00000000', 'this path has, GET, PUT, DELETE'],
    ['DELETE', '/contacts', 'this path has GET, POST'],
    ['GET', '/campaigns/x/send', 'this path has POST'],
    ['BREW', '/contacts', 'this path has GET, POST'],
    ['GET', '/', 'There is no GET /v2/'],
    ['GET', '', 'There is no GET /v2'],
    ['GET', '/contacts//', 'the nearest is GET /v2/contacts'],
    ['GET', '/%', 'There is no GET /v2/%'],
    ['GET', '/../_emulator/keys', 'There is no GET'],
  ])('%s /v2%s', async (method, path, says) => {
    const raw = await rawHttp(
      emulator.url,
      `${method} /v2${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    const answer = parseRaw(raw);
    if (method === 'BREW') return expect(answer).toMatchObject({ status: 400, body: invalid });
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'RESOURCE_NOT_FOUND' } } });
    const { error } = answer.body as { error: { message: string } };
    for (const word of says.split(', ')) expect(error.message).toContain(word);
  });

  it('broken percent-encoding in an id is a 400', async () => {
    const answer = await callApi(emulator, '/contacts/%E0%A4%A', { method: 'DELETE' });
    expect([answer.status, answer.error.details.field]).toEqual([400, 'contact_id']);
  });

  it('a program that forgot /v2 gets the envelope and not the web UI', async () => {
    const response = await fetch(`${emulator.url}/v1/contacts`, {
      headers: { Authorization: `Bearer ${emulator.apiKey}` },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/json; charset=utf-8',
    ]);
  });

  const optional = controlTable.routes.filter(({ body, bodyOptional }) => body && bodyOptional);
  it.each(optional.map(({ method, path }) => [method, path.replace(/\{\w+\}/, 'x')]))(
    '%s %s may have no body, and refuses null in place of an object',
    async (method, path) => {
      const { status, error } = await callControl(emulator, path, { method, raw: 'null' });
      expect([status, error.details]).toEqual([
        400,
        { field: 'body', issue: 'Expected an object, got null' },
      ]);
    },
  );

  it.each([
    ['/messages?nonsense=1', 'GET', undefined, 'nonsense'],
    ['/health?x=1', 'GET', undefined, 'x'],
    ['/clock/advance', 'POST', { by: '1s', to: 'x' }, 'to'],
    ['/reset', 'POST', { everything: true }, 'everything'],
    ['/workspaces', 'POST', { name: 'x' }, 'name'],
    ['/faults', 'POST', { match: {}, delai: 5 }, 'delai'],
  ])('an unknown field of the control API is a 400: %s', async (path, method, body, field) => {
    const answer = await callControl(emulator, path, { method, body });
    expect(answer.status).toBe(400);
    const { field: first, issues = [] } = answer.error.details;
    expect([first, ...issues.map((issue) => issue.field)]).toContain(field);
  });
});

describe('On a raw socket', () => {
  const head = (lines: string) =>
    `POST /v2/contacts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${emulator.apiKey}\r\nConnection: close\r\nContent-Type: application/json\r\n${lines}\r\n`;

  it.each([
    ['no HTTP at all', 'HELLO\r\n\r\n'],
    ['a broken header', 'GET /v2/contacts HTTP/1.1\r\nno colon here\r\n\r\n'],
    ['two lengths', 'POST /v2/contacts HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
    ['a header of 32 KiB', `GET /v2/contacts HTTP/1.1\r\nX: ${'x'.repeat(32_768)}\r\n\r\n`],
    ['a broken chunk', 'POST /v2/contacts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n'],
  ])('%s is a 400 in the envelope', async (_title, bytes) => {
    expect(parseRaw(await rawHttp(emulator.url, bytes))).toMatchObject({ status: 400, body: invalid });
  });

  it('chunks are put together', async () => {
    const answer = await rawHttp(
      emulator.url,
      head('Transfer-Encoding: chunked\r\n'),
      '8\r\n{"email"\r\n',
      '10\r\n:"chunk@b.test"}\r\n0\r\n\r\n',
    );
    expect(parseRaw(answer)).toMatchObject({ status: 201, body: { data: { email: 'chunk@b.test' } } });
  });

  it('Expect: 100-continue is continued, another expectation is passed over', async () => {
    for (const [index, expectation] of ['100-continue', 'miracles'].entries()) {
      const body = `{"email":"expect${index}@b.test"}`;
      const lines = `Expect: ${expectation}\r\nContent-Length: ${body.length}\r\n`;
      const answer = await rawHttp(emulator.url, head(lines), body);
      expect(answer.startsWith('HTTP/1.1 100 Continue')).toBe(index === 0);
      expect(parseRaw(answer)).toMatchObject({ status: 201 });
    }
  });

  it.each([
    ['1.0', 200, { success: true }],
    ['1.1', 400, { success: false, error: { details: { field: 'Host' } } }],
  ])('a call in HTTP/%s without a Host is a %d', async (version, status, body) => {
    const answer = await rawHttp(
      emulator.url,
      `GET /v2/contacts HTTP/${version}\r\nAuthorization: Bearer ${emulator.apiKey}\r\nConnection: close\r\n\r\n`,
    );
    expect(parseRaw(answer)).toMatchObject({ status, body });
  });

  it('the emulator still answers after all that', async () => {
    expect((await callApi(emulator, '/contacts')).status).toBe(200);
  });
});
