/** What a JSON text may have. No body, record or file of ours comes near. */
export interface JsonLimits {
  /** Lists and objects within one another: what checks a value does so level by level. */
  depth: number;
  /** Values, lists and objects too: each costs a hundred bytes and a microsecond, however short its text. */
  values: number;
}

export const jsonLimits: JsonLimits = { depth: 64, values: 20_000 };
/** Of a file that is a whole data set. */
export const dataSetLimits: JsonLimits = { depth: 64, values: 2_000_000 };

/** Of a file of the store: it is as large as the state, and its rows stand deeper than in a body. */
export const storeLimits: JsonLimits = { depth: 100, values: Infinity };

/**
 * Why a text cannot be taken as JSON: what was expected, the same as a reason behind other words, and the key of the
 * outermost object in which it was met.
 */
export class JsonFault extends Error {
  readonly issue: string;
  readonly field: string | null;
  constructor({ issue, reason, field = null }: { issue: string; reason: string; field?: string | null }) {
    super(reason);
    this.name = 'JsonFault';
    this.issue = issue;
    this.field = field;
  }
}

const [quote, backslash, comma, colon] = [34, 92, 44, 58];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

/** Where the string ends that begins at `from`: behind its quotation mark, or at the end of the text. */
export function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}

function keyOf(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

/**
 * Refuses what would cost much to parse, before it is parsed: reads the text once, without recursion. What is no JSON is for
 * the parser to refuse. Answers a function that reads on for so many characters, and whether there are more; `onClose` gets
 * each list and object with its brackets. Throws a JsonFault.
 */
export function createModestScan(
  text: string,
  { depth, values }: JsonLimits,
  onClose?: (start: number, end: number) => void,
): (characters: number) => boolean {
  let [at, open, count, lastString, key] = [0, 0, 1, '', ''];
  const starts: number[] = [];
  const refuse = (most: string) => {
    const field = key === '' ? null : keyOf(key);
    throw new JsonFault({ issue: `Expected at most ${most}`, reason: `more than ${most}`, field });
  };
  return (characters) => {
    for (const stop = Math.min(text.length, at + characters); at < stop; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        const end = endOfString(text, at);
        if (open === 1) lastString = text.slice(at, Math.min(end, at + 400));
        at = end - 1;
      } else if (code === openBracket || code === openBrace) {
        starts[open] = at;
        open += 1;
        count += 1;
        if (open > depth) refuse(`${depth} levels of nesting`);
      } else if (code === closeBracket || code === closeBrace) {
        open = Math.max(0, open - 1);
        onClose?.(starts[open] ?? at, at + 1);
      } else if (code === colon && open === 1) key = lastString;
      else if (code === comma) {
        count += 1;
        if (count > values) refuse(`${values} values`);
      }
    }
    return at < text.length;
  };
}

/** Refuses at once what would cost much to parse. Throws a JsonFault. */
export function requireModest(text: string, limits: JsonLimits): void {
  createModestScan(text, limits)(text.length);
}

/** The one way in which JSON from outside is parsed. Throws a JsonFault. */
export function parseJsonText(text: string, limits: JsonLimits = jsonLimits): unknown {
  requireModest(text, limits);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = (error as Error).message;
    throw new JsonFault({ issue: `Expected valid JSON: ${reason}`, reason });
  }
}
