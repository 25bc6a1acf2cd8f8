import * as z from 'zod';
import { IsoText } from './time.js';

/** How many clock seconds are to pass in a real one. */
export const ClockRate = z.number().min(0).max(1_000_000);

/** `GET /_emulator/clock`: the time of the workspace, whether it stands, and how many clock seconds pass in a real one. */
export const ClockState = z.object({
  /** The time of the workspace: UTC, ISO 8601 with whole seconds. */
  now: IsoText,
  /** Whether it stands. */
  frozen: z.boolean(),
  /** Seconds of the clock in a real one. */
  rate: z.number(),
});
/** `GET /_emulator/clock`: the time of the workspace, whether it stands, and how many clock seconds pass in a real one. */
export type ClockState = z.output<typeof ClockState>;
