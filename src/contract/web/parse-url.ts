/**
 * A URL, by itself or from `base`; null where the text is none. `URL.canParse` is not used: in Node 20 and 22 it takes no text
 * with a character from U+0080 to U+00FF any more once V8 has compiled what calls it.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
