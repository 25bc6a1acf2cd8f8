/** A piece of a source, of the kind by which it is coloured. */
export interface Piece<K extends string = string> {
  kind: K;
  text: string;
}

/** Splits pieces at the ends of lines, which are left out. */
export function linesOf<K extends string>(pieces: readonly Piece<K>[]): Piece<K>[][] {
  let line: Piece<K>[] = [];
  const lines = [line];
  for (const { kind, text } of pieces) {
    for (const [index, part] of text.split(/\r\n|\n|\r/).entries()) {
      if (index > 0) lines.push((line = []));
      if (part !== '') line.push({ kind, text: part });
    }
  }
  return lines;
}

/** So many lines are laid out together, and only when they come into view. */
const blockLines = 200;

export function blocksOf<T>(lines: readonly T[]): { first: number; lines: readonly T[] }[] {
  return Array.from({ length: Math.ceil(lines.length / blockLines) }, (_, at) => ({
    first: at * blockLines,
    lines: lines.slice(at * blockLines, (at + 1) * blockLines),
  }));
}
