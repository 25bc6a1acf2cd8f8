import type { Link } from '../../contract/message.js';

const address = /\bhttps?:\/\/[^\s<>"'`|\\^{}\u0000-\u001f\u007f]+/gi;

/** Where a URL in running text ends: before the punctuation of the sentence, and before a bracket that it did not open. */
function ended(url: string): string {
  const count = (mark: string) => url.split(mark).length - 1;
  let unopened = count(')') - count('(');
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1] ?? '';
    const isStray = /[.,;:!?*_~\]]/.test(last) || (last === ')' && unopened > 0);
    if (!isStray) break;
    if (last === ')') unopened -= 1;
  }
  return url.slice(0, end);
}

/** The http(s) links of a mail that has no html, in order, each once. */
export function linksOfText(text: string, targetOf: (url: string) => string | null): Link[] {
  const links = new Map<string, Link>();
  for (const [found] of text.matchAll(address)) {
    const url = ended(found);
    if (!URL.canParse(url)) continue;
    const target = targetOf(url);
    const link = { url: target ?? url, tracked_url: target === null ? null : url, text: url };
    if (!links.has(link.url)) links.set(link.url, link);
  }
  return [...links.values()];
}
