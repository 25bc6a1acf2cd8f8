import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isBuiltin } from 'node:module';
import { build } from 'esbuild';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { buildNode } from '../../build/node.js';
import { version } from '../../src/index.js';
import { usePacked } from '../support/packed.js';
import { linksOf, pageOf, pages } from '../support/pages.js';
import { run, useDirectory } from '../support/process.js';

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
/** Far from the sources, so that nothing in their node_modules helps. */
let app = '';
let tarball = '';
let installed = '';
let packedFiles: string[] = [];

async function finish(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { cwd }).finished;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** The tarball as a stranger would get it, installed in a folder with nothing else. */
beforeAll(async () => {
  ({ folder: app, tarball, files: packedFiles } = await usePacked());
  installed = join(app, 'node_modules', 'maildrone-emulator');
}, 180_000);

it('is at most 1.25 MB to download', async () => {
  expect((await stat(tarball)).size).toBeLessThanOrEqual(1_250_000);
});

it('is small when installed: one package and 25 MB', async () => {
  const lock = JSON.parse(await readFile(join(app, 'node_modules', '.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const entries = await readdir(join(app, 'node_modules'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  expect(Object.keys(lock.packages)).toEqual(['node_modules/maildrone-emulator']);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(25 * 1024 * 1024);
});

it('holds all that it needs, and no chunk that no other file names', async () => {
  expect(packedFiles).toEqual(
    expect.arrayContaining([
      'dist/cli.cjs',
      'dist/cli.js',
      'dist/index.js',
      'dist/parser-worker.js',
      'dist/campaign-worker.js',
      'dist/index.d.ts',
      'dist/index.d.cts',
      'dist/ui/index.html',
      'dist/THIRD-PARTY-LICENSES.txt',
      'fixtures/docs.json',
      'LICENSE',
    ]),
  );
  const scripts = packedFiles.filter((file) => /^dist\/[^/]+\.c?js$|^dist\/chunks\//.test(file));
  const texts = await Promise.all(scripts.map((file) => readFile(join(installed, file), 'utf8')));
  const chunks = scripts.filter((file) => file.startsWith('dist/chunks/')).map((file) => file.slice(12));
  expect(chunks.length).toBeGreaterThan(0);
  expect(chunks.filter((chunk) => !texts.some((text) => new RegExp(`[/"]${chunk}["']`).test(text)))).toEqual(
    [],
  );
});

it('has no page with a link to what it does not hold; pictures are in the repository alone', () => {
  const packed = pages.filter(({ path }) => packedFiles.includes(path));
  expect(packed.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'SUPPORTED.md', 'ARCHITECTURE.md', 'docs/README.md']),
  );
  const isPacked = (path: string) =>
    packedFiles.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`));
  const dead = packed.flatMap((page) =>
    linksOf(page)
      .filter(({ path, picture }) => !picture && !isPacked(path))
      .map(({ path }) => `${page.path}: ${path}`),
  );
  expect(dead).toEqual([]);
  expect(pageOf('docs/README.md').text).toMatch(
    /`docs\/decisions`[^]*`test\/examples`[^]*pictures[^]*repository/,
  );
});

/** What ws would take where somebody has installed it, and goes on without. */
const optional = ['bufferutil', 'utf-8-validate'];

it('imports nothing but itself and what Node has', async () => {
  const scripts = packedFiles.filter((file) => /^dist\/[^/]+\.c?js$|^dist\/chunks\//.test(file));
  const { metafile } = await build({
    entryPoints: Object.fromEntries(scripts.map((file, index) => [String(index), join(installed, file)])),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
    outdir: app,
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const texts = await Promise.all(scripts.map((file) => readFile(join(installed, file), 'utf8')));
  // What esbuild itself puts in is named so.
  const named = [
    ...imports
      .filter(({ external, path }) => external === true && path !== '<runtime>')
      .map(({ path }) => path),
    // What CommonJS asks for, chunks apart.
    ...texts.flatMap((text) =>
      [...text.replaceAll('\\\n', '').matchAll(/require\d*\)?\("((?!\.\/)[^"]*)"\)/g)].map(
        ([, name]) => name ?? '',
      ),
    ),
  ];
  expect(named).toContain('node:http');
  expect(named.filter((name) => !isBuiltin(name) && !optional.includes(name))).toEqual([]);
  const manifests = ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'];
  expect(manifests.filter((name) => name in manifest)).toEqual([]);
});

it('gives the licence of every package whose code it contains', async () => {
  const files = await buildNode(root, await useDirectory());
  const dirs = files.flatMap(
    (file) => /^(?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file) ?? [],
  );
  const bundled = [...new Set(dirs), 'node_modules/preact'];
  expect(bundled.length).toBeGreaterThan(50);
  const shipped = await readFile(join(installed, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const dir of bundled) {
    const licenses = (await readdir(join(root, dir))).filter((file) => /^licen[cs]e|^copying/i.test(file));
    expect(licenses, dir).not.toEqual([]);
    for (const file of licenses)
      expect(shipped).toContain((await readFile(join(root, dir, file), 'utf8')).trim());
  }
});

it('has the version that it prints', () => {
  expect(version).toBe(manifest.version);
});

it('runs by npx from the packed tarball alone', async () => {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const args = ['maildrone-emulator', '--memory', '--port', '0', '--smtp-port', '0', '--log', 'json'];
  const { child, stdout, finished } = run(npx, args, { cwd: app, detached: true });
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => stdout().includes('\n') && resolve());
    void finished.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  const ready = JSON.parse(stdout().split('\n')[0] ?? '') as { url: string; pid: number };
  const page = await fetch(ready.url);
  expect([page.status, page.headers.get('x-maildrone-emulator')]).toEqual([200, version]);
  expect(await page.text()).toContain('<!doctype html>');
  process.kill(ready.pid, 'SIGTERM');
  expect((await finished).code).toBe(0);
});

it.each([
  ['an ES module', 'app.mjs', "import { startEmulator } from 'maildrone-emulator';"],
  ['CommonJS', 'app.cjs', "const { startEmulator } = require('maildrone-emulator');"],
])('serves %s', async (_kind, file, first) => {
  const script = `${first}
startEmulator().then(async (emulator) => {
  const answer = await fetch(emulator.apiUrl + '/contacts', { headers: { Authorization: 'Bearer ' + emulator.apiKey } });
  console.log(answer.status);
  await emulator.stop();
});\n`;
  await writeFile(join(app, file), script);
  // Ends by itself: stop() leaves nothing behind that would keep a process alive.
  expect(await finish(process.execPath, ['--no-warnings', file], app)).toBe('200\n');
});

// What is loaded only when it is needed is there too: the parser, its thread, the webhook client, the CSV reader.
it('reads mail short and long, posts webhooks and loads CSV', async () => {
  await writeFile(join(app, 'people.csv'), 'email\njane@example.com\n');
  const script = `import { createServer } from 'node:http';
import { startEmulator } from 'maildrone-emulator';
const posted = [];
const receiver = createServer((request, response) => {
  posted.push(request.headers['x-maildrone-event']);
  request.resume().on('end', () => response.end());
}).listen(0, '127.0.0.1');
const emulator = await startEmulator({ fixture: ['people.csv'] });
await emulator.webhooks.add({ url: 'http://127.0.0.1:' + receiver.address().port });
const headers = { Authorization: 'Bearer ' + emulator.apiKey, 'Content-Type': 'application/json' };
for (const [subject, times] of [['Short', 1], ['Long', 60_000]]) {
  const content = { html: '<p>' + 'word '.repeat(times) + '</p>' };
  const body = JSON.stringify({ from_email: 'team@example.com', to: 'jane@example.com', subject, content });
  await fetch(emulator.apiUrl + '/emails', { method: 'POST', headers, body });
  const { html, note } = await emulator.inbox.waitFor({ subject });
  console.log(subject, html.startsWith('<p>word '), html.length > 5 * times, note);
}
const delivery = await emulator.webhooks.waitFor({ status: 'succeeded' });
console.log(delivery.event_type, posted.includes(delivery.event_type));
const contacts = await (await fetch(emulator.apiUrl + '/contacts', { headers })).json();
console.log(contacts.data.map(({ email }) => email).join());
await emulator.stop();
receiver.closeAllConnections();
receiver.close();
`;
  await writeFile(join(app, 'whole.mjs'), script);
  expect((await finish(process.execPath, ['whole.mjs'], app)).trim().split('\n')).toEqual([
    'Short true true null',
    'Long true true null',
    'email.delivered true',
    'jane@example.com',
  ]);
});
