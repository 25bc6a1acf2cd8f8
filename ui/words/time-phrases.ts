import { clockWords, dateWords, dayWords, relativeWords } from './time-words.js';

const day = 24 * 60 * 60_000;

/** "21:37:56", and before today "24 Nov, 21:37": when a row of a log was made. */
export const rowTimeWords = (at: number, now: number): string =>
  dateWords(at) === dateWords(now) ? clockWords(at) : `${dayWords(at)}, ${clockWords(at).slice(0, 5)}`;

/** "4 min ago", "on Tue", "on 12 Mar", "in 2 h": as it stands in a sentence. */
export function sentenceWords(iso: string, now: number): string {
  const words = relativeWords(iso, now);
  if (words === 'now' || words.startsWith('in ')) return words;
  return now - Date.parse(iso) < day ? `${words} ago` : `on ${words}`;
}
