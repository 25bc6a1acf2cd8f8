import { decodeHTMLAttribute } from 'entities';
import { QuoteType, Tokenizer } from 'htmlparser2';

/** Where html names a part of its mail: a stretch of the source, and the id that it means (RFC 2392). */
export interface CidReference {
  start: number;
  end: number;
  id: string;
  /** Whether the stretch is a whole attribute value without quotes. */
  bare: boolean;
}

const urlAttributes = new Set([
  'src',
  'href',
  'background',
  'poster',
  'data',
  'xlink:href',
  'lowsrc',
  'dynsrc',
]);
const setAttributes = new Set(['srcset', 'imagesrcset']);
const cssUrl = /url\(\s*(?:"|'|&quot;|&#39;|&apos;)?\s*(cid:[^\s"'()<>&]+)/gi;
const inSet = /(?:^|,)\s*(cid:[^\s,]+)/gi;
const wholeUrl = /^\s*cid:/i;

/** The id in a `cid:` URL as it stands in html; percent signs that mean nothing stay as they are. */
function idIn(source: string): string {
  const url = decodeHTMLAttribute(source)
    .replace(/[\t\n\r]/g, '')
    .trim();
  const id = url.slice('cid:'.length);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

const ignore = () => undefined;

/** Finds each place where html loads a part of its mail: URL attributes, sets of images, `url(…)` in styles. Text is no such place. */
export function cidReferences(html: string): CidReference[] {
  const found: CidReference[] = [];
  if (!/c\s*i\s*d[\s:&]|&#/i.test(html)) return found;
  const addMatches = (start: number, end: number, pattern: RegExp) => {
    for (const match of html.slice(start, end).matchAll(pattern)) {
      const url = match[1] ?? '';
      const at = start + match.index + match[0].length - url.length;
      found.push({ start: at, end: at + url.length, id: idIn(url), bare: false });
    }
  };
  let tag = '';
  let name = '';
  let start = -1;
  let end = -1;
  const closeAttribute = (quote: QuoteType) => {
    const bare = quote === QuoteType.Unquoted;
    if (start >= 0 && urlAttributes.has(name)) {
      const source = html.slice(start, end);
      if (wholeUrl.test(decodeHTMLAttribute(source.slice(0, 80)).replace(/[\t\n\r]/g, '')))
        found.push({ start, end, id: idIn(source), bare });
    } else if (start >= 0 && setAttributes.has(name)) addMatches(start, end, inSet);
    else if (start >= 0 && name === 'style') addMatches(start, end, cssUrl);
    start = -1;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname: (from, to) => (tag = html.slice(from, to).toLowerCase()),
      onattribname: (from, to) => (name = html.slice(from, to).toLowerCase()),
      onattribdata: (from, to) => {
        if (start < 0) start = from;
        end = to;
      },
      onattribentity: ignore,
      onattribend: closeAttribute,
      onclosetag: () => (tag = ''),
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: () => (tag = ''),
      ontext: (from, to) => {
        if (tag === 'style') addMatches(from, to, cssUrl);
      },
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return found.sort((a, b) => a.start - b.start);
}
