import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { findFreePort } from '../../src/app/listen.js';
import { lendPackages, lentEnvironment, runNpm, usePacked } from '../support/packed.js';

let folder = '';

/** A folder with the packed tarball; the examples are copied into it, and their runners are lent by us. */
beforeAll(async () => {
  folder = join((await usePacked()).folder, 'examples');
  await lendPackages(folder, ['@playwright/test', 'express', 'jest', 'nodemailer', 'vitest']);
  await cp(join(import.meta.dirname, '..', 'examples'), folder, { recursive: true });
}, 180_000);

async function test(example: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout, stderr } = await runNpm(['test'], join(folder, example), lentEnvironment(env));
  return stdout + stderr;
}

// How each runner counts: a test that was skipped or not found must not pass for one that passed.
it.each([
  ['vitest', /Tests +4 passed \(4\)/],
  ['jest', /Tests: +3 passed, 3 total/],
  ['node-test', /# tests 4\n[^]*# pass 4\n/],
])(
  'the example for %s passes against the packed tarball',
  async (example, counted) => {
    expect(await test(example)).toMatch(counted);
  },
  120_000,
);

it('the example for playwright passes in a browser, with the emulator of the packed tarball', async () => {
  const [app, http, smtp] = await Promise.all([1, 2, 3].map(() => findFreePort('127.0.0.1')));
  const said = await test('playwright', {
    APP_PORT: `${app}`,
    EMULATOR_PORT: `${http}`,
    SMTP_PORT: `${smtp}`,
    CHROMIUM_PATH: inject('chromium').executablePath,
  });
  expect(said).toMatch(/^ +2 passed/m);
}, 120_000);

it('eight workers share one emulator without crosstalk', async () => {
  const said = await test('parallel');
  expect(said).toMatch(/Test Files +8 passed \(8\)\n +Tests +8 passed \(8\)/);
}, 120_000);
