import { bodyOf, maxOctets } from '../mime.js';
import type { EncodedBody } from '../mime.js';
import type { PrecompiledText } from './template.js';

/** A text part of which only the values are yet to be encoded. */
export interface PrecompiledMimePart {
  /** null where a value changes more than its own place: it has line ends, or makes a line too long. */
  encode(values: readonly string[]): EncodedBody | null;
}

/** How long the lines are that have these values. */
interface Line {
  holes: number[];
  /** Octets of the longest of them, without its values. */
  octets: number;
}

/** Lines that have values, each kind once; null where one without any is too long already. */
function linesOf(texts: readonly string[], holes: readonly number[]): Line[] | null {
  const lines = new Map<string, Line>();
  let line: Line = { holes: [], octets: 0 };
  const end = () => {
    const key = line.holes.join();
    const octets = Math.max(line.octets, lines.get(key)?.octets ?? 0);
    lines.set(key, { ...line, octets });
    line = { holes: [], octets: 0 };
  };
  for (const [index, text] of texts.entries()) {
    const rows = text.split('\n');
    for (const [at, row] of rows.entries()) {
      line.octets += Buffer.byteLength(row);
      if (at < rows.length - 1) end();
    }
    const slot = holes[index];
    if (slot !== undefined) line.holes.push(slot);
  }
  end();
  const all = [...lines.values()];
  if (all.some(({ octets }) => octets > maxOctets)) return null;
  return all.filter((kind) => kind.holes.length > 0);
}

const breaking = /[\r\n\0]/;

/** Prepares a text part; null where it is one to be encoded as a whole. */
export function precompileMimePart({ texts, holes }: PrecompiledText): PrecompiledMimePart | null {
  // A line end that may lie half in one text and half in the next.
  if (texts.some((text) => text.endsWith('\r') || text.includes('\0'))) return null;
  const bodies = texts.map(bodyOf);
  const lines = linesOf(bodies, holes);
  if (!lines) return null;
  const fixed = bodies.map((body) => Buffer.from(body));
  const fixedLength = fixed.reduce((sum, { length }) => sum + length, 0);
  const isFixedAscii = fixed.every(({ length }, index) => length === bodies[index]?.length);
  const used = [...new Set(holes)];

  function encodeValues(values: readonly string[]): { bytes: Buffer[]; ascii: boolean } | null {
    const bytes: Buffer[] = [];
    let ascii = isFixedAscii;
    for (const slot of used) {
      const value = values[slot] ?? '';
      if (breaking.test(value)) return null;
      const encoded = Buffer.from(value);
      if (encoded.length !== value.length) ascii = false;
      bytes[slot] = encoded;
    }
    return { bytes, ascii };
  }
  return {
    encode(values) {
      const encoded = encodeValues(values);
      if (!encoded) return null;
      const { bytes, ascii } = encoded;
      const lengthOf = (sum: number, slot: number) => sum + (bytes[slot] as Buffer).length;
      if (lines.some((line) => line.holes.reduce(lengthOf, line.octets) > maxOctets)) return null;
      return {
        encoding: ascii ? '7bit' : '8bit',
        length: holes.reduce(lengthOf, fixedLength),
        writeTo(mail, start) {
          let at = start;
          for (let index = 0; index < fixed.length; index += 1) {
            const text = fixed[index] as Buffer;
            mail.set(text, at);
            at += text.length;
            const value = bytes[holes[index] as number];
            if (!value) continue;
            mail.set(value, at);
            at += value.length;
          }
          return at;
        },
      };
    },
  };
}
