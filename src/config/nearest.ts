/** The word that was most likely meant; null where none is near. */
export function nearestWord(given: string, words: readonly string[]): string | null {
  const nearest = words
    .map((word) => ({ word, distance: distanceOf(plain(given), plain(word)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= 3 ? nearest.word : null;
}

/** `smtp-port`, `SMTP_PORT` and `smtpPort` are the same but for their spelling. */
const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/** How many letters must be put in, taken away or changed to make one word the other (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let former = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, character] of [...a].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const changed = (former[column] ?? 0) + Number(character !== other);
      next.push(Math.min(changed, (former[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    former = next;
  }
  return former.at(-1) ?? 0;
}
