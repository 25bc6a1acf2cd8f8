import { createModestScan, JsonFault, parseJsonText } from '../../contract/json/json-text.js';
import { unexpectedIn } from '../../contract/json/json-place.js';
import type { JsonLimits } from '../../contract/json/json-text.js';
import { endOfString } from '../../contract/json/json-walk.js';
import { createPace } from '../../core/time/pace.js';
import type { Pace } from '../../core/time/pace.js';

/** Parsed at once: a millisecond or less. */
const mostAtOnce = 64 * 1024;
/** Looked through at once. */
const scannedAtOnce = 256 * 1024;

/** A part of a body that was parsed by itself. */
export interface ParsedPart {
  /** Its text, as JSON by itself. */
  text: string;
  value: unknown;
  /** Where the object or list stands of which it has some members. */
  path: string;
  /** The place of its first item in the list. */
  first: number;
}

const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text);

function unexpected(text: string, at: number): JsonFault {
  const reason = unexpectedIn(text.slice(at, at + mostAtOnce), 0);
  return new JsonFault({ issue: `Expected valid JSON: ${reason}`, reason });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new JsonFault({ issue: 'Expected valid JSON', reason: (error as Error).message, text });
  }
}

/** Where a string can be cut near `at`: not within an escape. */
function cutNear(text: string, at: number): number {
  for (let start = at - 1; start >= at - 5; start -= 1) {
    if (text[start] !== '\\') continue;
    let run = 1;
    while (text[start - run] === '\\') run += 1;
    if (run % 2 === 0) continue;
    return Math.max(at, start + (text[start + 1] === 'u' ? 6 : 2));
  }
  return at;
}

/**
 * Parses JSON as `JSON.parse` does, and yields to the event loop meanwhile: the members of large objects and lists are parsed
 * some at a time, and so are long strings. `inspect` gets each part once it is parsed. Throws a JsonFault.
 */
export async function parseInSlices(
  text: string,
  limits: JsonLimits,
  inspect: (part: ParsedPart) => void,
): Promise<unknown> {
  const pace = createPace();
  const ends = await endsOfLarge(text, limits, pace);
  const start = /[^ \t\r\n]/.exec(text)?.index ?? 0;
  const end = ends.get(start);
  if (end === undefined) {
    const value = parseJsonText(text, limits);
    inspect({ text, value, path: '', first: 0 });
    return value;
  }
  if (!isBlank(text.slice(end, end + mostAtOnce))) throw unexpected(text, end);
  return createParser({ text, ends, inspect, pace }).container(start, '');
}

/** Checks the limits; answers where each large object or list ends, by where it begins. */
async function endsOfLarge(text: string, limits: JsonLimits, pace: Pace) {
  const ends = new Map<number, number>();
  const scan = createModestScan(text, limits, {
    onClose(start, end) {
      if (end - start > mostAtOnce) ends.set(start, end);
    },
  });
  while (scan(scannedAtOnce)) await pace();
  return ends;
}

interface ParserSource {
  text: string;
  ends: ReadonlyMap<number, number>;
  inspect(part: ParsedPart): void;
  pace: Pace;
}

/** As `JSON.parse` does it: `__proto__` is a name like any other. */
function setMember(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The members of one large object or list, as far as they are parsed. */
interface Holder {
  value: unknown[] | Record<string, unknown>;
  path: string;
}

const pathIn = ({ value, path }: Holder, key: string): string => {
  if (Array.isArray(value)) return `${path}[${value.length}]`;
  return path === '' ? key : `${path}.${key}`;
};

function createParser({ text, ends, inspect, pace }: ParserSource) {
  /** Members that are parsed at once, between two commas. */
  function take({ value, path }: Holder, from: number, to: number): void {
    const inner = text.slice(from, to);
    if (isBlank(inner)) throw unexpected(text, to);
    const isList = Array.isArray(value);
    const part = isList ? `[${inner}]` : `{${inner}}`;
    const members = parse(part) as object;
    inspect({ text: part, value: members, path, first: isList ? value.length : 0 });
    if (isList) for (const item of members as unknown[]) value.push(item);
    else for (const [key, member] of Object.entries(members)) setMember(value, key, member);
  }

  /** The key of a member whose value begins at `to`; empty in a list. */
  function keyOf({ value, path }: Holder, from: number, to: number): string {
    const before = text.slice(from, to);
    if (Array.isArray(value)) {
      if (!isBlank(before)) throw unexpected(text, from);
      return '';
    }
    const part = `{${before}null}`;
    const member = parse(part) as object;
    inspect({ text: part, value: member, path, first: 0 });
    return Object.keys(member)[0] ?? '';
  }

  async function longString(start: number, end: number): Promise<string> {
    const pieces: string[] = [];
    for (let from = start + 1; from < end - 1;) {
      const to = Math.min(end - 1, cutNear(text, from + scannedAtOnce));
      pieces.push(parse(`"${text.slice(from, to)}"`) as string);
      from = to;
      await pace();
    }
    return pieces.join('');
  }

  async function large(holder: Holder, { from, at, end }: { from: number; at: number; end: number }) {
    const key = keyOf(holder, from, at);
    const path = pathIn(holder, key);
    const value = text[at] === '"' ? await longString(at, end) : await container(at, path);
    if (text[at] === '"') inspect({ text: '"\\u"', value, path, first: 0 });
    if (Array.isArray(holder.value)) holder.value.push(value);
    else setMember(holder.value, key, value);
  }

  /** The object or list that begins at `start`. */
  async function container(start: number, path: string): Promise<unknown> {
    const isList = text[start] === '[';
    const last = (ends.get(start) ?? text.length) - 1;
    if (text[last] !== (isList ? ']' : '}')) throw unexpected(text, last);
    const holder: Holder = { value: isList ? [] : {}, path };
    // Where the part begins that is to be parsed next, and the member that is looked at.
    let [part, member, depth] = [start + 1, start + 1, 0];
    const isKeyAt = (at: number, from: number) => !isList && isBlank(text.slice(from, at));
    for (let at = start + 1; at < last; at += 1) {
      const character = text[at];
      const end = character === '"' ? endOfString(text, at) : (ends.get(at) ?? 0);
      if (depth === 0 && end - at > mostAtOnce && !(character === '"' && isKeyAt(at, member))) {
        if (part < member) take(holder, part, member - 1);
        await large(holder, { from: member, at, end });
        const next = text.indexOf(',', end);
        at = next < 0 || next > last ? last : next;
        if (!isBlank(text.slice(end, at))) throw unexpected(text, end);
        if (at === last) return holder.value;
        part = member = at + 1;
      } else if (character === '"') at = end - 1;
      else if (character === '[' || character === '{') depth += 1;
      else if (character === ']' || character === '}') depth -= 1;
      else if (character === ',' && depth === 0) {
        if (at - part > mostAtOnce) {
          take(holder, part, at);
          await pace();
          part = at + 1;
        }
        member = at + 1;
      }
    }
    if (part > start + 1 || !isBlank(text.slice(part, last))) take(holder, part, last);
    return holder.value;
  }
  return { container };
}
