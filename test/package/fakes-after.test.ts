import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { fakeAll, spyOnTime, unfakeAll, useUnderFakes } from '../support/faked-run.js';
import { usePacked } from '../support/packed.js';
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
