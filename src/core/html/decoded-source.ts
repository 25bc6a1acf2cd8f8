import { decodeHTMLAttribute } from 'entities';

const entity = /&#?\w{1,40};?/g;

/** The value of an attribute without its entities, and where each place of the value stands in the source. */
export interface DecodedSource {
  text: string;
  /** The place in the source of a place in the text; the end of the one is that of the other. */
  placeOf(at: number): number;
}

/** Decodes a stretch of html as an attribute value is (HTML, 13.2.5.72). */
export function decodeSource(source: string): DecodedSource {
  if (!source.includes('&')) return { text: source, placeOf: (at) => at };
  const pieces: string[] = [];
  const known = new Map<string, string>();
  /** Behind each entity: where the text goes on, in the text and in the source. */
  const steps: { to: number; from: number; start: number }[] = [];
  let [copied, length] = [0, 0];
  for (const { 0: sign, index } of source.matchAll(entity)) {
    const after = source[index + sign.length] === '=' ? '=' : '';
    const decoded = known.get(sign + after) ?? decodeHTMLAttribute(sign + after);
    known.set(sign + after, decoded);
    const text = decoded.slice(0, decoded.length - after.length);
    if (text === sign) continue;
    pieces.push(source.slice(copied, index), text);
    length += index - copied + text.length;
    copied = index + sign.length;
    steps.push({ to: length, from: copied, start: index });
  }
  pieces.push(source.slice(copied));
  let step = 0;
  return {
    text: pieces.join(''),
    // Asked for in order, mostly: so the steps are gone through once.
    placeOf(at) {
      if (step > 0 && (steps[step - 1]?.to ?? 0) > at) step = 0;
      while (step < steps.length && (steps[step]?.to ?? 0) <= at) step += 1;
      const before = steps[step - 1];
      const place = before === undefined ? at : before.from + at - before.to;
      return Math.min(place, steps[step]?.start ?? source.length);
    },
  };
}
