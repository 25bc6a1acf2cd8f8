/** What of a tag decides whether text within it is seen: its style, what rules select it by, and the attributes of old mail. */
export const lookAttributes: ReadonlySet<string> = new Set(
  'style class id bgcolor color background text hidden open'.split(' '),
);

export interface Tag {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** A tag with all of it that may decide what is seen in it: alike for all that look alike. */
export function signOf({ name, attributes }: Tag, asked: ReadonlySet<string>): string {
  let sign = name === 'a' && attributes['href'] !== undefined ? 'a href' : name;
  for (const each in attributes) {
    if (!lookAttributes.has(each) && !asked.has(each)) continue;
    const value = attributes[each] ?? '';
    // With its length before it, no value can be taken for another attribute.
    sign += ` ${each}=${value.length}:${value}`;
  }
  return sign;
}

/** Elements that keep blanks and line ends as they stand. */
export const preformatted: ReadonlySet<string> = new Set(['pre', 'listing', 'xmp']);
/** Whether an element is another one than what is around it by its name alone. */
export const decidesByName = (name: string): boolean => name === 'dialog' || preformatted.has(name);

const ofItself = ['style', 'bgcolor', 'color', 'background', 'text', 'hidden'];
/** Whether an element says of itself, without rules, what is seen in it. */
export function decidesItself({ name, attributes }: Tag): boolean {
  for (const each of ofItself) if (attributes[each] !== undefined) return true;
  return decidesByName(name);
}
