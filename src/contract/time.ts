import * as z from 'zod';
import { day, hour, minute, second } from './durations.js';
import { earliest, latest, parseRfc3339 } from './rfc3339.js';

/** Beyond it a Date is none (ECMA-262 21.4.1.1). */
const latestDate = 8.64e15;
const instantIssue = 'Expected a time in milliseconds since 1970';

/**
 * A moment on the clock of a workspace: milliseconds since the epoch. Records hold this form. One after the year 9999,
 * which a row of an earlier release may have, is read as the last that there is.
 */
export const Instant = z
  .int()
  .min(earliest, { error: `${instantIssue}, from the year 0000 on` })
  .max(latestDate, { error: `${instantIssue}, at most ${latestDate}` })
  .overwrite((at) => Math.min(at, latest));
export type Instant = number;

/** The moment so many milliseconds after another; the last of the year 9999 where it would be later, which no time can say. */
export const momentAfter = (at: Instant, ms: number): Instant => Math.min(latest, at + ms);

/** The second that was formatted last: the times of a record, and those of its neighbours, are often one. */
let lastSecond = NaN;
let lastText = '';

/** UTC ISO 8601 with whole seconds and `Z`, the only form of time on the wire (reference, "Response Format"). */
export function toIso(at: Instant): string {
  const seconds = Math.floor(Math.min(at, latest) / 1000);
  if (seconds !== lastSecond) {
    lastText = `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
    lastSecond = seconds;
  }
  return lastText;
}

export const toIsoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));

/** Such a time in an answer. */
export const IsoText = z
  .string()
  .meta({ shown: { type: 'string', format: 'date-time', examples: ['2024-03-20T10:30:00Z'] } });

/** A time as callers may write it: RFC 3339, of the years 0000 to 9999; parses to an Instant. */
export const IsoTime = z
  .string()
  .transform((text, context): Instant => {
    const at = parseRfc3339(text);
    if (at !== null) return at;
    context.addIssue({
      code: 'custom',
      message: 'Expected an ISO 8601 time such as 2024-03-25T10:00:00Z, of the years 0000 to 9999',
    });
    return z.NEVER;
  })
  .meta({ shown: { type: 'string', format: 'date-time', examples: ['2024-03-25T10:00:00Z'] } });

/** A time at which a clock may stand. */
export const ClockTime = IsoTime.refine((at) => at >= 0, { error: 'Expected a time from 1970 on' });

const unitMs = { ms: 1, s: second, m: minute, h: hour, d: day } as const;
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
/** What a duration looks like in text, for the documents of the API. */
export const durationForm = durationPattern.source;
const maxDuration = 3660 * unitMs.d;

/** `"500ms"`, `"30s"`, `"10m"`, `"2h"`, `"31d"` to milliseconds; null when it is none of these. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text);
  if (!match) return null;
  return Math.round(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]);
}

const durationIssue = 'Expected a duration such as "500ms", "30s", "10m", "2h", "31d" or milliseconds';

/** A duration on the wire; parses to milliseconds. At most ten years, so that no date overflows. */
export const Duration = z
  .union([z.number().nonnegative(), z.string()], { error: durationIssue })
  .transform((value, context) => {
    const ms = typeof value === 'number' ? Math.round(value) : parseDuration(value);
    if (ms !== null && ms <= maxDuration) return ms;
    context.addIssue({
      code: 'custom',
      message: ms === null ? durationIssue : 'Expected a duration of at most 3660d',
    });
    return z.NEVER;
  })
  .meta({
    shown: {
      anyOf: [
        { type: 'string', pattern: durationForm },
        { type: 'number', minimum: 0 },
      ],
      description: 'A duration such as "2h", or milliseconds',
      examples: ['2h'],
    },
  });
