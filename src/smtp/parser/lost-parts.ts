const delimiterLine = /^--([\w'()+,./:=? -]{0,69}[\w'()+,./:=?-])[ \t]*\r?$/gm;
/** More lines than these that could be delimiters are none. */
const mostCandidates = 50;

/** Whether a line is followed by the head of a part, or has a line that closes what it opens. */
const opensPart = (body: string, boundary: string, end: number): boolean =>
  /^\r?\ncontent-[a-z-]{1,40}:/i.test(body.slice(end, end + 60)) || body.includes(`\n--${boundary}--`);

/** The boundary of a container that names none, or another one (RFC 2046, 5.1.1), told from its body; null where it has none. */
export function boundaryIn(body: Buffer): string | null {
  const text = body.toString('latin1');
  let count = 0;
  for (const match of text.matchAll(delimiterLine)) {
    const [line, boundary = ''] = match;
    if ((count += 1) > mostCandidates) return null;
    if (
      /[a-z\d]/i.test(boundary) &&
      opensPart(text, boundary, match.index + line.length - (line.endsWith('\r') ? 1 : 0))
    )
      return boundary;
  }
  return null;
}

/** Whether a text is a page rather than prose. */
export const beginsAsHtml = (body: Buffer): boolean =>
  /^\s*(?:<!doctype html|<html|<head|<body)[\s>]/i.test(body.toString('latin1', 0, 1000));

/** What stands before the first line that delimits parts of containers around: the splitter leaves such lines with what is before. */
export function beforeDelimiter(body: Buffer, boundaries: readonly string[]): Buffer {
  const text = body.toString('latin1');
  let end = body.length;
  for (const boundary of boundaries) {
    const at = text.startsWith(`--${boundary}`) ? 0 : text.indexOf(`\n--${boundary}`);
    if (at >= 0) end = Math.min(end, at > 0 && text[at - 1] === '\r' ? at - 1 : at);
  }
  return body.subarray(0, end);
}
