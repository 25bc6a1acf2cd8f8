import { day, minute } from './durations.js';

/** The first and the last moment that a time on the wire can say: years have four digits. */
export const earliest = Date.parse('0000-01-01T00:00:00Z');
export const latest = Date.parse('9999-12-31T23:59:59.999Z');

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** Milliseconds since the epoch; years below 100 are those of the first century. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

/**
 * The moment that a time of RFC 3339 says: letters in either case, fractions (cut to milliseconds), offsets, and the leap
 * second, which is the moment after it. Null for any other text, and for a moment outside of the years 0000 to 9999.
 * Undocumented: we chose to take times of any offset, also without seconds.
 */
export function parseRfc3339(text: string): number | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, date = 0, hour = 0, minutes = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const start = utc(year, month, date);
  const isDate = new Date(start).getUTCDate() === date && new Date(start).getUTCMonth() === month - 1;
  if (!isDate || hour > 23 || minutes > 59 || second > 60) return null;
  const offset = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  const ofMinute = start + (hour * 60 + minutes - offset) * minute;
  // RFC 3339 5.7: a leap second stands at the end of a day of UTC.
  if (second === 60 && ((ofMinute % day) + day) % day !== day - minute) return null;
  const fraction = second === 60 ? 0 : Math.floor(Number(match[7] ?? 0) * 1000);
  const at = ofMinute + second * 1000 + fraction;
  return at < earliest || at > latest ? null : at;
}
