import type { PlayState } from '../../contract/play.js';
import { toIsoOrNull } from '../../contract/time.js';
import type { Playing } from '../ports/play-receiver.js';
import { requireRate } from '../time/clock-control.js';
import type { Timers } from '../time/clock.js';
import type { ClockControl } from '../time/clock-control.js';
import { endPlayAt, forgetBefore, putSimulationBack, rememberBefore } from '../workspace/before-play.js';
import { createDays } from './days.js';
import type { DaysDeps } from './days.js';
import { createPlayEndpoint } from './endpoint.js';
import type { PlayEndpointDeps } from './endpoint.js';

/** The workspace's own people: they sign up, order, read and leave on its clock, drawn from its seed. */
export interface Play {
  state(): PlayState;
  /**
   * Begins, or goes on at another speed. The clock runs at that speed and people take their real time; a clock that is frozen
   * stays so, and they act as it is moved.
   */
  start(speed: number): Promise<PlayState>;
  /** Sets the rate of the clock, which is the speed of a play that is under way. */
  rate: ClockControl['rate'];
  /** Ends, and lets the clock and the delays of people run as before. */
  stop(): Promise<PlayState>;
  /** Goes on after the state of the workspace was replaced; else puts back what one has left. */
  resume(): Promise<void>;
  /** Puts the clock and the delays back at once, as the workspace closes; once its scheduler has stopped. */
  close(): void;
  /** Ends what a play has outside of the state, as the workspace is dropped. */
  drop(): void;
}

export interface PlayDeps extends DaysDeps, Omit<PlayEndpointDeps, 'settings' | 'seed'> {
  clockControl: ClockControl;
  timers: Pick<Timers, 'now'>;
  settings: DaysDeps['settings'] & PlayEndpointDeps['settings'];
}

const stateOf = (playing: Playing | null): PlayState => ({
  playing: playing !== null,
  speed: playing?.speed ?? null,
  since: toIsoOrNull(playing?.since ?? null),
  acts: playing?.acts ?? 0,
});

export function createPlay(deps: PlayDeps): Play {
  const { store, clock, timers, clockControl, simulation, runtimeState } = deps;
  const days = createDays(deps);
  const endpoint = createPlayEndpoint({ ...deps, seed: () => simulation.current().seed });
  const state = () => stateOf(runtimeState.playing);

  async function open(playing: Playing): Promise<void> {
    rememberBefore(store, clock, simulation);
    simulation.change({ speed: 1 });
    await clockControl.rate(playing.speed);
    await endpoint.open(playing);
    if (runtimeState.playing === playing) days.open();
  }
  /** What one that ended has changed, and what a process that was killed has left of one. */
  async function putBack(playing: Playing | null): Promise<void> {
    days.close();
    await endpoint.remove(playing);
    // One that began meanwhile has the same before it.
    if (runtimeState.playing) return;
    const rate = putSimulationBack(store);
    if (rate !== null) await clockControl.rate(rate);
    if (!runtimeState.playing) forgetBefore(store);
  }

  return {
    state,
    async start(speed) {
      store.requireWritable();
      requireRate(clock.now(), speed, 'speed');
      days.close();
      const known = runtimeState.playing ?? { since: clock.now(), acts: 0, receiver: null };
      await open((runtimeState.playing = Object.assign(known, { speed })));
      return state();
    },
    async rate(rate) {
      const now = await clockControl.rate(rate);
      if (runtimeState.playing) runtimeState.playing.speed = rate;
      return now;
    },
    async stop() {
      store.requireWritable();
      const { playing } = runtimeState;
      runtimeState.playing = null;
      await putBack(playing);
      return state();
    },
    close() {
      if (!runtimeState.playing && !store.meta.get('play')) return;
      days.close();
      endpoint.close(runtimeState.playing);
      endPlayAt(store, { clock, timers, virtual: clock.now() });
    },
    drop: () => endpoint.closeReceiver(runtimeState.playing),
    resume: () => (runtimeState.playing ? open(runtimeState.playing) : putBack(null)),
  };
}
