import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { compilePath } from '../../src/contract/web/path-pattern.js';
import { apiTable } from '../../src/http/route-tables.js';
import type { NewFault } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { cpuTime } from '../support/cpu-time.js';

const call = (method: string, path: string) => ({ match: { method, path }, delay: 1 });

describe('A rule that no route can meet', () => {
  it.each([
    ['POST', '/v2/campaigns/*', 'this path has GET, PUT, DELETE'],
    ['PATCH', '/v2/contacts/**', 'this path has GET, POST, PUT, DELETE'],
    ['*', '/v2/contact', 'this rule applies to unknown paths alone'],
    ['*', '/v2/campaigns/*/stats/*', 'this rule applies to unknown paths alone'],
    ['*', '/_emulator/**', 'this rule applies to unknown paths alone'],
    ['GET', '/v2/*/*/send', 'this path has POST'],
  ])('is taken with a warning that says so: %s %s', async (method, path, reason) => {
    const emulator = await useEmulator();
    const { warnings } = await emulator.faults.add(call(method, path));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`No route is met by ${method} ${path}, so this rule applies to`);
    expect(warnings[0]).toContain(reason);
  });

  it.each([
    ':id',
    '<id>',
    '[id]',
    '$id',
    '${id}',
    '{{id}}',
    '{}',
    'contact_{id}',
    '{contact-id}',
    '%7Bid%7D',
  ])('is one with a placeholder in another spelling, and the warning names it: %s', async (placeholder) => {
    const emulator = await useEmulator();
    for (const path of [`/v2/contacts/${placeholder}`, `/v2/campaigns/${placeholder}/send`]) {
      const { warnings } = await emulator.faults.add(call('*', path));
      expect(warnings).toEqual([
        `${placeholder} is taken as it stands, so this rule applies to no known call: write * for one segment, or {name}`,
      ]);
    }
  });

  it.each([
    ['*', '**'],
    ['*', '/v2/**'],
    ['GET', '/v2/contacts/*'],
    ['HEAD', '/v2/contacts'],
    ['OPTIONS', '/v2/contacts'],
    ['POST', '/v2/campaigns/*/send'],
    ['POST', '/v2/campaigns/{campaign_id}/send'],
    ['DELETE', '/v2/c*/campaign_1a2b3c4d'],
    ['GET', '/v2/contacts/contact_*'],
  ])('is not %s %s', async (method, path) => {
    const emulator = await useEmulator();
    expect(await emulator.faults.add(call(method, path))).toMatchObject({ warnings: [] });
  });
});

it.each(['/v2/emails', '/v2/contacts/*'])('With --strict %s is a path that is not there', async (path) => {
  const rule = call('GET', path);
  const { warnings } = await (await useEmulator({ strict: true })).faults.add(rule);
  expect(warnings).toEqual([expect.stringContaining('No route is met by')]);
});

it('A pattern that takes long to match by backtracking holds nothing up', async () => {
  const emulator = await useEmulator();
  const long = `/contacts/${'a'.repeat(1900)}`;
  await emulator.faults.add(call('*', '/v2/contacts/*a*a*a*a*a*a*z'));
  const spent = await cpuTime(async () => {
    for (let number = 0; number < 50; number += 1) await callApi(emulator, long);
    const { data } = await callControl(
      emulator,
      `/requests?path=${encodeURIComponent('/v2/*/*a*a*a*a*a*z')}`,
    );
    expect(data).toEqual([]);
  });
  expect(spent).toBeLessThan(5000);
});

it.each(['con*tacts', '/v2/con**', '/*'.repeat(25)])(
  'A path pattern of the request log is refused where it can match nothing: %s',
  async (path) => {
    const emulator = await useEmulator();
    const { status, error } = await callControl(emulator, `/requests?path=${encodeURIComponent(path)}`);
    expect([status, error.details.field]).toEqual([400, 'path']);
  },
);

it.each([
  ['contacts', 2],
  ['/v2/*', 1],
  ['/v2/**', 2],
  ['**/contact_*', 1],
])('The request log shows the calls of a path: %s', async (path, count) => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts');
  await callApi(emulator, '/contacts/contact_00000000');
  expect(await emulator.requests.list({ path })).toHaveLength(count);
});

it.each(['Content-Length', 'transfer-encoding', 'Trailer', 'Upgrade'])(
  'A fault may not set the header %s, which frames the answer',
  async (name) => {
    const emulator = await useEmulator();
    const body = { respond: { status: 500, headers: { [name]: '1' } } };
    const { status, error } = await callControl(emulator, '/faults', { method: 'POST', body });
    expect([status, error.details.field]).toEqual([400, `respond.headers.${name}`]);
  },
);

it.each(['Content-Type', 'cache-control', 'X-Maildrone-Emulator', 'X-Emulator-Fault', 'x-emulator-warning'])(
  'A fault may not set the header %s, which the emulator sets itself',
  async (name) => {
    const emulator = await useEmulator();
    const body = { respond: { status: 500, headers: { 'Retry-After': '1', [name]: '1' } } };
    const { status, error } = await callControl(emulator, '/faults', { method: 'POST', body });
    expect([status, error.details]).toEqual([
      400,
      {
        field: `respond.headers.${name}`,
        issue: 'Expected a header that the emulator does not set itself',
      },
    ]);
  },
);

it('A header that a fault may set is in the answer', async () => {
  const emulator = await useEmulator();
  const headers = { 'Retry-After': '7', 'X-RateLimit-Remaining': '0', 'Set-Cookie': 'a=b', Date: 'today' };
  await emulator.faults.add({ respond: { status: 500, headers } });
  const answer = await callApi(emulator, '/contacts');
  for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
});

describe('The method of a rule', () => {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
  it.each([
    [undefined, ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']],
    ['*', ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']],
    ['GET', ['GET', 'HEAD']],
    ['HEAD', ['HEAD']],
    ['POST', ['POST']],
    ['options', ['OPTIONS']],
  ])('%s means %j', async (method, met) => {
    const emulator = await useEmulator();
    await emulator.faults.add({ match: { ...(method && { method }) }, respond: { status: 500 } });
    const injected = [];
    for (const each of methods) {
      const answer = await callApi(emulator, '/contacts', { method: each });
      if (answer.headers.has('X-Emulator-Fault')) injected.push(each);
    }
    expect(injected).toEqual(met);
  });
});

it('A fault on an undocumented route leaves the marks of the route, once', async () => {
  const emulator = await useEmulator();
  for (const rule of [{ respond: { status: 503 } }, { delay: 1 }]) {
    await emulator.faults.clear();
    await emulator.faults.add(rule);
    const answer = await callApi(emulator, '/emails', { method: 'POST', body: {} });
    expect(answer.headers.get('X-Emulator-Undocumented')).toBe('true');
    const [call] = await emulator.requests.list({ limit: 1 });
    expect(call).toMatchObject({
      route: 'POST /v2/emails',
      undocumented: true,
      warnings: [expect.stringContaining('undocumented route')],
    });
  }
});

it('A key that is revoked during the delay of a fault is judged after it', async () => {
  const emulator = await useEmulator();
  const { id, key } = await emulator.keys.create();
  await emulator.faults.add({ delay: '10m' });
  const answer = callApi(emulator, '/contacts', { key });
  await vi.waitFor(async () => expect((await emulator.faults.list())[0]?.hits).toBe(1));
  await emulator.keys.revoke(id);
  await emulator.faults.clear();
  expect((await answer).status).toBe(401);
});

it.each([
  ['X-Note', 'ö', 'respond.headers.X-Note'],
  ['X Note', 'a', 'respond.headers.X Note'],
  ['', 'a', 'respond.headers'],
  ['x'.repeat(101), 'a', 'respond.headers'],
])('A header of a fault that is refused is named: %s: %s', async (name, value, field) => {
  const emulator = await useEmulator();
  const body = { respond: { status: 500, headers: { [name]: value } } };
  const { status, error } = await callControl(emulator, '/faults', { method: 'POST', body });
  expect([status, error.details.field]).toEqual([400, field]);
});

/** Every rule that a page of the documents shows, as the body of a POST or as an argument of `faults.add`. */
function rulesIn(text: string): NewFault[] {
  const bodies = [...text.matchAll(/'(\{"(?:match|smtp)".*\})'|`(\{"(?:match|smtp)"[^`]*\})`/g)];
  const added = [...text.matchAll(/faults\.add\((\{.*\})\)/g)];
  return [
    ...bodies.map(([, inShell, inText]) => JSON.parse(inShell ?? inText ?? '') as NewFault),
    ...added.map(([, code = '']) => JSON.parse(asJson(code)) as NewFault),
  ];
}
const asJson = (code: string): string => code.replace(/(\w+):/g, '"$1":').replaceAll("'", '"');

const root = join(import.meta.dirname, '..', '..');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))].map(
  (name) => readFileSync(join(root, name === 'README.md' ? name : `docs/${name}`), 'utf8'),
);
const shown = pages.flatMap(rulesIn);

describe('The rules that the documents show', () => {
  it('are found', () => {
    expect(shown.filter((rule) => 'smtp' in rule).length).toBeGreaterThan(0);
    expect(shown.filter((rule) => !('smtp' in rule)).length).toBeGreaterThan(1);
  });

  it.each(shown)('warn of nothing: %j', async (rule) => {
    const emulator = await useEmulator();
    expect(await emulator.faults.add(rule)).toMatchObject({ warnings: [] });
  });

  it.each(shown.filter((rule) => !('smtp' in rule)))(
    'are injected into every route that they meet: %j',
    async (rule) => {
      const { path = '**', method = '*' } = 'match' in rule ? (rule.match ?? {}) : {};
      const met = apiTable.routes.filter(
        (route) =>
          ['*', route.method].includes(method.toUpperCase()) && compilePath(path).meets(`/v2${route.path}`),
      );
      expect(met.length).toBeGreaterThan(0);
      for (const { method: asked, path: routePath } of met) {
        const emulator = await useEmulator();
        const { id } = await emulator.faults.add({ ...rule, probability: 1 });
        await callApi(emulator, routePath.replace(/\{\w+\}/g, 'x'), { method: asked }).catch(() => undefined);
        const [log] = await emulator.requests.list();
        expect(log?.fault).toBe(id);
      }
    },
  );
});
