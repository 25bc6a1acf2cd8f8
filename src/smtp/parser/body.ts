import libmime from 'libmime';
import { escapeHtml } from '../../core/html/escape.js';
import { textOfHtml } from '../../core/html/to-text.js';
import { decodeText } from './charset.js';
import { closedHtml } from './closed-html.js';
import { detectCharset } from './detect-charset.js';
import type { MailPart } from './parts.js';
import { isShown } from './shown-parts.js';

/** What a reader is shown of a mail: one piece for each body part, in their order, their bytes unchanged. */
interface Piece {
  text: string | null;
  html: string | null;
}

export interface Body {
  html: string | null;
  text: string | null;
}

/** Parts that are files: all that is not shown, and what is shown but has a name. */
export const isListed = (part: MailPart): boolean =>
  part.kind !== 'multipart' && (!isShown(part) || (part.filename !== null && part.kind !== 'report'));

/** Parts of one mail whose charset is told from their bytes; further ones are likely to be as the last of them. */
const mostDetected = 8;

function createDetector(): typeof detectCharset {
  let [count, last] = [0, null as string | null];
  return (bytes, language) => {
    count += 1;
    if (count <= mostDetected) last = detectCharset(bytes, language);
    return last;
  };
}

function textOf(part: MailPart, detect: typeof detectCharset): string {
  const clues = { isHtml: part.kind === 'html', language: part.language, detect };
  const text = decodeText(part.content, part.charset, clues).replace(/\r\n?/g, '\n');
  return part.flowed && part.kind === 'text' ? libmime.decodeFlowed(text, part.deletesSpace) : text;
}

function pieceOf(part: MailPart, detect: typeof detectCharset): Piece {
  const text = textOf(part, detect);
  return part.kind === 'html' ? { text: null, html: text } : { text, html: null };
}

/** The same content several times over: the text is the plain one's, the html the rich one's. */
function alternatives(part: MailPart, detect: typeof detectCharset): Piece[] {
  const each = part.children.map((child) => piecesOf(child, detect));
  const plain = each.filter((pieces) => pieces.every(({ html }) => html === null)).flat();
  const rich = each.filter((pieces) => pieces.some(({ html }) => html !== null)).flat();
  if (plain.length === 0 || rich.length === 0) return [...plain, ...rich];
  const text = plain.map((piece) => piece.text ?? '').join('\n');
  return [{ text, html: joinHtml(rich) }];
}

function piecesOf(part: MailPart, detect: typeof detectCharset): Piece[] {
  if (part.kind !== 'multipart') return isShown(part) ? [pieceOf(part, detect)] : [];
  if (part.type === 'multipart/alternative') return alternatives(part, detect);
  return part.children.flatMap((child) => piecesOf(child, detect));
}

const asText = ({ text, html }: Piece): string => text ?? textOfHtml(html ?? '').concat('\n');
/** Plain text between pages of html keeps its lines, and looks as it does by itself, whatever their style sheets say. */
const ofText =
  'all:revert!important;display:block!important;visibility:visible!important;white-space:pre-wrap!important';
const asHtml = ({ text, html }: Piece): string =>
  html ?? `<pre dir="auto" style="${ofText}">${escapeHtml(text ?? '')}</pre>`;
const joinHtml = (pieces: readonly Piece[]): string =>
  pieces
    .map(asHtml)
    .map((html, index) => (index < pieces.length - 1 ? closedHtml(html) : html))
    .join('');

/** The body of a mail. `text` is null where every part of it is html, `html` where none is. */
export function bodyOf(root: MailPart): Body {
  const all = piecesOf(root, createDetector());
  const hasHtml = all.some(({ html }) => html !== null);
  // A text without a word beside html is none.
  const pieces = hasHtml ? all.filter(({ text, html }) => html !== null || text?.trim() !== '') : all;
  const hasText = pieces.some(({ text }) => text !== null);
  const text = hasText ? pieces.map(asText).join('\n') : null;
  return {
    html: hasHtml ? joinHtml(pieces) : null,
    // A text without a word beside html is none: the html is read then.
    text: hasHtml && text?.trim() === '' ? null : text,
  };
}
