import { day, hour, minute } from '../../contract/durations.js';
import type { Keys } from '../access/keys.js';
import type { Playing } from '../ports/play-receiver.js';
import type { VirtualClock } from '../time/clock.js';
import type { Scheduler } from '../time/scheduler.js';
import { actOf, newsletter } from './acts.js';
import { createScenes } from './scenes.js';
import type { SceneDeps, Scenes } from './scenes.js';

/** What happens hour by hour while a workspace plays. */
export interface Days {
  /** Begins now, anew if it had begun. */
  open(): void;
  /** Nothing happens any more. */
  close(): void;
}

export interface DaysDeps extends SceneDeps {
  clock: VirtualClock;
  scheduler: Pick<Scheduler, 'advances' | 'at' | 'goal' | 'onSetBack'>;
  keys: Pick<Keys, 'createForPlay' | 'removeOfPlay'>;
  settings: { strict: boolean };
  /** What is under way; lives as long as the workspace. */
  runtimeState: { playing: Playing | null };
}

/** When the newsletter of a day is scheduled, after midnight UTC. */
const morning = 8 * hour;
/** An advance of the clock plays at most so many acts, those of some days; the rest passes quietly, or the call would take long. */
const mostInAdvance = 300;

/** Ms until the next act: 12 minutes in the mean by day, 45 at night. */
function pauseAfter(now: number, draw: number): number {
  const mean = now % day < 6 * hour ? 45 : 12;
  return Math.min(180, Math.max(1, -Math.log(1 - draw) * mean)) * minute;
}

const nextMorning = (now: number): number => now + ((((morning - (now % day)) % day) + day) % day);

export function createDays(deps: DaysDeps): Days {
  const { clock, scheduler, keys, runtimeState, settings } = deps;
  const openScenesOf = createScenes(deps);
  let scenes: Scenes | null = null;
  let upcoming: { cancel(): void }[] = [];
  let unlisten: () => void = () => undefined;
  /** The series of acts that goes on: one ends where another begins, and an act of it may be under way just then. */
  let series = 0;

  function open(): void {
    unlisten();
    const { sceneOf } = (scenes = openScenesOf(keys.createForPlay()));
    const schedule = (slot: number, at: number, run: () => Promise<void>) => {
      upcoming[slot] = scheduler.at(at, run);
    };
    let [advance, inAdvance] = [scheduler.advances(), 0];
    /** Whether the advance of the clock that is under way has had its acts. */
    function isDayFull(): boolean {
      if (scheduler.advances() !== advance) [advance, inAdvance] = [scheduler.advances(), 0];
      if (clock.setting().frozen) inAdvance += 1;
      return inAdvance > mostInAdvance;
    }
    async function actNext(at: number, ofSeries: number): Promise<void> {
      const { playing } = runtimeState;
      if (!playing) return;
      if (isDayFull()) return actAt(scheduler.goal() + minute, ofSeries);
      const number = playing.acts;
      playing.acts += 1;
      const scene = sceneOf(`act ${number}`);
      // From the time that the act was due, so that a slow machine plays the same day; one far behind skips the rest.
      const next = Math.max(at + pauseAfter(at, scene.draw('pause')), clock.now() - hour);
      await actOf(scene.draw('kind'), settings.strict)
        .perform(scene)
        .finally(() => {
          if (ofSeries === series) actAt(next, ofSeries);
        });
    }
    function actAt(at: number, ofSeries: number): void {
      schedule(0, at, () => actNext(at, ofSeries));
    }
    async function announceDaily(ofSeries: number): Promise<void> {
      if (!runtimeState.playing) return;
      const isQuiet = isDayFull();
      if (!isQuiet) await newsletter.perform(sceneOf(`day ${Math.floor(clock.now() / day)}`));
      const from = isQuiet ? scheduler.goal() : clock.now();
      if (ofSeries === series) announceAt(nextMorning(from + minute), ofSeries);
    }
    function announceAt(at: number, ofSeries: number): void {
      schedule(1, at, () => announceDaily(ofSeries));
    }
    function begin(): void {
      for (const { cancel } of upcoming) cancel();
      series += 1;
      actAt(clock.now(), series);
      announceAt(nextMorning(clock.now()), series);
    }
    unlisten = scheduler.onSetBack(begin);
    begin();
  }
  function close(): void {
    unlisten();
    series += 1;
    for (const { cancel } of upcoming) cancel();
    upcoming = [];
    scenes?.close();
    keys.removeOfPlay();
  }
  return { open, close };
}
