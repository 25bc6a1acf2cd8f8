import { applyPatch } from '../../contract/patch.js';
import type { PatchOf } from '../../contract/patch.js';
import type { SimulationSetting } from '../../contract/simulation.js';
import type { Store } from '../ports/ports.js';

/** How recipients behave: the profile, the speed of their delays and the seed of every draw. */
export interface Simulation {
  current(): SimulationSetting;
  /** Changes what the patch names. */
  change(patch: PatchOf<SimulationSetting>): void;
}

/** `initial` holds until a change is stored. */
export function createSimulation(store: Store, initial: SimulationSetting): Simulation {
  const current = () => store.meta.get('simulation') ?? initial;
  return {
    current,
    change: (patch) =>
      store.commit((tx) => tx.put('meta', { id: 'simulation', ...applyPatch(current(), patch) })),
  };
}
