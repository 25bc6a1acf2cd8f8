import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { campaignBody, contactBody } from '../conformance/examples.js';
import { callApi, callControl } from '../support/emulator.js';
import { rawHttp } from '../support/raw-http.js';

let lenient: EmulatorHandle;
let strict: EmulatorHandle;
beforeAll(async () => {
  lenient = await startEmulator();
  strict = await startEmulator({ strict: true });
});
afterAll(() => Promise.all([lenient.stop(), strict.stop()]));

const fieldsOf = ({ error }: Awaited<ReturnType<typeof callApi>>) =>
  (error.details.issues ?? [{ field: error.details.field }]).map(({ field }) => field);

describe('A query parameter that comes twice', () => {
  it('is passed over and named once where the route does not have it, and refused with --strict', async () => {
    for (const [method, body] of [
      ['GET', undefined],
      ['POST', contactBody],
    ] as const) {
      const path = '/contacts?utm=a&utm=b&utm=c';
      const answer = await callApi(lenient, path, { method, body });
      expect(answer.status).toBe(method === 'GET' ? 200 : 201);
      expect(answer.headers.get('X-Emulator-Warning')).toBe('unknown query parameter "utm"');
      const refused = await callApi(strict, path, { method, body });
      expect([refused.status, fieldsOf(refused)]).toEqual([400, ['utm']]);
      expect(refused.error.details.issue).toContain('not documented');
    }
  });

  it('is refused where the route has it, each that does so', async () => {
    for (const emulator of [lenient, strict]) {
      const answer = await callApi(emulator, '/contacts?limit=1&limit=2&page=1&page=1');
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ['limit', 'page']]);
      expect(answer.error.details.issue).toBe('Expected this parameter once');
    }
    const control = await callControl(lenient, '/messages?limit=1&limit=2');
    expect([control.status, control.error.details.field]).toEqual([400, 'limit']);
  });
});

describe('Several faults are all named', () => {
  it('of a query, and of body and query', async () => {
    const query = await callApi(lenient, '/contacts?page=0&limit=x');
    expect(fieldsOf(query)).toEqual(['page', 'limit']);
    const both = await callControl(lenient, '/keys?x=1', { method: 'POST', body: { y: 1 } });
    expect(fieldsOf(both)).toEqual(['y', 'x']);
  });

  const faulty = { subject: '{{#if x}}', content: { html: '{{/each}}', text: '{{nope' } };
  const parts = ['subject', 'content.html', 'content.text'];
  const mail = { to: 'a@b.test', from_email: 'f@x.test' };
  it.each([
    ['POST', '/campaigns', { ...campaignBody, ...faulty }],
    ['POST', '/emails', { ...mail, ...faulty }],
  ])('of the templates of %s %s', async (method, path, body) => {
    const all = await callApi(lenient, path, { method, body });
    expect([all.status, fieldsOf(all)]).toEqual([400, parts]);
    const { subject: _sound, ...content } = faulty;
    const some = await callApi(lenient, path, { method, body: { ...body, subject: 'Hello', ...content } });
    expect(fieldsOf(some)).toEqual(['content.html', 'content.text']);
    const one = await callApi(lenient, path, {
      method,
      body: { ...body, subject: 'Hello', content: { html: '<p>Hi', text: '{{nope' } },
    });
    expect([one.error.details.field, one.error.details.issues]).toEqual(['content.text', undefined]);
  });

  it('of the templates of an edit, before the campaign is looked for', async () => {
    const { data } = await callApi<{ id: string }>(lenient, '/campaigns', {
      method: 'POST',
      body: campaignBody,
    });
    for (const id of [data.id, 'campaign_none']) {
      const edit = await callApi(lenient, `/campaigns/${id}`, { method: 'PUT', body: faulty });
      expect([edit.status, fieldsOf(edit)]).toEqual([400, parts]);
    }
    const unknown = await callApi(lenient, '/campaigns/campaign_none', { method: 'PUT', body: campaignBody });
    expect(unknown.status).toBe(404);
  });
});

describe('A target', () => {
  // Beside `callApi`, which looks paths up in the OpenAPI document as they stand.
  const get = (path: string) =>
    fetch(lenient.url + path, { headers: { Authorization: `Bearer ${lenient.apiKey}` } });

  it.each(['/%63ontacts', '/%63%6F%6e%74acts', '/contacts?limit=1'])(
    'with letters percent-encoded is the same: %s',
    async (path) => {
      expect((await get(`/v2${path}`)).status).toBe(200);
    },
  );

  it('is the same to fault rules and to the other parts of the emulator', async () => {
    await lenient.faults.add({ match: { path: '/v2/contacts' }, times: 1, respond: { status: 503 } });
    expect((await get('/v2/%63ontacts')).status).toBe(503);
    for (const path of [
      '/%76%32/contacts',
      '/_emulator/%68ealth',
      '/%5Femulator/health',
      '/%6Fpenapi.json',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    for (const path of ['/contacts%2Fx', '/%2563ontacts', '/con%74acts%3F'])
      expect((await get(`/v2${path}`)).status).toBe(404);
  });

  it.each(['/v2/contacts?search=é', '/v2/é', '/_emulator/ö'])(
    'that is not percent-encoded is refused in words: %s',
    async (target) => {
      const answer = await rawHttp(lenient.url, `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      expect(answer).toContain(' 400 ');
      expect(answer).toContain('percent-encoded');
      expect(answer).toContain('"field":"path"');
    },
  );
});
