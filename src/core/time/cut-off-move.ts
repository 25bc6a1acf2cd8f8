import type { Store } from '../ports/ports.js';
import type { Timers, VirtualClock } from './clock.js';

/**
 * Where a move of the clock was cut off by a kill: brings the clock to the last thing that happened on the way, so that no
 * mail or event is of a time to come. What is left of the move is gone.
 */
export function endCutOffMove(store: Store, clock: VirtualClock, timers: Pick<Timers, 'now'>): void {
  const from = store.meta.get('clock')?.moved_from;
  if (from === undefined) return;
  let virtual = clock.now();
  for (const { created_at } of store.events.since(from)) virtual = Math.max(virtual, created_at);
  clock.apply({ ...clock.setting(), real: timers.now(), virtual });
  const { real, rate, frozen } = clock.setting();
  store.commit((tx) => tx.put('meta', { id: 'clock', real, virtual, rate, frozen }));
}

/** Where a move of the clock was cut off by a stop, or by another state: the clock goes on from where it is. */
export function keepCutOffMove(store: Store, clock: VirtualClock): void {
  if (store.meta.get('clock')?.moved_from === undefined) return;
  store.commit((tx) => tx.put('meta', { id: 'clock', ...clock.setting() }));
}
