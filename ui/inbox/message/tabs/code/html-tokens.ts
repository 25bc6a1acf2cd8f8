import type { Piece } from './code-lines.js';

/** A piece of html source as it is coloured. */
export type Token = Piece<'text' | 'comment' | 'tag' | 'name' | 'value'>;

const markup = /<!--[\s\S]*?(?:-->|$)|<!?\/?[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>/g;
const attribute = /([^\s"'=<>/]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/g;

/** Colouring a longer source would take longer than it helps. */
const maxColoured = 200_000;

/** Splits html source; joined, the texts of the tokens are the source again. */
export function tokensOf(html: string): Token[] {
  if (html.length > maxColoured) return [{ kind: 'text', text: html }];
  const tokens: Token[] = [];
  let end = 0;
  for (const match of html.matchAll(markup)) {
    if (match.index > end) tokens.push({ kind: 'text', text: html.slice(end, match.index) });
    if (match[0].startsWith('<!--')) tokens.push({ kind: 'comment', text: match[0] });
    else for (const token of tokensOfTag(match[0])) tokens.push(token);
    end = match.index + match[0].length;
  }
  if (end < html.length) tokens.push({ kind: 'text', text: html.slice(end) });
  return tokens;
}

function tokensOfTag(tag: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of tag.matchAll(attribute)) {
    const [whole, name = '', equals = '', value = ''] = match;
    tokens.push({ kind: 'tag', text: tag.slice(end, match.index) });
    tokens.push({ kind: 'name', text: name + equals }, { kind: 'value', text: value });
    end = match.index + whole.length;
  }
  return [...tokens, { kind: 'tag', text: tag.slice(end) }];
}
