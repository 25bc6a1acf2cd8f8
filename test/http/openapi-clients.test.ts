import ts from 'typescript';
import openapiTS, { astToString } from 'openapi-typescript';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiOf } from '../../src/http/openapi/document.js';
import { apiTable, controlTable } from '../../src/http/route-tables.js';

const documents = {
  api: openApiOf(apiTable.routes, 'api'),
  control: openApiOf(controlTable.routes, 'control'),
};
type Kind = keyof typeof documents;

/** Every value of a document under a key, with the path to it. */
function valuesOf(node: unknown, key: string): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries<unknown>({ ...node }).flatMap(([name, inner]) => [
    ...(name === key ? [inner] : []),
    ...valuesOf(inner, key),
  ]);
}
const referencesIn = (node: unknown): string[] =>
  valuesOf(node, '$ref').map((reference) => String(reference).split('/').at(-1) ?? '');

function reachable(schemas: Record<string, unknown>, name: string, seen = new Set<string>()): Set<string> {
  for (const next of referencesIn(schemas[name])) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(schemas, next, seen);
  }
  return seen;
}

describe.each(Object.keys(documents) as Kind[])('the document of %s', (kind) => {
  const { paths, components } = documents[kind];

  it('names the type of every answer', () => {
    const types = valuesOf(paths, 'content').flatMap((content) => Object.keys(content as object));
    expect(types.length).toBeGreaterThan(10);
    expect(types.filter((type) => type.includes('*'))).toEqual([]);
  });

  it('has no schema that contains itself, which generators run around in', () => {
    const { schemas } = components;
    expect(Object.keys(schemas).filter((name) => reachable(schemas, name).has(name))).toEqual([]);
    expect(Object.keys(schemas).filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
  });

  it('says the defaults of bodies in words, since generators read a field with a default as required', () => {
    const bodies = Object.values(paths).flatMap((each) =>
      Object.values(each).map(({ requestBody }) => requestBody),
    );
    // A field may have that name.
    const isField = (value: unknown) => typeof value === 'object' && value !== null && 'type' in value;
    const defaults = valuesOf([bodies, components.schemas], 'default');
    expect(defaults.filter((value) => !isField(value))).toEqual([]);
    if (kind === 'control')
      expect(JSON.stringify(components.schemas['SuppressionInput'])).toContain('Default: \\"manual\\"');
  });

  it('describes every parameter of a path, and gives defaults of the type of their parameter', () => {
    for (const [path, operations] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(operations)) {
        expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(inPath);
        for (const { schema, name } of parameters) {
          const { enum: choices, default: usual } = schema;
          if (Array.isArray(choices) && usual !== undefined)
            expect(choices, `${path} ${name}`).toContain(usual);
        }
      }
    }
  });
});

it("has the reference's names of parameters", () => {
  const names = Object.keys(documents.api.paths).flatMap((path) => path.match(/\{\w+\}/g) ?? []);
  expect([...new Set(names)].sort()).toEqual(['{campaign_id}', '{contact_id}']);
});

const root = join(import.meta.dirname, '..', '..');
const client = `
import createClient from 'openapi-fetch';
import type { paths as Api } from './generated-api.js';
import type { paths as Control } from './generated-control.js';
export async function use(): Promise<string> {
  const api = createClient<Api>({ baseUrl: 'http://localhost:8025/v2' });
  const control = createClient<Control>({ baseUrl: 'http://localhost:8025/_emulator' });
  const { data, error } = await api.POST('/contacts', { body: { email: 'a@example.com', custom_fields: { a: [1] } } });
  if (error) return error.error.message;
  const contact_id = data.data.id;
  await api.PUT('/contacts/{contact_id}', { params: { path: { contact_id } }, body: { tags: ['vip'] } });
  // @ts-expect-error there is no such parameter
  await api.GET('/contacts', { params: { query: { pages: 2 } } });
  const stats = await api.GET('/campaigns/{campaign_id}/stats', { params: { path: { campaign_id: 'campaign_1a2b3c4d' } } });
  const sent: number | undefined = stats.data?.data.stats.sent;
  const mail = await control.GET('/messages/wait', { params: { query: { to: 'a', timeout: 100 } } });
  await control.GET('/messages/{id}/html', { params: { path: { id: 'email_1' }, query: { remote: 'true' } }, parseAs: 'text' });
  const version: number | undefined = (await control.GET('/export')).data?.version;
  await control.POST('/faults', { body: { match: { path: '/v2/contacts' }, respond: { status: 500 } } });
  await control.POST('/faults', { body: { smtp: { stage: 'data' } } });
  await control.POST('/suppressions', { body: { address: 'a@example.com' } });
  await control.POST('/contacts/import', { body: { csv: 'email' } });
  await control.POST('/webhooks', { body: { url: 'http://localhost:1', faults: { duplicate: 0.5 } } });
  await control.PUT('/simulation', { body: { profile: { name: 'mine', shares: { bounced: 0.1 } } } });
  await control.POST('/messages/{id}/simulate', { params: { path: { id: 'email_1' } }, body: { event: 'opened' } });
  return [mail.data?.data[0]?.codes[0] ?? '', sent, version].join();
}
`;

it('makes clients that a strict project compiles against (openapi-typescript, openapi-fetch)', async () => {
  const sources = new Map([[join(root, 'test/http/generated-use.ts'), client]]);
  for (const [kind, document] of Object.entries(documents)) {
    const ast = await openapiTS(JSON.stringify(document));
    sources.set(join(root, `test/http/generated-${kind}.ts`), astToString(ast));
  }
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, exactOptionalPropertyTypes: true, skipDefaultLibCheck: true, types: [] },
    ...{
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    },
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, ...rest) => {
    const code = sources.get(file);
    return code === undefined
      ? getSourceFile(file, ...rest)
      : ts.createSourceFile(file, code, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  const program = ts.createProgram([...sources.keys()], options, host);
  const faults = ts.getPreEmitDiagnostics(program);
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
}, 60_000);
