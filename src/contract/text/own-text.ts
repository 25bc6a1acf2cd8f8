/** Shorter parts are copied by the engine anyway. */
const shared = 13;

/**
 * The beginning of a text as a text of its own. A part that `slice` answers holds the whole text in memory: 16 KiB that are
 * kept of a body of 10 MB would keep the 10 MB.
 */
export function ownText(text: string, most = text.length): string {
  const part = text.slice(0, most);
  if (part.length < shared) return part;
  const encoding = /[^\0-\xff]/.test(part) ? 'utf16le' : 'latin1';
  return Buffer.from(part, encoding).toString(encoding);
}
