import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { createKnown, describedRoutes, fuzzRoute, steers } from '../soak/fuzz-http.js';
import type { FuzzTarget, Known } from '../soak/fuzz-http.js';
import { populate, samplesOf } from '../soak/populate.js';

/** FUZZ_SEED draws other calls, FUZZ_RUNS more of them; a failure names its seed. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_325);
const runs = Number(process.env['FUZZ_RUNS'] ?? 12);

let emulator: EmulatorHandle;
let home: { target: FuzzTarget; known: Known };
const succeeded = new Set<string>();

beforeAll(async () => {
  emulator = await startEmulator({ log: 'silent', rateLimits: 'off' });
  home = await populated();
});
afterAll(() => emulator.stop());

describe(`Generated calls (FUZZ_SEED=${seed}) get an answer that the document describes`, () => {
  it.each(describedRoutes.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
    '$name',
    async ({ name, route }) => {
      const { target, known } = steers(route) ? await populated() : home;
      await fuzzRoute(target, route, {
        ...{ seed, runs, known, samples: await samplesOf(target, route) },
        onAnswer: ({ status }) => void (status < 300 && succeeded.add(name)),
      });
    },
  );
});

/** A workspace with one of everything. A route that changes everything gets one of its own. */
async function populated(): Promise<{ target: FuzzTarget; known: Known }> {
  const { id, apiKey } = await emulator.workspace();
  const target = { ...emulator, apiKey, workspace: id };
  const known = createKnown();
  await populate(target, known);
  return { target, known };
}

it('nearly every route took some of the calls: the others were refused for what they are', () => {
  const never = describedRoutes
    .map(({ method, path }) => `${method} ${path}`)
    .filter((name) => !succeeded.has(name));
  expect(never).toEqual([]);
});
