/** The parts of a message that are templates. */
export interface TemplateParts {
  subject: string;
  content: { html: string | null; text: string | null };
}

// What a light mail may become: to compose so much takes some ten milliseconds.
const lightCharacters = 128 * 1024;
// Compiling one tag takes about half a millisecond.
const lightTags = 100;
/** Any block but `{{#if}}` and `{{#unless}}` may be carried out many times, and so may a partial. */
const repeating = /\{\{~?\s*(?:#(?!if\b|unless\b)|>)/;

/** About the characters of a value as text, as far as `most`. */
export function sizeOf(value: unknown, most: number): number {
  let size = 0;
  const left: unknown[] = [value];
  while (left.length > 0 && size <= most) {
    const each = left.pop();
    if (typeof each === 'string') size += each.length;
    else if (typeof each !== 'object' || each === null) size += 8;
    else {
      size += 1;
      for (const key in each) left.push((each as Record<string, unknown>)[key]);
    }
  }
  return size;
}

const sourceOf = ({ subject, content: { html, text } }: TemplateParts): string[] => [
  subject,
  html ?? '',
  text ?? '',
];

/** The largest of some values; null of none. */
export function largestOf<T>(values: readonly T[]): T | null {
  let [largest, most]: [T | null, number] = [null, -1];
  for (const value of values) {
    const size = sizeOf(value, lightCharacters);
    if (size > most) [largest, most] = [value, size];
  }
  return largest;
}

/** The length of the templates of a message. */
export const templateCharacters = (parts: TemplateParts): number =>
  sourceOf(parts).reduce((sum, { length }) => sum + length, 0);

/**
 * Whether one mail is composed in a few milliseconds, so that the main thread may do it: by its templates and by the `values`
 * that each tag might write.
 */
export function isLight(parts: TemplateParts, values: unknown = null): boolean {
  const characters = templateCharacters(parts);
  if (characters > lightCharacters) return false;
  const sources = sourceOf(parts);
  const tags = sources.reduce((sum, source) => sum + source.split('{{').length - 1, 0);
  if (tags === 0) return true;
  if (tags > lightTags || sources.some((source) => repeating.test(source))) return false;
  return characters + tags * sizeOf(values, lightCharacters / tags) <= lightCharacters;
}
