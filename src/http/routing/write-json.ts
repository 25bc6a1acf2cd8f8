import type { Pace } from '../../core/time/pace.js';

/** Characters that are written at once: a fraction of a millisecond of work. */
export const mostAtOnce = 64 * 1024;
/** What a value weighs besides its characters: its number, its quotes, its comma. */
const weightOfAny = 8;

/** What a value weighs as JSON, in characters and roughly; beyond `most` it is not weighed on. */
function weigh(value: unknown, most: number): number {
  if (typeof value === 'string') return weightOfAny + value.length;
  if (typeof value !== 'object' || value === null) return weightOfAny;
  let sum = weightOfAny;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      if (sum > most) break;
      sum += weigh(item, most - sum);
    }
    return sum;
  }
  for (const key in value) {
    if (sum > most) break;
    sum += key.length + weigh((value as Record<string, unknown>)[key], most - sum);
  }
  return sum;
}

/** About how many characters a value has as JSON. */
export const weightOfJson = (value: unknown): number => weigh(value, Infinity);

/** Whether writing a value holds nobody up. */
export const isWrittenAtOnce = (value: unknown): boolean => weigh(value, mostAtOnce) <= mostAtOnce;

/** Half of a pair by itself would be written as an escape. */
const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

function* piecesOfText(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + mostAtOnce);
    if (isHighSurrogate(text.charCodeAt(to - 1))) to += 1;
    yield text.slice(from, to);
    from = to;
  }
}

/** Bytes, or those of a text, in pieces of which none takes long. */
export function* slicesOf(bytes: Buffer | string): Generator<Buffer> {
  if (typeof bytes === 'string') for (const piece of piecesOfText(bytes)) yield Buffer.from(piece);
  else for (let at = 0; at < bytes.length; at += mostAtOnce) yield bytes.subarray(at, at + mostAtOnce);
}

/** A value of plain data as JSON, exactly as `JSON.stringify` writes it, in pieces of which none takes long. */
export function* piecesOfJson(value: unknown): Generator<string> {
  if (isWrittenAtOnce(value)) {
    yield value === undefined ? 'null' : JSON.stringify(value);
    return;
  }
  if (typeof value === 'string') {
    yield '"';
    for (const piece of piecesOfText(value)) yield JSON.stringify(piece).slice(1, -1);
    yield '"';
    return;
  }
  const isList = Array.isArray(value);
  let separator = isList ? '[' : '{';
  for (const [key, member] of Object.entries(value as object) as [string, unknown][]) {
    if (!isList && member === undefined) continue;
    yield isList ? separator : `${separator}${JSON.stringify(key)}:`;
    yield* piecesOfJson(member);
    separator = ',';
  }
  const end = isList ? ']' : '}';
  yield separator === ',' ? end : `${separator}${end}`;
}

/** The bytes of a value as JSON; yields to the event loop between two pieces. */
export async function* encodeJson(value: unknown, pace: Pace): AsyncGenerator<Buffer> {
  let text = '';
  for (const piece of piecesOfJson(value)) {
    text += piece;
    if (text.length < mostAtOnce) continue;
    yield Buffer.from(text);
    text = '';
    await pace();
  }
  if (text !== '') yield Buffer.from(text);
}
