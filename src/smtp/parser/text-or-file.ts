import { isWideText } from './wide-charset.js';

/** As much of a part is looked at. */
const sampleBytes = 4096;
/** Signs that no text has; ISO-2022 shifts by three others. */
const controls = /[\0-\x07\x10-\x1a\x1c-\x1f]/g;
/** Of text at most so much is controls, which terminals and printers know. */
const mostControls = 0.02;
const documents = /^(?:%PDF-|%!PS|\{\\rtf)/;

/**
 * Whether bytes can be read, in whatever charset. Undocumented: we chose that a part whose type is none is a file where its
 * bytes are no text, or its name has the ending of a file; a text otherwise.
 */
export function isReadable(content: Buffer): boolean {
  const sample = content.subarray(0, sampleBytes);
  const octets = sample.toString('latin1');
  if (documents.test(octets)) return false;
  const found: readonly string[] = octets.match(controls) ?? [];
  return (!found.includes('\0') && found.length <= mostControls * octets.length) || isWideText(sample);
}

/** Endings of files that are written to be read as they are. */
const prose = new Set(['txt', 'text', 'md', 'markdown', 'log', 'htm', 'html', 'xhtml', 'asc']);

/** Whether a name is that of a file, by its ending, and not of a text. */
export function namesFile(name: string | null): boolean {
  const ending = /\.([a-z\d]{2,5})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  return /[a-z]/.test(ending) && !prose.has(ending);
}
