import { lettersBetween } from '../contract/text/edit-distance.js';

/** The word that was most likely meant; null where none is near. */
export function nearestWord(given: string, words: readonly string[]): string | null {
  const typed = plain(given);
  // Of words that are as near, the one that goes on is meant: `stats` by `stat`, and not `start`.
  const distanceOf = (word: string) => lettersBetween(typed, word) - (word.startsWith(typed) ? 0.5 : 0);
  const nearest = words
    .map((word) => ({ word, distance: distanceOf(plain(word)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  // Of a short word little may be wrong: each other one is near it.
  const most = Math.min(3, Math.max(1, Math.floor(typed.length / 2)));
  if (nearest && nearest.distance <= most) return nearest.word;
  return typed.length > 1 ? (words.find((word) => isAbbreviation(typed, plain(word))) ?? null) : null;
}

/** `smtp-port`, `SMTP_PORT` and `smtpPort` are the same but for their spelling. */
const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/** Whether the letters of a word stand in another one in their order, the first in front: `rm` is `remove`. */
function isAbbreviation(given: string, word: string): boolean {
  let at = -1;
  return [...given].every((letter, place) => {
    at = word.indexOf(letter, at + 1);
    return at >= 0 && (place > 0 || at === 0);
  });
}
