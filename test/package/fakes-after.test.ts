import crypto from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeAll, spyOnTime, unfakeAll, useUnderFakes } from '../support/faked-run.js';
import { usePacked } from '../support/packed.js';
import { useDirectory } from '../support/process.js';
import type * as Package from '../../src/index.js';

afterEach(unfakeAll);

// A file of its own: the package takes the real ones when a process loads it.
let loaded: typeof Package;
beforeAll(async () => {
  const { folder } = await usePacked();
  const entry = pathToFileURL(join(folder, 'node_modules', 'maildrone-emulator', 'dist', 'index.js')).href;
  loaded = (await import(entry)) as typeof Package;
}, 180_000);

it('takes no notice of timers, time and fetch that are faked after it is loaded', async () => {
  fakeAll();
  expect(new Date().getUTCFullYear()).toBe(1999);
  await useUnderFakes(loaded);
}, 60_000);

it('takes no notice of spies on the methods that tell the time', async () => {
  spyOnTime();
  expect(Date.now()).toBe(1e12);
  await useUnderFakes(loaded);
}, 60_000);

it('takes no notice of functions of Node that are replaced after it is loaded', async () => {
  const data = await useDirectory();
  const replace = (module: object, names: readonly string[]) => {
    for (const name of names)
      vi.spyOn(module as Record<string, () => void>, name).mockImplementation(() => {
        throw new Error(`${name} is replaced`);
      });
  };
  replace(fs, ['writevSync', 'readSync', 'lstatSync', 'fstatSync', 'renameSync', 'mkdirSync', 'openSync']);
  replace(fs.promises, ['open', 'readdir', 'unlink', 'stat', 'rename']);
  replace(crypto, ['createHmac']);
  replace(zlib, ['crc32']);
  spyOnTime();
  await useUnderFakes({
    ...loaded,
    startEmulator: (options) => loaded.startEmulator({ ...options, data }),
  });
  unfakeAll();
  expect(fs.readdirSync(data)).toContain('workspaces');
}, 60_000);
