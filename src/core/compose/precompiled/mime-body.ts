import { toCrlf, encodeBody, maxOctets } from '../mime.js';
import type { EncodedBody } from '../mime.js';
import { render } from './template.js';
import type { PrecompiledText } from './template.js';

/** Encodes a text whose values are to come; it answers what `encodeBody` makes of the rendered text. */
export type EncodeBody = (values: readonly string[]) => EncodedBody;

/** How long the lines are that have these values. */
interface Line {
  holes: number[];
  /** Octets of the longest of them, without its values. */
  octets: number;
}

/** Lines that have values, each kind once; null where one without any is too long already. */
function linesOf({ texts, holes }: PrecompiledText): Line[] | null {
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
    const hole = holes[index];
    if (hole !== undefined) line.holes.push(hole);
  }
  end();
  const all = [...lines.values()];
  if (all.some(({ octets }) => octets > maxOctets)) return null;
  return all.filter((kind) => kind.holes.length > 0);
}

const breaking = /[\r\n\0]/;

/** The values as bytes; null where one changes more than its own place: it has line ends. */
function encodeValues(values: readonly string[], used: readonly number[]): Buffer[] | null {
  const bytes: Buffer[] = [];
  for (const hole of used) {
    const value = values[hole] ?? '';
    if (breaking.test(value)) return null;
    bytes[hole] = Buffer.from(value);
  }
  return bytes;
}

/** Writes fixed pieces and the values between them. */
function writePieces(fixed: readonly Buffer[], values: readonly (Buffer | undefined)[]) {
  return (mail: Buffer, start: number): number => {
    let at = start;
    for (let index = 0; index < fixed.length; index += 1) {
      const text = fixed[index] as Buffer;
      mail.set(text, at);
      at += text.length;
      const value = values[index];
      if (!value) continue;
      mail.set(value, at);
      at += value.length;
    }
    return at;
  };
}

/** Encodes the fixed texts of a part once, so that a mail costs its values. */
export function precompileBody(text: PrecompiledText): EncodeBody {
  const { texts, holes } = text;
  const whole: EncodeBody = (values) => encodeBody(render(text, values));
  // A line end that may lie half in one text and half in the next.
  if (texts.some((each) => each.endsWith('\r') || each.includes('\0'))) return whole;
  const bodies = texts.map(toCrlf);
  const lines = linesOf({ texts: bodies, holes });
  if (!lines) return whole;
  const fixed = bodies.map((body) => Buffer.from(body));
  const fixedLength = fixed.reduce((sum, { length }) => sum + length, 0);
  const isSevenBit = fixed.every(({ length }, index) => length === bodies[index]?.length);
  const used = [...new Set(holes)];

  return (values) => {
    const bytes = encodeValues(values, used);
    if (!bytes) return whole(values);
    const add = (sum: number, hole: number) => sum + (bytes[hole]?.length ?? 0);
    if (lines.some((line) => line.holes.reduce(add, line.octets) > maxOctets)) return whole(values);
    const isAscii = isSevenBit && used.every((hole) => bytes[hole]?.length === (values[hole] ?? '').length);
    return {
      encoding: isAscii ? '7bit' : '8bit',
      length: holes.reduce(add, fixedLength),
      writeTo: writePieces(
        fixed,
        holes.map((hole) => bytes[hole]),
      ),
    };
  };
}
