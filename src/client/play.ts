import type { PlayState } from '../contract/play.js';
import type { ControlClient } from './http.js';

/** The workspace's own people, who act on its clock: for demos. */
export interface PlayClient {
  /** Whether they act, since when, and how fast the clock runs. */
  get(): Promise<PlayState>;
  /** Lets them act; `speed` is how many seconds of the clock pass in a real one, 600 unless given. */
  start(options?: {
    /** Seconds of the clock in a real one, above 0 and at most 10000. */
    speed?: number;
  }): Promise<PlayState>;
  /** Lets nobody act any more; the clock runs as before. */
  stop(): Promise<PlayState>;
}

export const playOf = ({ call }: ControlClient): PlayClient => ({
  get: () => call('/play'),
  start: (options = {}) => call('/play', { method: 'POST', body: options }),
  stop: () => call('/play', { method: 'DELETE' }),
});
