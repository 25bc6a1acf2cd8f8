import { Tokenizer, TokenizerError, TokenParser, TokenParserError, TokenType } from '@streamparser/json';
import { isRounded, wholeNumberExpected } from '../../contract/json/whole-numbers.js';

/** A fault in the text of a file: the line where it was met, the field, and what was expected there. */
export class TextFault extends Error {
  constructor(
    readonly line: number,
    readonly field: string,
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
  value: unknown;
  /** Where it begins. */
  line: number;
}

const newline = 10;
const mostElementBytes = 128 * 1024 * 1024;
// No record nests as deep: without a limit the stack of open brackets would grow with the file.
const mostDepth = 100;

type Token = Parameters<TokenParser['write']>[0];
const opens = ({ token }: Token) => token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET;
const closes = ({ token }: Token) => token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET;
const isPunctuation = ({ token }: Token) => token === TokenType.COMMA || token === TokenType.COLON;

/** What a token was read from is gone when it is reported: a number is judged while it is read. */
class ExactTokenizer extends Tokenizer {
  constructor(private readonly onRounded: () => void) {
    super();
  }

  protected override parseNumber(text: string): number {
    if (isRounded(text)) this.onRounded();
    return super.parseNumber(text);
  }
}

/**
 * Parses a JSON file of one object, whose members are lists of records, element by element as it comes in: however large
 * the file is, no more of it is held than one element. Throws a TextFault.
 */
export function createElementReader(onElement: (element: Element) => void) {
  const tokenizer = new ExactTokenizer(() => {
    throw fault(wholeNumberExpected);
  });
  const parser = new TokenParser({ paths: ['$.*.*'], keepStack: false });
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let depth = 0;
  let member = { key: '', hasColon: false };
  let element = { index: 0, line: 1, bytes: 0 };
  // The keys of each object that is open; null for a list.
  const open: (Set<string> | null)[] = [];
  let lastText = '';

  const fault = (issue: string) =>
    new TextFault(line, depth > 2 ? `${member.key}[${element.index}]` : 'file', issue);

  /** Of two members with one key the first would be lost. */
  function requireOnce(key: string) {
    const keys = open[depth - 1];
    const where = depth > 2 ? `${member.key}[${element.index}].${key}` : key;
    if (keys?.has(key)) throw new TextFault(line, where, 'Expected each key once');
    keys?.add(key);
  }
  /** A key or a value of the outermost object; the elements of a list come from the parser. */
  function takeMember(token: Token) {
    if (token.token === TokenType.COLON) member.hasColon = true;
    else if (token.token === TokenType.LEFT_BRACKET) element = { index: 0, line, bytes: 0 };
    else if (token.token === TokenType.LEFT_BRACE)
      throw new TextFault(line, member.key, 'Expected a list of records');
    else if (isPunctuation(token) || closes(token)) return;
    else if (!member.hasColon) member = { key: String(token.value), hasColon: false };
    else onElement({ key: member.key, index: null, value: token.value, line });
    if (member.hasColon && token.token !== TokenType.COLON) member = { ...member, hasColon: false };
  }
  tokenizer.onToken = (token) => {
    if (depth === 0 && token.token !== TokenType.LEFT_BRACE) throw fault('Expected one object of JSON');
    if (depth === 1) takeMember(token);
    if (depth === 2 && !isPunctuation(token) && !closes(token)) element = { ...element, line, bytes: 0 };
    if (token.token === TokenType.STRING) lastText = String(token.value);
    if (token.token === TokenType.COLON) requireOnce(lastText);
    if (opens(token)) open[depth] = token.token === TokenType.LEFT_BRACE ? new Set() : null;
    if (opens(token)) depth += 1;
    if (depth > mostDepth) throw fault(`Expected at most ${mostDepth} levels`);
    parser.write(token);
    if (closes(token)) depth -= 1;
  };
  parser.onValue = ({ value, key }) => {
    onElement({ key: member.key, index: Number(key), value, line: element.line });
    element.index = Number(key) + 1;
  };
  // What ends the outermost object ends the parser; a second value is refused by the tokenizer.
  parser.onEnd = () => undefined;

  function takePart(part: Buffer) {
    element.bytes += part.length;
    if (element.bytes > mostElementBytes)
      throw fault(`Expected records of at most ${mostElementBytes} bytes`);
    try {
      utf8.decode(part, { stream: true });
    } catch {
      throw fault('Expected valid UTF-8');
    }
    try {
      tokenizer.write(part);
    } catch (error) {
      if (error instanceof TokenizerError || error instanceof TokenParserError)
        throw fault(`Expected valid JSON, got ${JSON.stringify(part.toString('utf8', 0, 60).trimEnd())}`);
      throw error;
    }
  }
  return {
    /** Line by line, so that each token is known to stand in `line`. */
    write(chunk: Buffer) {
      for (let from = 0; from < chunk.length;) {
        const at = chunk.indexOf(newline, from);
        const to = at < 0 ? chunk.length : at + 1;
        takePart(chunk.subarray(from, to));
        if (at >= 0) line += 1;
        from = to;
      }
    },
    end() {
      if (!parser.isEnded) throw new TextFault(line, 'file', 'Expected more: the file ends in the middle');
    },
  };
}
