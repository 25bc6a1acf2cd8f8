import { expect, it } from 'vitest';
import { soak } from './soak.js';

it('a short soak finds nothing: sound answers, flat memory, and after a kill -9 nothing lost or doubled', async () => {
  const { faults, tally, hooks } = await soak({ seconds: 12, seed: 20_240_325 });
  expect(faults).toEqual([]);
  for (const part of ['contacts', 'mails', 'campaigns', 'searches', 'workspaces'] as const)
    expect(tally[part], part).toBeGreaterThan(0);
  expect(hooks).toBeGreaterThan(10);
}, 90_000);
