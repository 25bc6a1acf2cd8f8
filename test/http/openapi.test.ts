import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { beyond, campaignBody, contactBody, endpoints } from '../conformance/examples.js';
import { requireDescribed } from '../support/answers-check.js';
import { callApi } from '../support/emulator.js';

interface Shown {
  openapi: string;
  info: { contact: { name: string } };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks?: Record<string, { post: { requestBody: { content: Record<string, { example: object }> } } }>;
  components: { securitySchemes: object; responses: object };
}
interface Operation {
  operationId: string;
  tags: string[];
  security: object[];
  responses: Record<string, { headers?: object; content?: Record<string, { example?: unknown }> }>;
  requestBody?: { content: { 'application/json': { example?: unknown } } };
  'x-undocumented'?: boolean;
  'x-permission'?: string;
}

let emulator: EmulatorHandle;
const documents: Record<string, Shown> = {};
const paths = ['/openapi.json', '/_emulator/openapi.json'] as const;

beforeAll(async () => {
  emulator = await startEmulator();
  for (const path of paths) {
    documents[path] = (await (await fetch(`${emulator.url}${path}`)).json()) as Shown;
  }
});
afterAll(() => emulator.stop());

const operationFor = (method: string, path: string): Operation | undefined =>
  documents['/openapi.json']?.paths[path.replace(/(contact|campaign)_0{8}/, '{$1_id}')]?.[
    method.toLowerCase()
  ];

describe.each(paths)('%s', (path) => {
  it('passes a public linter without errors or warnings', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'openapi-'));
    const file = join(dir, 'openapi.json');
    await writeFile(file, JSON.stringify(documents[path], null, 1));
    const linted = await promisify(execFile)(
      process.execPath,
      ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--extends=recommended', '--format=json', file],
      { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
    ).finally(() => rm(dir, { recursive: true }));
    const { totals } = JSON.parse(linted.stdout) as { totals: object };
    expect(totals).toMatchObject({ errors: 0, warnings: 0 });
  });

  it('names every operation once', () => {
    const operations = Object.values(documents[path]?.paths ?? {}).flatMap((each) => Object.values(each));
    const ids = operations.map(({ operationId }) => operationId);
    expect(documents[path]?.openapi).toBe('3.1.0');
    expect(documents[path]?.info.contact.name, 'which Spectral asks for').toMatch(/\w/);
    expect(ids.length).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has the calls of a thing under one heading, and says what each heading is about', () => {
    const { paths, tags } = documents[path] as Shown;
    const headings = new Map<string, Set<string>>();
    for (const [place, operations] of Object.entries(paths)) {
      const [, word = ''] = place.split('/');
      const names = Object.values(operations).flatMap(({ tags }) => tags);
      headings.set(word, new Set([...(headings.get(word) ?? []), ...names]));
    }
    const parted = [...headings].filter(([, { size }]) => size > 1).map(([word]) => word);
    // The stats of a campaign are analytics to the reference.
    expect(parted).toEqual(path === '/openapi.json' ? ['campaigns'] : []);
    expect(new Set(tags.map(({ description }) => description)).size).toBe(tags.length);
  });
});

/** Every schema of a property in a document, with its name. */
function* propertiesIn(value: unknown): Generator<[name: string, schema: Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'properties') yield* Object.entries(inner as Record<string, Record<string, unknown>>);
    yield* propertiesIn(inner);
  }
}

it.each(paths)('%s says that times are times, and that no count is negative', (path) => {
  const properties = [...propertiesIn(documents[path])];
  const isTime = /(?:^|_)(?:at|now|since|until)$/;
  const plain = properties
    .filter(([name]) => isTime.test(name))
    .filter(([, schema]) => /^(?!.*date-time).*"string"/.test(JSON.stringify(schema)));
  expect(plain.map(([name]) => name)).toEqual([]);
  const least = [...JSON.stringify(documents[path]).matchAll(/"minimum":(-?\d+)/g)].map(([, n]) => Number(n));
  expect(least.length).toBeGreaterThan(10);
  expect(Math.min(...least)).toBe(0);
});

describe('The document of /v2', () => {
  it('has the documented endpoints, and marks those beyond the reference', () => {
    for (const { method, path, permission } of endpoints) {
      const operation = operationFor(method, path);
      expect(operation, `${method} ${path}`).toMatchObject({ 'x-permission': permission });
      expect(operation).not.toHaveProperty('x-undocumented');
    }
    for (const { method, path } of beyond) expect(operationFor(method, path)?.['x-undocumented']).toBe(true);
    const all = Object.values(documents['/openapi.json']?.paths ?? {}).flatMap((each) => Object.keys(each));
    expect(all).toHaveLength(endpoints.length + beyond.length);
  });

  it('says of every operation how it fails, that it needs a key, and which headers its answer has', () => {
    for (const { method, path } of [...endpoints, ...beyond]) {
      const operation = operationFor(method, path);
      const statuses = Object.keys(operation?.responses ?? {});
      expect(statuses).toEqual([expect.stringMatching(/^20[01]$/), '400', '401', '403', '404', '429', '500']);
      expect(operation?.security).toEqual([{ apiKey: [] }]);
      expect(Object.keys(operation?.responses[statuses[0] ?? '']?.headers ?? {})).toHaveLength(3);
    }
    expect(documents['/openapi.json']?.components.securitySchemes).toMatchObject({
      apiKey: { type: 'http', scheme: 'bearer' },
    });
  });

  it("shows the reference's examples, and its examples of answers are as it describes them", () => {
    const bodyOf = (path: string) =>
      operationFor('POST', path)?.requestBody?.content['application/json'].example;
    expect(bodyOf('/contacts')).toEqual(contactBody);
    expect(bodyOf('/campaigns')).toEqual(campaignBody);
    for (const [path, operations] of Object.entries(documents['/openapi.json']?.paths ?? {})) {
      for (const [method, { responses }] of Object.entries(operations)) {
        for (const [status, { content }] of Object.entries(responses)) {
          const example = content?.['application/json']?.example;
          if (example === undefined) continue;
          requireDescribed('/v2', { method, path, status: Number(status), body: JSON.stringify(example) });
        }
      }
    }
  });

  it('has the six webhooks', () => {
    expect(Object.keys(documents['/openapi.json']?.webhooks ?? {})).toEqual([
      'email.sent',
      'email.delivered',
      'email.opened',
      'email.clicked',
      'email.bounced',
      'email.unsubscribed',
    ]);
  });

  it('is what answers are held to: an answer that it does not describe is found out', () => {
    const meta = { timestamp: '2024-03-20T10:30:00Z', request_id: 'req_1a2b3c4d' };
    const check = (status: number, body: object) =>
      requireDescribed('/v2', {
        method: 'GET',
        path: '/contacts/contact_1a2b3c4d',
        status,
        body: JSON.stringify(body),
      });
    expect(() => check(200, { success: true, data: { id: 'x' }, meta })).toThrow('must match pattern');
    expect(() => check(405, { success: false })).toThrow('405 is not described');
    const error = { code: 'RESOURCE_NOT_FOUND', message: 'm', details: {} };
    expect(() => check(400, { success: false, error, meta })).toThrow('allowed values');
    expect(() => check(404, { success: false, error, meta })).not.toThrow();
  });
});

it('The docs page loads nothing from elsewhere, and a call can be tried on it', async () => {
  const { executablePath, args } = inject('chromium');
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${emulator.url}/docs`);
    await page.click('#createCampaign summary');
    const rows = await page.locator('#createCampaign tr').allTextContents();
    expect(rows.filter((row) => row.startsWith('content')).map((row) => row.slice(0, 20))).toEqual([
      'content requiredobje',
      'content.htmlstring, ',
      'content.textstring, ',
    ]);
    await page.click('#createContact summary');
    await page.fill('#createContact textarea', '{"email":"tried@example.com"}');
    await page.click('#createContact button');
    await page.waitForSelector('#createContact .status');
    expect(await page.textContent('#createContact .status')).toBe('201 Created');
    await page.click('#listContacts summary');
    await page.fill('#listContacts input[name=search]', 'tried');
    await page.click('#listContacts button');
    await page.waitForSelector('#listContacts output .status');
    expect(await page.textContent('#listContacts output')).toContain('"tried@example.com"');
    await page.goto(`${emulator.url}/docs/control`);
    await page.click('#getHealth summary');
    await page.click('#getHealth button');
    await page.waitForSelector('#getHealth .good');
    expect(asked.filter((url) => !url.startsWith(emulator.url) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
  expect((await callApi(emulator, '/contacts?search=tried')).meta.total).toBe(1);
});
