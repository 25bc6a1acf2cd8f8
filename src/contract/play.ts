import * as z from 'zod';
import { IsoText } from './time.js';

/** How many seconds of the clock pass in a real one while the workspace plays, unless another speed is given. */
export const usualPlaySpeed = 600;
export const maxPlaySpeed = 10_000;

const speedIssue = `Expected a number above 0 and at most ${maxPlaySpeed}: seconds of the clock in a real one`;

/** Body of `POST /_emulator/play`. */
export const PlayInput = z
  .strictObject({
    /** Seconds of the clock in a real one; 600 unless given. */
    speed: z
      .number({ error: speedIssue })
      .positive({ error: speedIssue })
      .max(maxPlaySpeed, { error: speedIssue })
      .optional(),
  })
  .meta({ id: 'PlayInput' });
export type PlayInput = z.output<typeof PlayInput>;

/** Whether the workspace's own people act. */
export const PlayState = z
  .object({
    /** Whether they act now. */
    playing: z.boolean(),
    /** Seconds of the clock in a real one; null while nobody acts. */
    speed: z.number().nullable(),
    /** When it began, on the clock; null while nobody acts. */
    since: IsoText.nullable(),
    /** How many acts there were since. */
    acts: z.int(),
  })
  .meta({ id: 'PlayState' });
export type PlayState = z.output<typeof PlayState>;
