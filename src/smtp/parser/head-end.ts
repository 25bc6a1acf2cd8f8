const blankLines = [Buffer.from('\r\n\r\n'), Buffer.from('\n\n')];

/** Where the headers end: at the first blank line, or with the mail. A file of its own: what reads mail is loaded later. */
export function headEnd(raw: Buffer): number {
  const ends = blankLines.map((line) => raw.indexOf(line)).filter((at) => at >= 0);
  return ends.reduce((first, at) => Math.min(first, at + 2), raw.length);
}
