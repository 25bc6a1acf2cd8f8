import { InvalidArgumentError } from 'commander';
import { parseRfc3339 } from '../contract/rfc3339.js';
import { parseDuration } from '../contract/time.js';

/** The value of an option, refused with what was expected: no emulator would take it. */
const valueOf =
  <T>(expected: string, read: (text: string) => T | null) =>
  (text: string): T => {
    const value = read(text);
    if (value === null) throw new InvalidArgumentError(`expected ${expected}.`);
    return value;
  };

const readDuration = (text: string): number | null => parseDuration(/^\d+$/.test(text) ? `${text}ms` : text);
export const duration = valueOf('a duration such as 30s, 2h or 500ms, or milliseconds', readDuration);
/** A duration of at most so many whole seconds. */
export const durationUpTo = (seconds: number) =>
  valueOf(`a duration of at most ${seconds}s, such as 500ms, or milliseconds`, (text) => {
    const ms = readDuration(text);
    return ms !== null && ms <= seconds * 1000 ? ms : null;
  });
export const wholeNumberFrom = (least: number, most: number) =>
  valueOf(`a whole number from ${least} to ${most}`, (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : null;
  });
export const limit = wholeNumberFrom(1, 500);
export const time = valueOf('a time such as 2024-03-25T10:00:00Z', (text) =>
  parseRfc3339(text) === null ? null : text,
);
export const word = (choices: readonly string[]) =>
  valueOf(`one of ${choices.join(', ')}`, (text) => (choices.includes(text) ? text : null));
export const jsonObject = valueOf('an object of JSON', (text): object | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
});
