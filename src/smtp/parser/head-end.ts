const blankLines = [Buffer.from('\r\n\r\n'), Buffer.from('\n\n')];

/** Where the headers end: at the first blank line, or with the mail. A file of its own: what reads mail is loaded later. */
export function headEnd(raw: Buffer): number {
  const ends = blankLines.map((line) => raw.indexOf(line)).filter((at) => at >= 0);
  return ends.reduce((first, at) => Math.min(first, at + 2), raw.length);
}

/** Fields are decoded one by one: a larger head is not for the main thread, nor for a second try. */
export const largeHead = 32 * 1024;
