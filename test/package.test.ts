import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { version } from '../src/index.js';
import { run } from './support/process.js';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = join(root, 'node_modules', '.cache', 'maildrone-packed');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

async function finish(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { cwd }).finished;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** The tarball as a stranger would get it, installed in a folder with nothing else. */
beforeAll(async () => {
  const app = join(folder, 'app');
  await mkdir(app, { recursive: true });
  // dist is built already; packing it again would pull it away under tests that run beside this one.
  await finish(npm, ['run', '--silent', 'build:types'], root);
  const packed = await finish(
    npm,
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    root,
  );
  const listed = JSON.parse(packed) as { filename: string }[] | Record<string, { filename: string }>;
  const [tarball] = Object.values(listed);
  await writeFile(join(app, 'package.json'), '{ "private": true }');
  const install = [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    join(folder, tarball?.filename ?? ''),
  ];
  await finish(npm, install, app);
}, 180_000);

it('bears the version that it tells', () => {
  expect(version).toBe(manifest.version);
});

it('runs by npx from the packed tarball alone', async () => {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const args = ['maildrone-emulator', '--memory', '--port', '0', '--smtp-port', '0', '--log', 'json'];
  const { child, stdout, finished } = run(npx, args, { cwd: join(folder, 'app'), detached: true });
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
  const app = join(folder, 'app');
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

it('brings types that a strict project compiles against', async () => {
  const app = join(folder, 'app');
  const source = `import { connect, startEmulator, type Message } from 'maildrone-emulator';
const emulator = await startEmulator({ simulation: 'reference', seed: 7 });
const message: Message = await emulator.inbox.waitFor({ to: 'jane@example.com' }, { timeout: 100 });
const same = await connect(emulator.url);
export const subjects: string[] = (await same.inbox.list()).map(({ subject }) => subject).concat(message.subject);
// @ts-expect-error a port is a number
await startEmulator({ port: '8025' });
`;
  await writeFile(join(app, 'typed.mts'), source);
  const compilerOptions = {
    noEmit: true,
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.mts'] }));
  await finish(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', app], app);
}, 120_000);
