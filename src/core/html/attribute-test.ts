/** What a selector asks of an attribute (Selectors 4, 6). */
export interface AttributeTest {
  name: string;
  holds(value: string | undefined): boolean;
}

const written = /^\[\s*([\w-]+)\s*(?:([~|^$*]?)=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))\s*([is])?\s*)?\]$/i;

type Compare = (value: string, asked: string) => boolean;
const comparisons: Readonly<Record<string, Compare>> = {
  '': (value, asked) => value === asked,
  '~': (value, asked) => value.split(/\s+/).includes(asked),
  '|': (value, asked) => value === asked || value.startsWith(`${asked}-`),
  '^': (value, asked) => asked !== '' && value.startsWith(asked),
  $: (value, asked) => asked !== '' && value.endsWith(asked),
  '*': (value, asked) => asked !== '' && value.includes(asked),
};

/** Reads `[name]` and `[name="value"]`; null for what is neither. */
export function attributeTest(source: string): AttributeTest | null {
  const match = written.exec(source);
  if (!match) return null;
  const [, name = '', sign, double, single, bare, flag = ''] = match;
  const key = name.toLowerCase();
  if (sign === undefined) return { name: key, holds: (value) => value !== undefined };
  const compare = comparisons[sign];
  const asked = double ?? single ?? bare ?? '';
  if (!compare) return null;
  if (flag.toLowerCase() !== 'i')
    return { name: key, holds: (value) => value !== undefined && compare(value, asked) };
  const lower = asked.toLowerCase();
  return { name: key, holds: (value) => value !== undefined && compare(value.toLowerCase(), lower) };
}
