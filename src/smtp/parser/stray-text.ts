import type { HeaderLine } from '@zone-eu/mailsplit';

/** A name that a field of mail has: RFC 5322 allows more signs, which nobody uses, and text does; octets behind a dash are a slip. */
const field = /^(?:[\w.!#$%&'*+^`|~-]+|[a-z]+-[\w.!#$%&'*+^`|~\u0080-\u00ff-]+)[ \t]*:/i;
/** Fields of a part have a meaning only where their name begins so (RFC 2046, 5.1). */
const ofPart = /^(?:content-|mime-version$|x-)/;

export interface SentHead {
  lines: readonly HeaderLine[];
  /** Whether it is that of the mail. */
  isRoot: boolean;
  hasBody: boolean;
}

/** Where text begins in what the splitter took for a head. */
function textStart({ lines, isRoot, hasBody }: SentHead): number {
  if (isRoot) {
    // Lines that are no fields stand between the fields of some mail; at their end they are its text.
    const last = lines.findLastIndex(({ line }) => field.test(line));
    return last < 0 ? lines.length : last + 1;
  }
  if (!hasBody && !lines.some(({ key }) => ofPart.test(key))) return 0;
  // A line of blanks before the fields of a part is passed over.
  const first = lines[0]?.line.trim() === '' && lines.some(({ key }) => key.startsWith('content-')) ? 1 : 0;
  const at = lines.findIndex(({ line }, index) => index >= first && !field.test(line));
  return at < 0 ? lines.length : at;
}

/**
 * The fields of a head, and the text that stands behind them without the blank line that belongs there. Undocumented: we chose
 * to read that line as the first of the text, as most readers do.
 */
export function splitHead(head: SentHead): { fields: readonly HeaderLine[]; text: string } {
  const start = textStart(head);
  return {
    fields: head.lines.slice(0, start),
    text: head.lines
      .slice(start)
      .map(({ line }) => line)
      .join('\r\n'),
  };
}
