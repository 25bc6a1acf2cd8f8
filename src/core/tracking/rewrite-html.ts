import { escapeHtml } from '../html/escape.js';
import { scanHtml } from '../html/scan.js';

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);
/** A value whose quotation mark was forgotten: the end of its tag, other tags, and the `=` before the next quotation mark. */
const isHalfAPage = (value: string): boolean => /^[^<>]*>/.test(value) && /<\/?[a-z][^]*=$/i.test(value);
/** A target that can be followed. */
export const isFollowed = (url: string): boolean => isWeb(url) && !isHalfAPage(url);

const longestTracked = 8 * 1024;
/**
 * Whether a target is followed through us. Undocumented: we chose to leave alone what is longer than 8 KiB: many clients take
 * no more than 16 KiB of headers, and the redirect has the target in one.
 */
export const isTracked = (url: string): boolean => url.length <= longestTracked && isFollowed(url);

export interface HtmlChange {
  /** What a link leads to instead; the same URL leaves it alone. */
  rewrite(url: string): string;
  /** URL of an image that reports an opening, for before `</body>` or the end where there is none; null for none. */
  pixel: string | null;
}

/** The image that reports an opening, around its URL. */
export const pixelParts = ['<img src="', '" width="1" height="1" alt="" style="display:none">'] as const;

const pixelOf = (url: string | null): string => (url === null ? '' : pixelParts.join(escapeHtml(url)));
/** The source that an attribute is to have instead; null where its target is left alone. */
export function rewriteTarget(
  { value, quoted }: { value: string; quoted: boolean },
  rewrite: HtmlChange['rewrite'],
): string | null {
  const url = isTracked(value) ? rewrite(value) : value;
  if (url === value) return null;
  const escaped = escapeHtml(url);
  return quoted ? escaped : `"${escaped}"`;
}

/** Replaces the targets of http(s) links and adds the pixel; every other byte of the html stays as it was. */
export function trackHtml(html: string, { rewrite, pixel }: HtmlChange): string {
  const { links, bodyEnd } = scanHtml(html);
  const edits = links.flatMap((link) => {
    const text = rewriteTarget(link, rewrite);
    return text === null ? [] : [{ start: link.start, end: link.end, text }];
  });
  const start = bodyEnd ?? html.length;
  const after = edits.findIndex((edit) => edit.start >= start);
  edits.splice(after < 0 ? edits.length : after, 0, { start, end: start, text: pixelOf(pixel) });
  let result = '';
  let done = 0;
  for (const { start, end, text } of edits) {
    result += html.slice(done, start) + text;
    done = end;
  }
  return result + html.slice(done);
}
