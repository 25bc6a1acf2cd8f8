import type { PlayState } from '../../contract/play.js';
import { toIsoOrNull } from '../../contract/time.js';
import type { Playing } from '../ports/play-receiver.js';
import { requireRate } from '../time/clock-control.js';
import type { ClockControl } from '../time/clock-control.js';
import { forgetBefore, putSimulationBack, rememberBefore } from './before-play.js';
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
  /** Ends, and lets the clock and the delays of people run as before. */
  stop(): Promise<PlayState>;
  /** Goes on after the state of the workspace was replaced. */
  resume(): Promise<void>;
  /** Puts the clock and the delays back at once, as the workspace closes. */
  close(): void;
  /** Ends what a play has outside of the state, as the workspace is dropped. */
  drop(): void;
}

export interface PlayDeps extends DaysDeps, Omit<PlayEndpointDeps, 'settings' | 'seed'> {
  clockControl: ClockControl;
  settings: DaysDeps['settings'] & PlayEndpointDeps['settings'];
}

const stateOf = (playing: Playing | null): PlayState => ({
  playing: playing !== null,
  speed: playing?.speed ?? null,
  since: toIsoOrNull(playing?.since ?? null),
  acts: playing?.acts ?? 0,
});

export function createPlay(deps: PlayDeps): Play {
  const { store, clock, clockControl, simulation, runtimeState } = deps;
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

  return {
    state,
    async start(speed) {
      requireRate(clock.now(), speed, 'speed');
      days.close();
      const known = runtimeState.playing ?? { since: clock.now(), acts: 0, receiver: null };
      await open((runtimeState.playing = Object.assign(known, { speed })));
      return state();
    },
    async stop() {
      const { playing } = runtimeState;
      runtimeState.playing = null;
      days.close();
      await endpoint.remove(playing);
      // One that began meanwhile has the same before it.
      if (runtimeState.playing) return state();
      const rate = putSimulationBack(store);
      if (rate !== null) await clockControl.rate(rate);
      if (!runtimeState.playing) forgetBefore(store);
      return state();
    },
    close() {
      const { playing } = runtimeState;
      if (!playing) return;
      days.close();
      endpoint.close(playing);
      const rate = putSimulationBack(store);
      if (rate !== null) clockControl.leaveAt(rate);
      forgetBefore(store);
    },
    drop: () => endpoint.closeReceiver(runtimeState.playing),
    async resume() {
      if (runtimeState.playing) return open(runtimeState.playing);
      // A process that was killed may have left both.
      days.close();
      await endpoint.remove(null);
    },
  };
}
