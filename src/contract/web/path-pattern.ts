/**
 * Patterns of paths, as fault rules and the request log take them: `*` stands for anything within one segment, a segment
 * `*` or `{name}` for one whole segment, a segment `**` for any number of segments. Matched without regular expressions,
 * segment by segment, so that no pattern takes longer than its own length times that of the path.
 */
export interface PathPattern {
  /** Whether a path matches; one slash at its end is forgiven. */
  matches(path: string): boolean;
  /** Whether a path of this route could match: `/v2/contacts/{contact_id}`. */
  meets(route: string): boolean;
}

const mostCharacters = 500;
const mostSegments = 20;

/** What is wrong with a pattern, in words of what was expected; null when nothing is. */
export function pathPatternIssue(pattern: string): string | null {
  const segments = pattern.split('/');
  if (pattern.length > mostCharacters) return `Expected at most ${mostCharacters} characters`;
  if (/[\u0000-\u001f\u007f]/.test(pattern)) return 'Expected a path without control characters';
  if (segments.length > mostSegments) return `Expected at most ${mostSegments} segments`;
  if (pattern === '' || (segments[0] !== '' && segments[0] !== '**'))
    return 'Expected a path from its first slash on, such as /v2/contacts/*, or one that begins with **';
  const isMixed = segments.some((segment) => segment.includes('**') && segment !== '**');
  return isMixed ? 'Expected ** as a whole segment, and * within one' : null;
}

type Fits = (segment: string) => boolean;

const isParameter = (segment: string): boolean => /^\{\w+\}$/.test(segment);

/** Whether a text has the pieces between the stars of a segment, in their order: each is looked for from where the last ended. */
function hasPieces(text: string, pieces: readonly string[]): boolean {
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from);
    if (at < 0 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}

function fitsOf(segment: string): Fits {
  if (segment === '*' || isParameter(segment)) return (text) => text !== '';
  const pieces = segment.split('*');
  return pieces.length === 1 ? (text) => text === segment : (text) => hasPieces(text, pieces);
}

/** Whether these segments begin with a run, from `at` on. */
const fitsAt = (run: readonly Fits[], segments: readonly string[], at: number): boolean =>
  run.every((fits, index) => at + index < segments.length && fits(segments[at + index] ?? ''));

/** Whether the runs between the `**` follow each other: the first at the start, the last at the end, others where they fit first. */
function followEachOther(runs: readonly (readonly Fits[])[], segments: readonly string[]): boolean {
  const [first = [], last = []] = [runs[0], runs.at(-1)];
  if (runs.length === 1) return segments.length === first.length && fitsAt(first, segments, 0);
  const end = segments.length - last.length;
  if (end < first.length || !fitsAt(first, segments, 0) || !fitsAt(last, segments, end)) return false;
  let from = first.length;
  for (const run of runs.slice(1, -1)) {
    while (from + run.length <= end && !fitsAt(run, segments, from)) from += 1;
    from += run.length;
    if (from > end) return false;
  }
  return true;
}

const segmentsOf = (path: string): string[] => path.replace(/(.)\/$/, '$1').split('/');

export function compilePath(pattern: string): PathPattern {
  const runs: string[][] = [[]];
  for (const segment of segmentsOf(pattern)) {
    if (segment === '**') runs.push([]);
    else runs.at(-1)?.push(segment);
  }
  const exact = runs.map((run) => run.map(fitsOf));
  const loose = exact.map((run) =>
    run.map(
      (fits): Fits =>
        (part) =>
          isParameter(part) || fits(part),
    ),
  );
  return {
    matches: (path) => followEachOther(exact, segmentsOf(path)),
    meets: (route) => followEachOther(loose, segmentsOf(route)),
  };
}
