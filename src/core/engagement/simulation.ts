import type { SimulationRecord } from '../../contract/simulation.js';
import type { Store } from '../ports/ports.js';

type SimulationSetting = Omit<SimulationRecord, 'id'>;

/** How recipients behave: the profile, the speed of their delays and the seed of every draw. */
export interface Simulation {
  current(): SimulationSetting;
  change(next: SimulationSetting): void;
}

/** `initial` holds until a change is stored. */
export function createSimulation(store: Store, initial: SimulationSetting): Simulation {
  return {
    current: () => store.meta.get('simulation') ?? initial,
    change: (next) => store.commit((tx) => tx.put('meta', { id: 'simulation', ...next })),
  };
}
