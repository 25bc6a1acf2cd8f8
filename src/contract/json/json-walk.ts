const backslash = 92;

/** Where the string ends that begins at `from`: behind its quotation mark, or at the end of the text. */
export function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** Where the walk is: the key of an object, as it is written, or the number of an item of a list. */
type Place = { key: string } | { item: number };

/** What is sought: each function answers whether this is it. */
export interface Sought {
  /** A number, as it is written. */
  number?(token: string): boolean;
  /** A key, with what stands for its object. */
  key?(key: string, object: object): boolean;
}

const number = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

/** Keys are kept as they are written, and read where one is to be said. */
const keyOf = (written: string): string => JSON.parse(written) as string;

const pathOf = (places: readonly Place[]): string =>
  places.reduce((path, place) => {
    if ('item' in place) return `${path}[${place.item}]`;
    return path === '' ? keyOf(place.key) : `${path}.${keyOf(place.key)}`;
  }, '');

/**
 * The path of the first thing in valid JSON that is sought, and where it begins; null where there is none. `first` is the place
 * of the first item of its outermost list.
 */
export function findInJson(text: string, sought: Sought, first = 0): { path: string; at: number } | null {
  const places: Place[] = [];
  let string = '""';
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    const place = places.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      string = text.slice(at, end);
      start = at;
      at = end - 1;
    } else if (character === '{') places.push({ key: '' });
    else if (character === '[') places.push({ item: places.length === 0 ? first : 0 });
    else if (character === '}' || character === ']') places.pop();
    else if (character === ':' && place && 'key' in place) {
      place.key = string;
      if (sought.key?.(keyOf(string), place)) return { path: pathOf(places), at: start };
    } else if (character === ',' && place && 'item' in place) place.item += 1;
    else if (character === '-' || (character >= '0' && character <= '9')) {
      number.lastIndex = at;
      const token = number.exec(text)?.[0] ?? character;
      if (sought.number?.(token)) return { path: pathOf(places), at };
      at += token.length - 1;
    }
  }
  return null;
}
