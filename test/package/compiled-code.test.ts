import { cp, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { usePacked } from '../support/packed.js';
import { run, useDirectory } from '../support/process.js';

/** Starts the program of a folder on free ports, and ends it as soon as it is ready, or did not become so. */
async function startOnce(folder: string): Promise<number | null> {
  const args = [join(folder, 'dist', 'cli.cjs'), '--memory', '--port', '0', '--smtp-port', '0'];
  const { child, finished } = run(process.execPath, args);
  child.stdout?.once('data', () => child.kill('SIGTERM'));
  return (await finished).code;
}

it('is installed without compiled code, and keeps that of its first start for the next ones', async () => {
  const packed = await usePacked();
  expect(packed.files.filter((file) => file.includes('compiled'))).toEqual([]);
  const folder = await useDirectory();
  await cp(join(packed.folder, 'node_modules', 'maildrone-emulator'), folder, {
    recursive: true,
    filter: (path) => !path.includes('compiled-code'),
  });
  const kept = join(folder, 'dist', 'compiled-code.bin');
  await expect(stat(kept)).rejects.toThrow('ENOENT');
  expect(await startOnce(folder)).toBe(0);
  const first = await stat(kept);
  const { length } = await readFile(kept);
  expect(length).toBeGreaterThan(500_000);
  // Nothing is compiled anew, so nothing is kept anew.
  expect(await startOnce(folder)).toBe(0);
  expect((await stat(kept)).ino).toBe(first.ino);
});
