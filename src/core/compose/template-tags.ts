/** One `{{…}}` of a template, also of one that handlebars cannot read. */
export interface TemplateTag {
  /** The whole tag, with its braces; up to the end of its line where it is not closed. */
  source: string;
  /** What stands between the braces, without marks of blank control. */
  inner: string;
  line: number;
  fault: TagFault | null;
}

/** How the braces of a tag do not fit together. */
export type TagFault = 'open' | 'open comment' | 'open raw block' | 'too few braces' | 'too many braces';

const comment = /\{\{~?!(?:--[\s\S]*?--~?\}\}|(?!--)[\s\S]*?\}\})/y;
const rawBlock = /\{\{\{\{(?=[^/])[^{}]*\}\}\}\}[\s\S]*?\{\{\{\{\/[^{}]*\}\}\}\}/y;
// Braces within a text or within brackets do not end a tag.
const whole = /(\{\{\{?)((?:"(?:\\"|[^"])*"|'(?:\\'|[^'])*'|\[[^\]]*\]|[^"'[{}]|\}(?!\}))*?)(~?\}\}\}?)/y;
const hasty = /(\{\{\{?)([^{}]*)(\}\}\}?)/y;

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

interface FoundTag extends Omit<TemplateTag, 'line'> {
  end: number;
}

function unclosed(source: string, at: number, fault: TagFault): FoundTag {
  const line = source.indexOf('\n', at);
  const text = source.slice(at, Math.min(line < 0 ? source.length : line, at + 80));
  return { source: text, inner: text.replace(/^\{+~?/, ''), end: at + 2, fault };
}

function braceFault(open: string, close: string): TagFault | null {
  if (open === '{{{' && !close.endsWith('}}}')) return 'too few braces';
  return open === '{{' && close.endsWith('}}}') ? 'too many braces' : null;
}

/** The tag at `at`; null for a comment or raw block, with where it ends. */
function tagAt(source: string, at: number): FoundTag | { end: number } {
  if (/^\{\{~?!/.test(source.slice(at, at + 4))) {
    const found = matchAt(comment, source, at);
    return found ? { end: at + found[0].length } : unclosed(source, at, 'open comment');
  }
  if (source.startsWith('{{{{', at)) {
    const found = matchAt(rawBlock, source, at);
    return found ? { end: at + found[0].length } : unclosed(source, at, 'open raw block');
  }
  const [tag, open = '', inner = '', close = ''] =
    matchAt(whole, source, at) ?? matchAt(hasty, source, at) ?? [];
  if (tag === undefined) return unclosed(source, at, 'open');
  return {
    source: tag,
    inner: inner.replace(/^~|~$/g, '').trim(),
    end: at + tag.length,
    fault: braceFault(open, close),
  };
}

/** The tags of a template in their order, without comments and raw blocks; it ends with the first whose braces do not fit. */
export function* templateTags(source: string): Generator<TemplateTag> {
  let line = 1;
  let counted = 0;
  for (let at = source.indexOf('{{'); at >= 0; at = source.indexOf('{{', at)) {
    // `\{{` is text; `\\{{` is a backslash and a tag.
    if (source[at - 1] === '\\' && source[at - 2] !== '\\') {
      at += 2;
      continue;
    }
    for (; counted < at; counted += 1) if (source[counted] === '\n') line += 1;
    const found = tagAt(source, at);
    if ('source' in found) yield { source: found.source, inner: found.inner, line, fault: found.fault };
    if ('fault' in found && found.fault !== null) return;
    at = found.end;
  }
}
