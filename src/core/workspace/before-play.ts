import type { SimulationSetting } from '../../contract/simulation.js';
import type { MetaOf, MetaRecord } from '../../contract/workspace-records.js';
import type { Simulation } from '../engagement/simulation.js';
import type { Store } from '../ports/ports.js';
import type { Clock, Timers, VirtualClock } from '../time/clock.js';

type BeforePlay = MetaOf<'play'>;

/** Remembers how a workspace runs, as a play begins; one that goes on has done so. */
export function rememberBefore(
  store: Store,
  clock: Pick<VirtualClock, 'setting'>,
  simulation: Pick<Simulation, 'current'>,
): void {
  if (store.meta.get('play')) return;
  const { profile, speed, seed } = simulation.current();
  const stored = store.meta.get('simulation') !== undefined;
  const { rate } = clock.setting();
  const before: BeforePlay = {
    id: 'play',
    seq: store.seq,
    rate,
    simulation: { profile, speed, seed },
    stored,
  };
  store.commit((tx) => tx.put('meta', before));
}

const textOf = ({ profile, seed }: SimulationSetting): string => JSON.stringify([profile, seed]);

/**
 * The simulation of after a play: what was set while it went on stays, but for the speed of people. Undefined where the settings
 * hold again.
 */
function simulationAfter(
  now: MetaOf<'simulation'>,
  { simulation, stored }: BeforePlay,
): MetaOf<'simulation'> | undefined {
  const after = { ...now, speed: simulation.speed };
  const isAsBefore = textOf(after) === textOf(simulation);
  return isAsBefore && !stored ? undefined : after;
}

/** Lets people take their time as before. Answers the rate of the clock before the play; null where there was none. */
export function putSimulationBack(store: Store): number | null {
  const [before, now] = [store.meta.get('play'), store.meta.get('simulation')];
  if (!before) return null;
  const after = now && simulationAfter(now, before);
  if (now) store.commit((tx) => (after ? tx.put('meta', after) : tx.remove('meta', 'simulation')));
  return before.rate;
}

/** What there is to be put back is forgotten. */
export const forgetBefore = (store: Store): void => {
  if (store.meta.get('play')) store.commit((tx) => tx.remove('meta', 'play'));
};

/** Ends a play at once: its clock runs on from `virtual` at the rate before it. */
export function endPlayAt(
  store: Store,
  { clock, timers, virtual }: { clock: VirtualClock; timers: Pick<Timers, 'now'>; virtual: number },
): void {
  const rate = putSimulationBack(store);
  if (rate === null) return;
  clock.apply({ ...clock.setting(), real: timers.now(), virtual, rate });
  store.commit((tx) => {
    tx.put('meta', { id: 'clock', ...clock.setting() });
    tx.remove('meta', 'play');
  });
}

/**
 * Where a play was cut off by a kill: the clock goes on at its former rate from the last thing that happened, however long no
 * process was there.
 */
export function endCutOffPlay(store: Store, clock: VirtualClock, timers: Pick<Timers, 'now'>): void {
  const before = store.meta.get('play');
  if (!before) return;
  const latest = clock.now();
  let virtual = clock.setting().virtual;
  // An event of a later time is from before the clock was set back.
  for (const { created_at } of store.events.since(before.seq))
    if (created_at <= latest) virtual = Math.max(virtual, created_at);
  endPlayAt(store, { clock, timers, virtual });
}

/** The records of a state as they would be if what moves its clock, a play or an advance, had ended now. */
export function atRest(
  meta: readonly MetaRecord[],
  { clock, timers }: { clock: Clock; timers: Pick<Timers, 'now'> },
): MetaRecord[] {
  const before = meta.find((row) => row.id === 'play');
  return meta.flatMap((row): MetaRecord[] => {
    if (row.id === 'play') return [];
    if (row.id === 'simulation' && before)
      return [simulationAfter(row, before)].flatMap((after) => after ?? []);
    if (row.id !== 'clock' || (!before && row.moved_from === undefined)) return [row];
    const { id, frozen, rate } = row;
    return [{ id, frozen, rate: before?.rate ?? rate, real: timers.now(), virtual: clock.now() }];
  });
}
