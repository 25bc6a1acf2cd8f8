import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { fakeAll, unfakeAll, useUnderFakes } from '../support/faked-run.js';
import { usePacked } from '../support/packed.js';
import type * as Package from '../../src/index.js';

afterAll(unfakeAll);

// A file of its own: the package takes the real ones when a process loads it.
it(
  'takes no notice of timers, time and fetch that were faked before it was loaded',
  { timeout: 180_000 },
  async () => {
    const { folder } = await usePacked();
    const entry = pathToFileURL(join(folder, 'node_modules', 'maildrone-emulator', 'dist', 'index.js')).href;
    fakeAll();
    const loaded = (await import(entry)) as typeof Package;
    expect(new Date().getUTCFullYear()).toBe(1999);
    await useUnderFakes(loaded);
  },
);
