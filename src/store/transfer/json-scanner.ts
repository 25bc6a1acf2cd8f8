/** A fault in the text of a file: the line where it was met and what was expected there. */
export class TextFault extends Error {
  constructor(
    readonly line: number,
    readonly issue: string,
  ) {
    super(issue);
    this.name = 'TextFault';
  }
}

/** A member of the outermost object: a value by itself, or one element of a list. */
export interface Element {
  key: string;
  /** The place in the list; null where the value is none. */
  index: number | null;
  text: string;
  /** Where it begins. */
  line: number;
}

type Awaited = 'opening' | 'key' | 'colon' | 'value' | 'element' | 'separator' | 'end';

const [newline, quote, backslash, comma, colon] = [10, 34, 92, 44, 58];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];
const isSpace = (byte: number): boolean => byte === 32 || byte === newline || byte === 13 || byte === 9;
const mostElementBytes = 128 * 1024 * 1024;

/** What is being read of one value: it ends with its last bracket or quote, a bare word before what follows it. */
interface Taking {
  parts: Buffer[];
  bytes: number;
  line: number;
  depth: number;
  inString: boolean;
  escaped: boolean;
  bare: boolean;
}

/**
 * Cuts a JSON file of one object, whose members are lists of records, into its elements, as it comes in: however large it
 * is, no more of it is held than one element. Only the outline is checked; each element is JSON for its reader to parse.
 */
export function createElementScanner(onElement: (element: Element) => void) {
  let awaited: Awaited = 'opening';
  let line = 1;
  let key = '';
  let index: number | null = null;
  let taking: Taking | null = null;
  let isFirst = true;
  const begin = (byte: number): Taking => ({
    parts: [],
    bytes: 0,
    line,
    depth: 0,
    inString: false,
    escaped: false,
    bare: byte !== quote && byte !== openBrace && byte !== openBracket,
  });
  /** Goes on with a value; answers where it ends, or -1 when it goes on in the next chunk. */
  function endOf(chunk: Buffer, from: number, state: Taking): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      if (state.bare) {
        if (isSpace(byte) || byte === comma || byte === closeBracket || byte === closeBrace) return at;
        continue;
      }
      if (byte === newline) line += 1;
      if (state.inString) {
        if (state.escaped) state.escaped = false;
        else if (byte === backslash) state.escaped = true;
        else if (byte === quote) {
          state.inString = false;
          if (state.depth === 0) return at + 1;
        }
      } else if (byte === quote) state.inString = true;
      else if (byte === openBrace || byte === openBracket) state.depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        state.depth -= 1;
        if (state.depth === 0) return at + 1;
      }
    }
    return -1;
  }
  function take(chunk: Buffer, from: number, state: Taking): number {
    const end = endOf(chunk, from, state);
    const part = chunk.subarray(from, end < 0 ? chunk.length : end);
    state.bytes += part.length;
    if (state.bytes > mostElementBytes)
      throw new TextFault(state.line, `Expected records of at most ${mostElementBytes} bytes`);
    // A chunk may be used anew by whoever reads the file.
    state.parts.push(end < 0 ? Buffer.from(part) : part);
    if (end < 0) return chunk.length;
    finish(state);
    return end;
  }
  function finish(state: Taking) {
    taking = null;
    const text = textOf(state);
    if (awaited === 'key') {
      key = parse(text, state.line);
      awaited = 'colon';
      return;
    }
    onElement({ key, index, text, line: state.line });
    awaited = 'separator';
  }
  function open(byte: number): boolean {
    if (awaited === 'opening' && byte === openBrace) awaited = 'key';
    else if (awaited === 'colon' && byte === colon) awaited = 'value';
    else if (awaited === 'value' && byte === openBracket) {
      [awaited, index, isFirst] = ['element', 0, true];
    } else return false;
    return true;
  }
  function separate(byte: number): boolean {
    const inList = index !== null;
    if (awaited === 'separator' && byte === comma) {
      if (index === null) awaited = 'key';
      else [awaited, index, isFirst] = ['element', index + 1, false];
    } else if (
      byte === closeBracket &&
      inList &&
      (awaited === 'separator' || (awaited === 'element' && isFirst))
    ) {
      [awaited, index] = ['separator', null];
    } else if (
      byte === closeBrace &&
      !inList &&
      (awaited === 'separator' || (awaited === 'key' && key === ''))
    ) {
      awaited = 'end';
    } else return false;
    return true;
  }
  // A byte order mark, which some editors leave.
  const isMark = (byte: number): boolean =>
    awaited === 'opening' && (byte === 0xef || byte === 0xbb || byte === 0xbf);
  const startsValue = (byte: number): boolean =>
    awaited === 'key'
      ? byte === quote
      : (awaited === 'value' || awaited === 'element') && /["{[\w-]/.test(String.fromCharCode(byte));
  return {
    write(chunk: Buffer) {
      let at = 0;
      while (at < chunk.length) {
        if (taking) {
          at = take(chunk, at, taking);
          continue;
        }
        const byte = chunk[at] as number;
        if (byte === newline) line += 1;
        if (isSpace(byte) || isMark(byte) || open(byte) || separate(byte)) at += 1;
        else if (startsValue(byte)) taking = begin(byte);
        else throw new TextFault(line, `Expected JSON, got ${JSON.stringify(String.fromCharCode(byte))}`);
      }
    },
    end() {
      if (awaited !== 'end') throw new TextFault(line, 'Expected more: the file ends in the middle');
    },
  };
}

function textOf({ parts, line }: Taking): string {
  const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new TextFault(line, 'Expected valid UTF-8');
  }
}

function parse(text: string, line: number): string {
  try {
    return JSON.parse(text) as string;
  } catch (error) {
    throw new TextFault(line, `Expected valid JSON: ${(error as Error).message}`);
  }
}
