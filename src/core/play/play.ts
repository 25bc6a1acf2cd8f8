import type { PlayState, Playing } from '../../contract/play.js';
import type { KeyRecord } from '../../contract/key.js';
import { toIsoOrNull } from '../../contract/time.js';
import type { Keys } from '../access/keys.js';
import type { Simulation } from '../engagement/simulation.js';
import type { ApiCaller } from '../ports/api-caller.js';
import type { ClockControl } from '../time/clock-control.js';
import type { VirtualClock } from '../time/clock.js';
import type { Scheduler } from '../time/scheduler.js';
import { actOf, newsletter } from './acts.js';
import { createScenes } from './scenes.js';
import type { SceneDeps, Scenes } from './scenes.js';

/** The workspace's own people: they sign up, order, read and leave on its clock, drawn from its seed. */
export interface Play {
  state(): PlayState;
  /** Begins, or goes on at another speed. The clock runs at that speed and people take their real time. */
  start(speed: number): Promise<PlayState>;
  /** Ends, and lets the clock and the delays of people run as before. */
  stop(): Promise<PlayState>;
  /** Goes on after the state of the workspace was replaced. */
  resume(): Promise<void>;
  /** Puts the clock and the delays back at once, as the workspace closes. */
  close(): void;
}

export interface PlayDeps extends SceneDeps {
  clock: VirtualClock;
  scheduler: Pick<Scheduler, 'advances' | 'at' | 'onSetBack'>;
  clockControl: ClockControl;
  simulation: Simulation;
  keys: Keys;
  callApi: ApiCaller;
  settings: { strict: boolean };
  /** What is under way; lives as long as the workspace. */
  runtimeState: { playing: Playing | null };
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** When the newsletter of a day is scheduled, after midnight UTC. */
const morning = 8 * 60 * minute;
/** An advance of the clock has so many acts, some days': the rest of it passes quietly, or the call would last long. */
const mostInAdvance = 300;
const keyName = 'Application of the play';

/** Until the next act: some a day's hour, few at night. */
function pauseAfter(now: number, draw: number): number {
  const mean = now % day < 6 * 60 * minute ? 45 : 12;
  return Math.min(180, Math.max(1, -Math.log(1 - draw) * mean)) * minute;
}

const nextMorning = (now: number): number => now + ((((morning - (now % day)) % day) + day) % day);

const stateOf = (playing: Playing | null): PlayState => ({
  playing: playing !== null,
  speed: playing?.speed ?? null,
  since: toIsoOrNull(playing?.since ?? null),
  acts: playing?.acts ?? 0,
});

export function createPlay(deps: PlayDeps): Play {
  const { clock, scheduler, clockControl, simulation, keys, runtimeState, settings } = deps;
  const openScenesOf = createScenes(deps);
  let scenes: Scenes | null = null;
  let upcoming: { cancel(): void }[] = [];
  let unlisten: () => void = () => undefined;
  /** Counts the rows of acts, each of which ends where another begins: an act may be under way just then. */
  let rows = 0;

  const state = () => stateOf(runtimeState.playing);
  const isOurs = ({ name, revoked_at }: KeyRecord) => name === keyName && revoked_at === null;
  const revokeKeys = () =>
    keys
      .list()
      .filter(isOurs)
      .forEach(({ id }) => keys.revoke(id));

  function openScenes(): void {
    revokeKeys();
    const { key } = keys.create({ name: keyName });
    const { sceneOf } = (scenes = openScenesOf(key));
    const schedule = (slot: number, at: number, run: () => Promise<void>) => {
      upcoming[slot] = scheduler.at(at, run);
    };
    let [advance, inAdvance] = [scheduler.advances(), 0];
    /** Whether the advance of the clock that is under way has had its acts. */
    function isSated(): boolean {
      if (scheduler.advances() !== advance) [advance, inAdvance] = [scheduler.advances(), 0];
      if (clock.setting().frozen) inAdvance += 1;
      return inAdvance > mostInAdvance;
    }
    async function actNext(at: number, row: number): Promise<void> {
      const { playing } = runtimeState;
      if (!playing) return;
      if (isSated()) return actAt(clock.now() + day, row);
      const number = playing.acts;
      playing.acts += 1;
      const scene = sceneOf(`act ${number}`);
      // From the time that the act was due, so that a slow machine plays the same day; one far behind skips the rest.
      const next = Math.max(at + pauseAfter(at, scene.draw('pause')), clock.now() - hour);
      await actOf(scene.draw('kind'), settings.strict)
        .perform(scene)
        .finally(() => {
          if (row === rows) actAt(next, row);
        });
    }
    function actAt(at: number, row: number): void {
      schedule(0, at, () => actNext(at, row));
    }
    async function announceDaily(): Promise<void> {
      if (!runtimeState.playing) return;
      if (!isSated()) await newsletter.perform(sceneOf(`day ${Math.floor(clock.now() / day)}`));
      if (runtimeState.playing) schedule(1, nextMorning(clock.now() + minute), announceDaily);
    }
    function begin(): void {
      for (const { cancel } of upcoming) cancel();
      rows += 1;
      actAt(clock.now(), rows);
      schedule(1, nextMorning(clock.now()), announceDaily);
    }
    unlisten = scheduler.onSetBack(begin);
    begin();
  }
  function closeScenes(): void {
    unlisten();
    rows += 1;
    for (const { cancel } of upcoming) cancel();
    upcoming = [];
    scenes?.close();
    revokeKeys();
  }
  async function pace({ speed }: Playing): Promise<void> {
    simulation.change({ speed: 1 });
    await clockControl.rate(speed);
  }

  return {
    state,
    async start(speed) {
      const before = runtimeState.playing?.before ?? {
        rate: clockControl.state().rate,
        simulationSpeed: simulation.current().speed,
      };
      closeScenes();
      const known = runtimeState.playing ?? { since: clock.now(), acts: 0 };
      runtimeState.playing = { ...known, speed, before };
      await pace(runtimeState.playing);
      openScenes();
      return state();
    },
    async stop() {
      const { playing } = runtimeState;
      runtimeState.playing = null;
      closeScenes();
      if (playing) {
        simulation.change({ speed: playing.before.simulationSpeed });
        await clockControl.rate(playing.before.rate);
      }
      return state();
    },
    close() {
      const { playing } = runtimeState;
      if (!playing) return;
      closeScenes();
      simulation.change({ speed: playing.before.simulationSpeed });
      clockControl.leaveAt(playing.before.rate);
    },
    async resume() {
      if (!runtimeState.playing) return;
      await pace(runtimeState.playing);
      openScenes();
    },
  };
}
