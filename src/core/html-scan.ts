import { decodeHTMLAttribute } from 'entities';
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

export interface HtmlScan {
  /** `href` of `a` and `area`. */
  links: AttributeSpan[];
  /** Where the last `</body` begins; null without one. */
  bodyEnd: number | null;
}

const isLink = (tag: string, name: string): boolean => name === 'href' && (tag === 'a' || tag === 'area');

/**
 * Finds the links of a page and the end of its body by their place in the source, so that a change can splice them and
 * leave every other byte alone. Comments (conditional ones too), `style`, `script` and VML are passed over.
 */
export function scanHtml(html: string): HtmlScan {
  const scan: HtmlScan = { links: [], bodyEnd: null };
  let tag = '';
  let name = '';
  // Of an attribute given twice only the first counts (HTML, 13.2.5.33).
  let linked = false;
  let start = -1;
  let end = -1;
  const close = (quoted: boolean) => {
    if (isLink(tag, name) && !linked) {
      linked = true;
      // Browsers drop line ends and tabs within a URL, and spaces around it (URL Standard, 4.4).
      const value =
        start < 0
          ? ''
          : decodeHTMLAttribute(html.slice(start, end))
              .replace(/[\t\n\r]/g, '')
              .trim();
      if (value !== '') scan.links.push({ tag, name, start, end, value, quoted });
    }
    start = -1;
  };
  const ignore = () => undefined;
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
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      ontext: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return scan;
}
