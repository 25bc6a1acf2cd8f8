import { scanHtml } from '../../core/html/scan.js';

/** What ends a tag, a comment or an element of nothing but text that html leaves open. */
const ends = ['', '>', '">', "'>", '-->', '</style>', '</script>', '</title>', '</textarea>', '</xmp>'];
const link = '<a href="https://x.invalid/">';

/** Whether a link that stands behind html is one. */
const isClosed = (html: string): boolean =>
  scanHtml(html + link).links.some(({ start }) => start > html.length);

/**
 * Html that takes in nothing of what stands behind it. Undocumented: we chose to close what a body part leaves open (a
 * comment, a tag, a style sheet) before the next one, and nothing else: elements and style sheets go on, as in mail clients.
 */
export const closedHtml = (html: string): string => html + (ends.find((end) => isClosed(html + end)) ?? '');
