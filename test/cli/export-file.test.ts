import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { useEmulator } from '../support/emulator.js';
import { sourcesUnder } from '../support/imports.js';
import { root } from '../support/pages.js';
import { cliPath, run, runCli, useDirectory } from '../support/process.js';
import { treeOf } from '../support/tree.js';

it('writes beside what others left there, follows no link, and takes the name when it is whole', async () => {
  const emulator = await useEmulator();
  const [dir, elsewhere] = [await useDirectory(), await useDirectory()];
  writeFileSync(join(elsewhere, 'precious'), 'precious');
  symlinkSync(join(elsewhere, 'precious'), join(dir, 'state.json.part'));
  writeFileSync(join(dir, 'state.json.2.part'), 'of the user');
  writeFileSync(join(dir, 'state.json'), 'an export of before');
  const before = [treeOf(dir), treeOf(elsewhere)] as const;
  const { code, stderr } = await runCli(['export', join(dir, 'state.json'), '--url', emulator.url]);
  expect([code, stderr]).toEqual([0, '']);
  const after = treeOf(dir);
  expect([...after.keys()]).toEqual(['state.json', 'state.json.2.part', 'state.json.part']);
  for (const name of ['state.json.2.part', 'state.json.part'])
    expect(after.get(name)).toBe(before[0].get(name));
  expect(treeOf(elsewhere)).toEqual(before[1]);
  expect(JSON.parse(readFileSync(join(dir, 'state.json'), 'utf8'))).toMatchObject({ maildrone_export: 1 });
  expect((statSync(join(dir, 'state.json')).mode & 0o777).toString(8)).toBe('600');
});

it('refuses a link, a directory, a pipe and a device in the place of the file, and leaves them', async () => {
  const emulator = await useEmulator();
  const dir = await useDirectory();
  writeFileSync(join(dir, 'precious'), 'precious');
  symlinkSync(join(dir, 'precious'), join(dir, 'link'));
  symlinkSync(join(dir, 'nothing'), join(dir, 'broken'));
  mkdirSync(join(dir, 'folder'));
  execFileSync('mkfifo', [join(dir, 'pipe')]);
  const names = ['link', 'broken', 'folder', 'pipe'].map((name) => join(dir, name));
  const before = statSync('/dev/null').isCharacterDevice();
  const runs = await Promise.all(
    [...names, '/dev/null'].map((file) => runCli(['export', file, '--url', emulator.url])),
  );
  for (const { code, stderr } of runs) {
    expect(code).toBe(2);
    expect(stderr).toMatch(/^[^\n]*expected the name of a file[^\n]*\n$/);
  }
  expect([before, statSync('/dev/null').isCharacterDevice()]).toEqual([true, true]);
  expect(readFileSync(join(dir, 'precious'), 'utf8')).toBe('precious');
  expect(statSync(join(dir, 'pipe')).isFIFO()).toBe(true);
});

it.each([
  ['export', ''],
  ['import', ''],
  ['seed', ''],
  ['webhooks', 'verify', '', '--signature', 'x', '--secret', 'x'],
])('%s %s %s refuses a name that is empty', async (...words) => {
  const emulator = await useEmulator();
  const dir = await useDirectory();
  mkdirSync(dir, { recursive: true });
  const { code, stderr } = await runCli([...words, '--url', emulator.url], { cwd: dir });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^maildrone-emulator: expected [^\n]*""[^\n]*\n$/),
  ]);
  expect([...treeOf(dir).keys()]).toEqual([]);
});

/** An emulator whose export begins and never ends. */
async function useEndlessExport(): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    response.setHeader('X-Maildrone-Emulator', 'x');
    if (url.startsWith('/_emulator/export')) response.write('{"maildrone_export":1,');
    else
      response.end(JSON.stringify({ success: true, data: { ports: { smtp: 1 }, api_key: null }, meta: {} }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'leaves nothing of a half export where %s ends it, and ends by that signal',
  async (signal) => {
    const url = await useEndlessExport();
    const dir = await useDirectory();
    writeFileSync(join(dir, 'state.json'), 'an export of before');
    writeFileSync(join(dir, 'state.json.part'), 'of the user');
    const before = treeOf(dir);
    const { child } = run(process.execPath, [cliPath, 'export', join(dir, 'state.json'), '--url', url]);
    const ended = once(child, 'close');
    const half = join(dir, 'state.json.2.part');
    await expect.poll(() => existsSync(half) && statSync(half).size, { timeout: 10_000 }).toBeGreaterThan(0);
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(treeOf(dir)).toEqual(before);
  },
);

it('no other command writes a file', () => {
  const writes =
    /\b(?:createWriteStream|openSync|open|write(?:File)?(?:Sync)?|append(?:File)?(?:Sync)?|mkdir(?:Sync)?|rename(?:Sync)?|cp(?:Sync)?)\b[^}]*\} from 'node:fs/;
  const writers = sourcesUnder('src/cli').filter((file) =>
    writes.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(writers).toEqual(['src/cli/export-file.ts']);
});
