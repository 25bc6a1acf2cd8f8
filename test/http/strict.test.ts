import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, Contact, EmulatorHandle } from '../../src/index.js';
import { beyond, campaignBody, contactBody } from '../conformance/examples.js';
import { callApi } from '../support/emulator.js';

let lenient: EmulatorHandle;
let strict: EmulatorHandle;
beforeAll(async () => {
  lenient = await startEmulator();
  strict = await startEmulator({ strict: true });
});
afterAll(() => Promise.all([lenient.stop(), strict.stop()]));

describe('Unknown fields', () => {
  const cases = [
    ['/contacts', { email: 'a@b.test', nickname: 'x' }, 'nickname'],
    ['/contacts', { email: 'c@d.test', Email: 'y' }, 'Email'],
    ['/campaigns', { ...campaignBody, settings: { open_pixel: true } }, 'settings.open_pixel'],
    ['/campaigns', { ...campaignBody, content: { text: 'x', amp_html: 'y' } }, 'content.amp_html'],
    ['/campaigns', { ...campaignBody, recipients: { type: 'all', list: 'x' } }, 'recipients.list'],
  ] as const;

  it.each(cases.map(([path, body, field]) => ({ path, body, field })))(
    'are passed over and named: $path $field',
    async ({ path, body, field }) => {
      const answer = await callApi(lenient, path, { method: 'POST', body });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('X-Emulator-Warning')).toBe(`unknown field "${field}"`);
      expect(answer.text).not.toContain(field.split('.').at(-1));
      const [call] = await lenient.requests.list({ limit: 1 });
      expect(call?.warnings).toEqual([`unknown field "${field}"`]);
    },
  );

  it('are named also where something else is refused', async () => {
    const body = { email: 'nobody', nickname: 'x' };
    const answer = await callApi(lenient, '/contacts?page=1', { method: 'POST', body });
    expect([answer.status, answer.error.details.field]).toEqual([400, 'email']);
    expect(answer.headers.get('X-Emulator-Warning')).toBe(
      'unknown field "nickname"; unknown query parameter "page"',
    );
    const [call] = await lenient.requests.list({ limit: 1 });
    expect(call?.warnings).toEqual(['unknown field "nickname"', 'unknown query parameter "page"']);
  });

  it.each(cases.map(([path, body, field]) => ({ path, body, field })))(
    'are refused with --strict: $path $field',
    async ({ path, body, field }) => {
      const answer = await callApi(strict, path, { method: 'POST', body });
      expect([answer.status, answer.error.details.field]).toEqual([400, field]);
    },
  );

  const readOnly = ['id', 'subscribed_at', 'created_at', 'updated_at'];
  it('an object is written back as it was read, also with --strict: what the service sets is passed over and named', async () => {
    for (const emulator of [lenient, strict]) {
      const body = { email: 'back@x.test' };
      const { data } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
      const path = `/contacts/${data.id}`;
      const answer = await callApi<Contact>(emulator, path, { method: 'PUT', body: data });
      expect([answer.status, answer.data]).toEqual([200, data]);
      const named = readOnly.map((field) => `field "${field}" changes nothing here`);
      expect(answer.headers.get('X-Emulator-Warning')).toBe(named.join('; '));
      const changed = { id: 'contact_00000000', created_at: 'then' };
      const forged = await callApi<Contact>(emulator, path, { method: 'PUT', body: { ...data, ...changed } });
      expect([forged.status, forged.data]).toEqual([200, data]);
      const renewed = await callApi(emulator, '/contacts', {
        method: 'POST',
        body: { ...data, email: 'other@x.test' },
      });
      expect(renewed.status).toBe(emulator === strict ? 400 : 201);
    }
  });

  it('a campaign is written back as it was read, and made anew from its recipients, also with --strict', async () => {
    const body = { ...campaignBody, recipients: { type: 'all' } };
    const { data } = await callApi<Campaign>(lenient, '/campaigns', { method: 'POST', body });
    const put = await callApi<Campaign>(lenient, `/campaigns/${data.id}`, { method: 'PUT', body: data });
    expect([put.status, put.data]).toEqual([200, data]);
    expect(put.headers.get('X-Emulator-Warning')).not.toContain('unknown');
    for (const emulator of [lenient, strict]) {
      const again = { ...body, recipients: data.recipients };
      const made = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body: again });
      expect([made.status, made.data.recipients]).toEqual([201, data.recipients]);
      expect(made.headers.get('X-Emulator-Warning')).toBe('field "recipients.tags" changes nothing here');
    }
  });

  it('a name in another script is named in a header that HTTP allows', async () => {
    const body = { email: 'e@f.test', '☀️\r\nX: y': 1 };
    const answer = await callApi(lenient, '/contacts', { method: 'POST', body });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('X-Emulator-Warning')).toMatch(/^unknown field "[\x20-\x7e]+"$/);
  });

  it('an unknown query parameter is a 400 with --strict', async () => {
    const answer = await callApi(strict, '/contacts?sort=name');
    expect([answer.status, answer.error.details.field]).toEqual([400, 'sort']);
  });
});

describe('What the reference does not document', () => {
  it.each(beyond)(
    '$method $path is marked, and a 404 with --strict',
    async ({ method, path, full, ...rest }) => {
      const body = 'body' in rest ? { body: rest.body } : {};
      const marked = await callApi(lenient, path, { method, ...body });
      expect([marked.status, marked.headers.get('X-Emulator-Undocumented')]).toEqual([full, 'true']);
      const [call] = await lenient.requests.list({ limit: 1 });
      expect(call).toMatchObject({ undocumented: true });
      expect(call?.warnings.join()).toContain('undocumented route');
      const hidden = await callApi(strict, path, { method, ...body });
      expect([hidden.status, hidden.headers.get('X-Emulator-Undocumented')]).toEqual([404, null]);
      expect(['method', 'path']).toContain(hidden.error.details.field);
    },
  );

  it('the examples of the reference pass with --strict, without a warning', async () => {
    for (const [path, body] of [
      ['/contacts', contactBody],
      ['/campaigns', campaignBody],
    ] as const) {
      const answer = await callApi(strict, path, { method: 'POST', body });
      expect([answer.status, answer.headers.get('X-Emulator-Warning')]).toEqual([201, null]);
    }
  });

  it('a strict emulator describes the documented calls alone', async () => {
    const paths = async ({ url }: EmulatorHandle) => {
      const document = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
      return Object.keys(document.paths);
    };
    expect(await paths(strict)).not.toContain('/emails');
    expect(await paths(lenient)).toContain('/emails');
  });
});
