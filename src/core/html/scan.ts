import { decodeHTMLAttribute } from 'entities';
import { bareUrl } from './bare-url.js';
import { readTags } from './read-tags.js';

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
  // Of an attribute given twice only the first counts (HTML, 13.2.5.33).
  let linked = false;
  readTags(html, {
    opened: () => (linked = false),
    attribute({ tag, name, start, end, quote }) {
      const quoted = quote === 'quoted';
      if (quoted && start >= 0) onInert({ kind: 'attribute', start, end });
      if (!isLink(tag, name) || linked) return;
      linked = true;
      const value = start < 0 ? '' : targetIn(html.slice(start, end));
      if (value !== '') scan.links.push({ tag, name, start, end, value, quoted });
    },
    closed(tag, start) {
      if (tag === 'body') scan.bodyEnd = html.lastIndexOf('</', start);
    },
    text: (start, end) => onInert({ kind: 'text', start, end }),
    comment: (start, end) => onInert({ kind: 'comment', start, end }),
  });
  return scan;
}
