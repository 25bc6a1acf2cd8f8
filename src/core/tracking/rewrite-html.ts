import { scanHtml } from '../html/scan.js';

export const escapeAttribute = (text: string): string =>
  !/[&"'<]/.test(text)
    ? text
    : text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#39;').replace(/</g, '&lt;');

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);
/** A target that can be followed: malformed html may bring half a page as one value, which is left alone. */
export const isFollowed = (url: string): boolean => isWeb(url) && !/[<>]/.test(url);

export interface HtmlChange {
  /** What a link leads to instead; the same URL leaves it alone. */
  rewrite(url: string): string;
  /** URL of an image that reports an opening, for before `</body>` or the end where there is none; null for none. */
  pixel: string | null;
}

/** The image that reports an opening, around its URL. */
export const pixelParts = ['<img src="', '" width="1" height="1" alt="" style="display:none">'] as const;

const pixelOf = (url: string | null): string => (url === null ? '' : pixelParts.join(escapeAttribute(url)));
/** The source that an attribute is to have instead; null where its target is left alone. */
export function rewriteTarget(
  { value, quoted }: { value: string; quoted: boolean },
  rewrite: HtmlChange['rewrite'],
): string | null {
  const url = isFollowed(value) ? rewrite(value) : value;
  if (url === value) return null;
  const escaped = escapeAttribute(url);
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
