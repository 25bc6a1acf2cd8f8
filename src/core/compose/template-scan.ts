import { templateLimits } from '../../contract/template-limits.js';
import { BudgetError } from './template-budget.js';
import type { TemplatePlace } from './template-budget.js';
import { TemplateFault } from './template-fault.js';

/** A string, a name in brackets, the end of a tag, a plain name, or any other character. */
const token = /"(?:\\"|[^"])*"|'(?:\\'|[^'])*'|\[(?:\\\]|[^\]])*\]|\}\}|[^\s.=|/()"'[\]{}]+|[\s\S]/y;
const isBlank = /^[\s{}~]/;

const placeOf = (source: string, at: number): TemplatePlace => ({
  line: source.slice(0, at).split('\n').length,
});

/** `\{{` writes the braces; before `\\{{` the backslash is written and the tag is one. */
const isEscaped = (source: string, at: number): boolean => source[at - 1] === '\\' && source[at - 2] !== '\\';

interface Tag {
  text: string;
  end: number;
  words: number;
  /** Parentheses within one another. */
  depth: number;
}

/** The tag that begins at `at`, strings and segments in brackets skipped as the parser skips them. */
function readTag(source: string, at: number): Tag {
  const comment = /^\{\{~?!(--)?/.exec(source.slice(at, at + 6));
  if (comment) {
    const end = comment[1] ? /--~?\}\}/g : /\}\}/g;
    end.lastIndex = at + comment[0].length;
    return { text: '', end: end.test(source) ? end.lastIndex : source.length, words: 0, depth: 0 };
  }
  // No tag is longer, so that the expression meets no long string.
  const text = source.slice(at, at + templateLimits.tagCharacters + 1);
  let [words, depth, deepest] = [0, 0, 0];
  for (token.lastIndex = 2; token.lastIndex < text.length;) {
    const [found = ''] = token.exec(text) ?? [];
    if (found === '}}') return { text, end: at + token.lastIndex, words, depth: deepest };
    if (!isBlank.test(found)) words += 1;
    if (found === '(') deepest = Math.max(deepest, (depth += 1));
    if (found === ')') depth -= 1;
  }
  if (text.length > templateLimits.tagCharacters)
    throw new BudgetError(
      `a tag is longer than ${templateLimits.tagCharacters} characters`,
      placeOf(source, at),
    );
  return { text, end: source.length, words, depth: deepest };
}

const opens = /^\{\{\{?\{?~?\s*(?:#|\^\s*[^\s~}])/;
const opensRaw = /^\{\{\{\{[^/]/;
const closes = /^\{\{\{?\{?~?\s*\//;
const chains = /^\{\{~?\s*else\s+[^\s~}]/;

/** No mail has a NUL (RFC 5322 4.1), and the parser of handlebars stops at one. */
function requireNoNul(source: string): void {
  const at = source.indexOf('\u0000');
  if (at < 0) return;
  const { line } = placeOf(source, at);
  throw new TemplateFault(
    'it has a NUL character (U+0000), which no mail may have; expected text without it',
    line,
  );
}

/**
 * Refuses a template that would cost the parser too much, before it is parsed, or that has a NUL. Reads it once, from the
 * beginning to the end, and checks nothing else: what is no template is for the parser to name.
 */
export function requireParsable(source: string): void {
  requireNoNul(source);
  const open: number[] = [];
  let [tags, words, chained] = [0, 0, 0];
  const refuse = (what: string, at: number) => {
    throw new BudgetError(what, placeOf(source, at));
  };
  for (let at = source.indexOf('{{'); at >= 0;) {
    tags += 1;
    if (tags > templateLimits.tags) refuse(`it has more than ${templateLimits.tags} tags`, at);
    if (isEscaped(source, at)) {
      at = source.indexOf('{{', at + 2);
      continue;
    }
    const tag = readTag(source, at);
    words += tag.words;
    if (words > templateLimits.words)
      refuse(`its tags have more than ${templateLimits.words} names and values`, at);
    if (opens.test(tag.text) || opensRaw.test(tag.text)) {
      open.push(chained);
      chained = 0;
    } else if (closes.test(tag.text)) chained = open.pop() ?? 0;
    // Each `else if` is a block within the one before.
    else if (chains.test(tag.text)) chained += 1;
    const depth = open.length + open.reduce((sum, each) => sum + each, chained) + tag.depth;
    if (depth > templateLimits.depth)
      refuse(`it nests deeper than ${templateLimits.depth} blocks or parentheses`, at);
    at = source.indexOf('{{', tag.end);
  }
}
