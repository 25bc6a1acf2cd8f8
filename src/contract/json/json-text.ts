import { endOfString, findInJson } from './json-walk.js';

/** What a JSON text may have. No body, record or file of ours comes near. */
export interface JsonLimits {
  /** Lists and objects within one another: what checks a value does so level by level. */
  depth: number;
  /** Values, lists and objects too: each costs a hundred bytes and a microsecond, however short its text. */
  values: number;
  /** Whether each key of an object stands once. Else the last one counts, and what the others have is lost. */
  keysOnce?: boolean;
}

export const jsonLimits: JsonLimits = { depth: 64, values: 20_000 };
/** Of a file that is a whole data set. */
export const dataSetLimits: JsonLimits = { depth: 64, values: 2_000_000 };
/** The same in a file that somebody wrote. */
export const dataSetFileLimits: JsonLimits = { ...dataSetLimits, keysOnce: true };

/** Of a file of the store: it is as large as the state, and its rows stand deeper than in a body. */
export const storeLimits: JsonLimits = { depth: 100, values: Infinity, keysOnce: true };

interface JsonFaultFacts {
  issue: string;
  reason: string;
  field?: string | null;
  at?: number | null;
  text?: string | null;
}

/**
 * Why a text cannot be taken as JSON: what was expected, the same as a reason behind other words, and the key of the
 * outermost object in which it was met.
 */
export class JsonFault extends Error {
  readonly issue: string;
  readonly field: string | null;
  /** Where in the text it was met; null where that is not known. */
  readonly at: number | null;
  /** What is no JSON, the text or a piece of it; null where a limit or a name is at fault. */
  readonly text: string | null;
  constructor({ issue, reason, field = null, at = null, text = null }: JsonFaultFacts) {
    super(reason);
    this.name = 'JsonFault';
    this.issue = issue;
    this.field = field;
    this.at = at;
    this.text = text;
  }
}

const [quote, comma, colon] = [34, 44, 58];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

function keyOf(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

/** What a scan tells of on its way. */
interface ScanEvents {
  /** Each list and object with its brackets. */
  onClose?(start: number, end: number): void;
  /** Each member of an object. */
  onMember?(): void;
}

/**
 * Refuses what would cost much to parse, before it is parsed: reads the text once, without recursion. What is no JSON is for
 * the parser to refuse. Answers a function that reads on for so many characters, and whether there are more. Throws a JsonFault.
 */
export function createModestScan(
  text: string,
  { depth, values }: JsonLimits,
  { onClose, onMember }: ScanEvents = {},
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
      } else if (code === colon) {
        onMember?.();
        if (open === 1) key = lastString;
      } else if (code === comma) {
        count += 1;
        if (count > values) refuse(`${values} values`);
      }
    }
    return at < text.length;
  };
}

/** Refuses at once what would cost much to parse. Answers how many members all objects have. Throws a JsonFault. */
export function requireModest(text: string, limits: JsonLimits): number {
  let members = 0;
  createModestScan(text, limits, { onMember: () => (members += 1) })(text.length);
  return members;
}

/** How many members the objects in a value have. */
function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) count += membersIn(item);
    return count;
  }
  for (const key in value) count += 1 + membersIn((value as Record<string, unknown>)[key]);
  return count;
}

/** The first key that its object has a second time. */
function findRepeated(text: string): { path: string; at: number } | null {
  const seen = new WeakMap<object, Set<string>>();
  const key = (name: string, object: object) => {
    const keys = seen.get(object) ?? new Set();
    seen.set(object, keys);
    const isRepeated = keys.has(name);
    keys.add(name);
    return isRepeated;
  };
  return findInJson(text, { key });
}

/** The one way in which JSON from outside is parsed. Throws a JsonFault. */
export function parseJsonText(text: string, limits: JsonLimits = jsonLimits): unknown {
  const written = requireModest(text, limits);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new JsonFault({ issue: 'Expected valid JSON', reason, text });
  }
  if (!limits.keysOnce || membersIn(value) === written) return value;
  const { path, at } = findRepeated(text) ?? { path: '', at: 0 };
  throw new JsonFault({ issue: 'Expected each key once', reason: `${path} stands twice`, field: path, at });
}
