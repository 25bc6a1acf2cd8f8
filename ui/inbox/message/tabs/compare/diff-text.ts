import * as sequences from 'diff-sequences';

// The library is CommonJS: Node and bundlers hand on its exports, test runners their default at once.
const { default: found } = sequences;
const findCommon = 'default' in found ? found.default : found;

/** A piece of a line; `isOther` where the other line has something else in its place. */
export interface Span {
  text: string;
  isOther: boolean;
}

/** Two lines beside one another; null where a side has none. */
export interface Pair {
  left: readonly Span[] | null;
  right: readonly Span[] | null;
  isSame: boolean;
}

/** Longer texts are compared as far as this. */
export const mostLines = 3000;
/** Of longer lines all counts as another: their words would take too long. */
const mostWords = 1500;

interface Run {
  length: number;
  left: number;
  right: number;
}

/** Runs that two lists have in common, in order, and an empty one at their ends. */
function commonRuns(left: readonly string[], right: readonly string[]): Run[] {
  const runs: Run[] = [];
  findCommon(
    left.length,
    right.length,
    (a, b) => left[a] === right[b],
    (length, a, b) => runs.push({ length, left: a, right: b }),
  );
  return [...runs, { length: 0, left: left.length, right: right.length }];
}

const wordsOf = (line: string): string[] => line.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

/** Marks what two lines have not in common, word by word. */
function compareLines(left: string, right: string): Pair {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  const whole = (text: string): Span[] => [{ text, isOther: true }];
  if (a.length > mostWords || b.length > mostWords)
    return { left: whole(left), right: whole(right), isSame: false };
  const spans = { left: [] as Span[], right: [] as Span[] };
  const add = (side: Span[], words: readonly string[], isOther: boolean) => {
    if (words.length > 0) side.push({ text: words.join(''), isOther });
  };
  let [atA, atB] = [0, 0];
  for (const run of commonRuns(a, b)) {
    add(spans.left, a.slice(atA, run.left), true);
    add(spans.right, b.slice(atB, run.right), true);
    [atA, atB] = [run.left + run.length, run.right + run.length];
    add(spans.left, a.slice(run.left, atA), false);
    add(spans.right, b.slice(run.right, atB), false);
  }
  return { ...spans, isSame: false };
}

/** Two lists of lines beside one another: what stands in both is on one height, and in what differs the words are marked. */
export function compareTexts(left: readonly string[], right: readonly string[]): Pair[] {
  const [a, b] = [left.slice(0, mostLines), right.slice(0, mostLines)];
  const pairs: Pair[] = [];
  let [atA, atB] = [0, 0];
  for (const run of commonRuns(a, b)) {
    for (; atA < run.left || atB < run.right; atA += 1, atB += 1) {
      const [one, two] = [atA < run.left ? a[atA] : undefined, atB < run.right ? b[atB] : undefined];
      pairs.push(pairOf(one, two));
    }
    for (let step = 0; step < run.length; step += 1) {
      const same = [{ text: a[run.left + step] ?? '', isOther: false }];
      pairs.push({ left: same, right: same, isSame: true });
    }
    [atA, atB] = [run.left + run.length, run.right + run.length];
  }
  return pairs;
}

function pairOf(left: string | undefined, right: string | undefined): Pair {
  if (left !== undefined && right !== undefined) return compareLines(left, right);
  const spans = (text: string | undefined) => (text === undefined ? null : [{ text, isOther: true }]);
  return { left: spans(left), right: spans(right), isSame: false };
}
