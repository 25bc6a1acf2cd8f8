import { decodeHTMLAttribute } from 'entities';
import { bareUrl } from './bare-url.js';
import { QuoteType, Tokenizer } from 'htmlparser2';

/** An attribute value as it stands in the source, without its quotes. */
export interface AttributeSpan {
  tag: string;
  name: string;
  start: number;
  end: number;
  /** The value with entities resolved. */
  value: string;
  quoted: boolean;
}

/** A stretch of the source that no value can break out of, as long as the value is html-escaped. */
export interface InertSpan {
  kind: 'text' | 'comment' | 'attribute';
  start: number;
  end: number;
}

export interface HtmlScan {
  /** `href` of `a` and `area`. */
  links: AttributeSpan[];
  /** Where the last `</body` begins; null without one. */
  bodyEnd: number | null;
}

const ignore = () => undefined;

/** The URL that the source of an attribute means. */
export const targetIn = (source: string): string => bareUrl(decodeHTMLAttribute(source));

const isLink = (tag: string, name: string): boolean => name === 'href' && (tag === 'a' || tag === 'area');

/**
 * Finds the links of a page and the end of its body by their place in the source, so that a change can splice them and
 * leave every other byte alone. Comments (conditional ones too), `style`, `script` and VML are passed over.
 */
export function scanHtml(html: string, onInert: (span: InertSpan) => void = ignore): HtmlScan {
  const scan: HtmlScan = { links: [], bodyEnd: null };
  let tag = '';
  let name = '';
  // Of an attribute given twice only the first counts (HTML, 13.2.5.33).
  let linked = false;
  let start = -1;
  let end = -1;
  const close = (quoted: boolean) => {
    if (quoted && start >= 0) onInert({ kind: 'attribute', start, end });
    if (isLink(tag, name) && !linked) {
      linked = true;
      const value = start < 0 ? '' : targetIn(html.slice(start, end));
      if (value !== '') scan.links.push({ tag, name, start, end, value, quoted });
    }
    start = -1;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname: (from, to) => {
        tag = html.slice(from, to).toLowerCase();
        linked = false;
      },
      onattribname: (from, to) => (name = html.slice(from, to).toLowerCase()),
      onattribdata: (from, to) => {
        if (start < 0) start = from;
        end = to;
      },
      onattribentity: ignore,
      onattribend: (quote) => close(quote === QuoteType.Single || quote === QuoteType.Double),
      onclosetag: (from, to) => {
        if (html.slice(from, to).toLowerCase() === 'body') scan.bodyEnd = html.lastIndexOf('</', from);
      },
      oncdata: ignore,
      oncomment: (from, to) => onInert({ kind: 'comment', start: from, end: to }),
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      ontext: (from, to) => onInert({ kind: 'text', start: from, end: to }),
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return scan;
}
