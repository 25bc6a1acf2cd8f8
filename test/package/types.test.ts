import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { usePacked } from '../support/packed.js';
import type { PackedApp } from '../support/packed.js';

const older = createRequire(import.meta.url)('typescript-5.4') as typeof ts;
const compilers = { [ts.version]: ts, [older.version]: older };
const body = `
export async function use(): Promise<string[]> {
  const emulator = await startEmulator({ simulation: 'reference', seed: 7, host: undefined, webhookSecret: null });
  const message: Message = await emulator.inbox.waitFor({ to: 'jane@example.com' }, { timeout: 100 });
  const same = await connect(emulator.url);
  await connect({ href: emulator.url });
  const raw: Uint8Array = await same.inbox.raw(message.id);
  const failure: unknown = new Error(String(raw.length));
  if (failure instanceof EmulatorError) return [failure.code, failure.details.field ?? '', version];
  const status: 'queued' | 'sent' | 'delivered' | 'deferred' | 'bounced' = message.status;
  const subjects: string[] = (await same.inbox.list()).map(({ subject }) => subject);
  await emulator.faults.add({ match: { method: 'POST', path: '/v2/contacts' }, respond: { status: 500 } });
  await emulator.faults.add({ smtp: { stage: 'rcpt', reply: '452 4.2.2 Mailbox full' } });
  // @ts-expect-error a port is a number
  await startEmulator({ port: '8025' });
  // @ts-expect-error there is no such option
  await startEmulator({ prot: 8025 });
  // @ts-expect-error there is no such field
  console.log(message.sender);
  return [status, ...subjects];
}
`;
const imports = `import { connect, EmulatorError, startEmulator, version, type Message } from 'maildrone-emulator';`;
const sources = {
  // In a package without "type": "module" this becomes CommonJS, and resolves by `require`.
  'common.ts': imports + body,
  'common.cts': imports + body,
  'module.mts': imports + body,
  'required.cts': `import emulator = require('maildrone-emulator');\nexport const started: Promise<emulator.EmulatorHandle> = emulator.startEmulator();\n`,
};
type Source = keyof typeof sources;

let app: PackedApp;
let folder = '';
beforeAll(async () => {
  app = await usePacked();
  folder = join(app.folder, 'typed');
  await mkdir(folder, { recursive: true });
  for (const [name, source] of Object.entries(sources))
    await writeFile(join(folder, name), `declare const console: { log(text: string): void };\n${source}`);
}, 180_000);

/** What a strict project without a single `@types` package sees. */
function faultsOf(compiler: typeof ts, options: Record<string, unknown>, files: readonly Source[]): string[] {
  // The compiler's own library need not be checked again and again.
  const strict = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: [],
  };
  const json = { target: 'es2022', lib: ['es2022'], ...strict, ...options };
  const { options: compilerOptions, errors } = compiler.convertCompilerOptionsFromJson(json, folder);
  const program = compiler.createProgram(
    files.map((file) => join(folder, file)),
    compilerOptions,
  );
  return [...errors, ...compiler.getPreEmitDiagnostics(program)].map(
    ({ file, start, messageText }) =>
      `${file?.fileName ?? ''}:${start ?? 0} ${compiler.flattenDiagnosticMessageText(messageText, ' ')}`,
  );
}

describe.each(Object.keys(compilers))('with TypeScript %s', (name) => {
  it.each<[string, Record<string, unknown>, Source[]]>([
    ['node16', { module: 'node16' }, ['common.ts', 'common.cts', 'module.mts', 'required.cts']],
    ['nodenext', { module: 'nodenext' }, ['common.ts', 'common.cts', 'module.mts', 'required.cts']],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }, ['common.ts', 'module.mts']],
  ])(
    'a project under %s compiles, without skipLibCheck and @types/node',
    (_mode, options, files) => {
      const compiler = compilers[name];
      if (!compiler) throw new Error(`no TypeScript ${name}`);
      expect(faultsOf(compiler, options, files)).toEqual([]);
    },
    60_000,
  );
});

it('gives a Buffer to those who have the types of Node', () => {
  const types = {
    typeRoots: [join(import.meta.dirname, '..', '..', 'node_modules', '@types')],
    types: ['node'],
  };
  const source = join(folder, 'buffer.mts');
  ts.sys.writeFile(
    source,
    `import { connect } from 'maildrone-emulator';
export const text = async () => (await (await connect(new URL('http://localhost:8025'))).inbox.raw('email_1')).toString('utf8', 0, 4);\n`,
  );
  expect(faultsOf(ts, { module: 'node16', skipLibCheck: true, ...types }, ['buffer.mts' as Source])).toEqual(
    [],
  );
}, 60_000);

it('passes arethetypeswrong and publint without a word', async () => {
  const tarball = createPackageFromTarballData(new Uint8Array(await readFile(app.tarball)));
  const checked = await checkPackage(tarball);
  expect(checked).toMatchObject({ types: { kind: 'included' } });
  expect('problems' in checked && checked.problems).toEqual([]);
  const { messages } = await publint({
    pkgDir: join(app.folder, 'node_modules', 'maildrone-emulator'),
    pack: false,
    strict: true,
  });
  expect(messages).toEqual([]);
}, 60_000);
