import { parameterOf } from './parameters.js';

/** What a part is to a reader. */
export type PartKind = 'multipart' | 'text' | 'html' | 'report' | 'message' | 'file';

export interface ContentType {
  kind: PartKind;
  /** What was sent in the place of type and subtype, in lower case; null where nothing was. */
  type: string | null;
  charset: string | null;
  /** Whether it is text for want of a better reading: what looks like a page is one then. */
  isGuess: boolean;
}

const typePattern = /^[\s"'<[]*([\w!#$&^.+*-]+)\s*\/[\s/]*([\w!#$&^+*-]+(?:\.[\w!#$&^+*-]+)*)/;
/** What stands there that is no type, printable signs without those that stand around parameters; it may be one. */
const wordPattern = /^[\s"'<[]*([!#-&*+./:?@\\^-~\w-]{1,100})["'>\]]*\s*(=?)/;
/** What of a parameter is a name of a charset: no encoding of web or mail has one that is longer. */
const charsetName = /^["']?([\w:.+-]{1,40})/;
const topTypes = new Set([
  'text',
  'image',
  'audio',
  'video',
  'application',
  'message',
  'multipart',
  'font',
  'model',
  'chemical',
]);
/** Text that programs read rather than people: files, unless a type of prose stands beside it. */
const notProse =
  /^(?:calendar|csv|tab-separated-values|(?:x-)?vcard|directory|css|(?:java|ecma|x-java)script|xml|rtf|x-amp-html|watch-html|x-(?:patch|diff|python|sh|c|c\+\+src|java))$/;
const htmlNames = /^(?:x?html?\d?|x-html|hmtl|htlm|hml)$/;
const textNames = /^(?:text|plain|txt)$/;
/** Parts of reports (RFC 3464, 8098, 5965): fields in plain text, made to be read too. */
const reports = new Set([
  'message/delivery-status',
  'message/disposition-notification',
  'message/feedback-report',
  'text/rfc822-headers',
  // The same with addresses beyond ASCII (RFC 6533, 5337).
  'message/global-delivery-status',
  'message/global-disposition-notification',
  'message/global-headers',
]);

function kindOf(top: string, sub: string): PartKind {
  if (top === 'multipart') return 'multipart';
  if (reports.has(`${top}/${sub}`)) return 'report';
  if (top === 'message' && !textNames.test(sub) && !htmlNames.test(sub))
    return /^(?:rfc822|global|news)$/.test(sub) ? 'message' : 'file';
  if (top === 'text') return htmlNames.test(sub) ? 'html' : notProse.test(sub) ? 'file' : 'text';
  // No such types exist, so they are what they sound like: `application/html`, `message/text`.
  if (htmlNames.test(sub)) return 'html';
  if (textNames.test(sub) && topTypes.has(top)) return 'text';
  if (topTypes.has(top) || top.startsWith('x-') || sub === 'octet-stream') return 'file';
  // Turned around or misspelt (`plain/text`, `txt/html`): no such type exists, so it is what it sounds like.
  return htmlNames.test(top) ? 'html' : 'text';
}

/** The charset that the value of a Content-Type names; null where it names none. */
export const charsetIn = (value: string): string | null =>
  charsetName.exec(parameterOf(value, 'charset', null) ?? '')?.[1] ?? null;

/** A type that is halved or written with another slash: `image`, `image\png`, `octet-stream`. */
const ofFile = /^(?:image|audio|video|application|font|model)(?![\w.-])|^octet-?stream$/;

/** Reads what stands in the place of a type and is none. */
function readWord(value: string): Pick<ContentType, 'kind' | 'type'> {
  const [, word = '', equals = ''] = wordPattern.exec(value) ?? [];
  if (word === '' || equals !== '') return { kind: 'text', type: null };
  if (/^(?:text\W?)?x?-?html?$/.test(word)) return { kind: 'html', type: word };
  return { kind: ofFile.test(word) ? 'file' : 'text', type: word };
}

/**
 * Reads the value of a Content-Type, also one that is misspelt: `text/html charset=utf-8`, `text/plain, charset=…`,
 * `plain/text`, `text`, `html`, `image`. A value that names nothing is plain text (RFC 2045, 5.2).
 */
export function readContentType(value: string): ContentType {
  const charset = charsetIn(value);
  const [, top = '', sub = ''] = typePattern.exec(value.toLowerCase()) ?? [];
  const read = top === '' ? readWord(value.toLowerCase()) : { kind: kindOf(top, sub), type: `${top}/${sub}` };
  return { ...read, charset, isGuess: read.kind === 'text' && read.type !== 'text/plain' };
}

const wellFormed = /^\s*[^\s;,=]+\s*(?:;\s*(?:[^\s;,=]+\s*=\s*(?:"[^"]*"|[^\s;,"]+)\s*)?)*$/;
/** Whether each parameter has its semicolon, so that any parser reads it alike. */
export const isWellFormed = (value: string): boolean => wellFormed.test(value);
/** A text in quotes, a word, or what stands between two. */
const piece = /"(?:\\[\s\S]|[^"\\])*"?|[^\s;,"]+|[;,\s]+/y;

function piecesOf(value: string): string[] {
  const pieces: string[] = [];
  for (piece.lastIndex = 0; piece.lastIndex < value.length;) {
    const [found] = piece.exec(value) ?? [];
    if (found === undefined) break;
    pieces.push(found);
  }
  return pieces;
}

const isGap = (text: string): boolean => /^[;,\s]/.test(text);

/** Whether a parameter begins with the piece at `at`: `name=…`, `name =…`. */
function beginsParameter(pieces: readonly string[], at: number): boolean {
  const [, name = '', equals] = /^([\w*-]*)(=?)/.exec(pieces[at] ?? '') ?? [];
  if (name === '' || equals === '=') return name !== '';
  return pieces[at] === name && /^\s+$/.test(pieces[at + 1] ?? '') && (pieces[at + 2] ?? '').startsWith('=');
}

/** The value of a Content-Type with a semicolon before each of its parameters. */
export function repairContentType(value: string): string {
  if (wellFormed.test(value)) return value;
  const pieces = piecesOf(value.trim());
  return pieces.map((text, at) => (isGap(text) && beginsParameter(pieces, at + 1) ? '; ' : text)).join('');
}

/** `multipart` alone, or misspelt: no such types exist, and nothing else has a boundary. */
const isUnknown = (type: string): boolean =>
  !topTypes.has(type.split('/')[0]?.trim() ?? '') || !type.includes('/');

/** What kind of container a Content-Type with a boundary means; null where it means none. */
export function containerOf(type: string): string | null {
  const name = type.toLowerCase();
  if (/^\s*["']?multipart\s*\/\s*[\w.+-]/.test(name)) return /\/\s*([\w.+-]+)/.exec(name)?.[1] ?? 'mixed';
  return isUnknown(name) ? (/\/\s*([\w.+-]+)/.exec(name)?.[1] ?? 'mixed') : null;
}
