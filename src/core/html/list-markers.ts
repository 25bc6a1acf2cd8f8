import type { RowPrefix } from './text-rows.js';

const romans: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function roman(value: number): string {
  let [rest, text] = [value, ''];
  for (const [worth, sign] of romans) for (; rest >= worth; rest -= worth) text += sign;
  return text;
}

function letters(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
  return text;
}

/** The number of an item as its list writes it (HTML, 4.4.5). */
function numeral(value: number, type: string): string {
  const isWritten = value > 0 && value < 4000;
  if (isWritten && /^[aA]$/.test(type)) return type === 'a' ? letters(value) : letters(value).toUpperCase();
  if (isWritten && /^[iI]$/.test(type)) return type === 'i' ? roman(value) : roman(value).toUpperCase();
  return String(value);
}

const integer = (source: string | undefined): number | null => {
  const value = Number.parseInt(source ?? '', 10);
  return Number.isSafeInteger(value) ? value : null;
};

/** A list while its items are read. */
export interface OpenList {
  isOrdered: boolean;
  type: string;
  next: number;
  step: number;
}

/** `count` says how many items the next list has that counts down. */
export function openList(
  name: string,
  attributes: Readonly<Record<string, string>>,
  count: () => number,
): OpenList {
  const isReversed = name === 'ol' && attributes['reversed'] !== undefined;
  const items = isReversed ? count() : 1;
  return {
    isOrdered: name === 'ol',
    type: attributes['type'] ?? '',
    next: integer(attributes['start']) ?? items,
    step: isReversed ? -1 : 1,
  };
}

/** What the rows of the next item begin with. */
export function nextMarker(list: OpenList | undefined, value: string | undefined): RowPrefix {
  if (!list?.isOrdered) return { first: '- ', rest: '  ' };
  const number = integer(value) ?? list.next;
  list.next = number + list.step;
  const first = `${numeral(number, list.type)}. `;
  return { first, rest: ' '.repeat(first.length) };
}

const listTag = /<(\/?)(ol|ul|menu|dir|li)(?=[\s/>])([^>]*)/gi;

/** How many items each list has that counts down, in the order of the lists. */
export function countReversed(html: string): () => number {
  if (!/\sreversed/i.test(html)) return () => 1;
  const counts: number[] = [];
  const open: number[] = [];
  for (const [, slash, tag = '', attributes = ''] of html.matchAll(listTag)) {
    const name = tag.toLowerCase();
    const list = open.at(-1) ?? -1;
    if (name === 'li') {
      if (slash === '' && list >= 0) counts[list] = (counts[list] ?? 0) + 1;
    } else if (slash !== '') open.pop();
    else open.push(name === 'ol' && /\sreversed(?=[\s=/]|$)/i.test(attributes) ? counts.push(0) - 1 : -1);
  }
  let asked = 0;
  return () => counts[asked++] ?? 1;
}
