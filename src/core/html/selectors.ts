import { attributeTest } from './attribute-test.js';
import type { AttributeTest } from './attribute-test.js';

/** What most selectors ask of one element: a page has the same names many times over. */
export interface Names {
  tag: string;
  id: string;
  classes: readonly string[];
}

/** An element with those around it, as far as selectors ask for them. */
export interface StyledElement {
  names: Names;
  attributes: Readonly<Record<string, string>>;
  parent: StyledElement | null;
}

/** What one element has to have: `td#a.b.c[width]`. */
interface Compound extends Names {
  tests: readonly AttributeTest[];
  /** Whether the element before it in the selector has to be its parent. */
  isChild: boolean;
}

/** Whom a rule means. */
export interface Selector {
  /** The elements that it names, outermost first; the last one is the one that it means. */
  compounds: readonly Compound[];
  /** Whether the selector asks for more than is looked at here: it may reveal, and never hides. */
  isPartial: boolean;
  /** Its specificity (Selectors 4, 17), as one number. */
  weight: number;
}

const simple = /^([a-z][\w-]*|\*)?((?:[.#][\w-]+|\[[^\]]*\])*)$/i;
/** To its end where nothing closes it: else each of many would be looked for to the end. */
const bracketed = /\[[^\]]*\]?/g;
/** What stands between the blanks of a selector that stand outside of brackets. */
const step = /(?:\[[^\]]*\]|[^\s[])+/g;
const firstNames = /^([a-z][\w-]*)?((?:[.#][\w-]+)*)/i;
/** A longer one is nobody's. */
const longestSelector = 500;
const mostCompounds = 6;

/** Null where it asks for an attribute in a way that nobody knows. */
function compoundOf(source: RegExpExecArray | null, isChild: boolean): Compound | null {
  const [, tag = '', asked = ''] = source ?? [];
  const tests = (asked.match(bracketed) ?? []).map(attributeTest);
  const names = asked.replace(bracketed, '');
  if (source === null || source[0] === '' || !tests.every((test) => test !== null)) return null;
  return {
    tag: tag === '*' ? '' : tag.toLowerCase(),
    id: /#([\w-]+)/.exec(names)?.[1] ?? '',
    classes: Array.from(names.matchAll(/\.([\w-]+)/g), ([, name = '']) => name),
    tests,
    isChild,
  };
}

const weightOf = (compounds: readonly Compound[]): number =>
  compounds.reduce(
    (sum, { tag, id, classes, tests }) =>
      sum + (id === '' ? 0 : 10_000) + 100 * (classes.length + tests.length) + (tag === '' ? 0 : 1),
    0,
  );

/** What makes a selector none: a missing part, a name that begins with a digit, a sign that none has, another engine's prefix. */
const broken =
  /(?:^|,)\s*(?:[>+~,]|$)|[>+~]\s*(?:[>+~,]|$)|(?<!\\)[.#](?:-?\d|[^\w\\\u0080-\uffff-]|$)|(?<!\\)[!$%/;?@^=]|:-(?:ms|moz|o)-/;
/** Whether a browser passes over a rule, since one of its selectors is none (Selectors 4, 3.9). */
export const isBroken = (selectors: string): boolean =>
  broken.test(selectors.includes('[') ? selectors.replace(bracketed, '[]') : selectors);

/** Reads a selector; null for one that names nothing, or is nobody's. */
export function selectorOf(source: string): Selector | null {
  if (source.length > longestSelector) return null;
  const steps = source.replace(/\s*>\s*/g, ' >').match(step) ?? [];
  const compounds = steps.map((each) =>
    compoundOf(simple.exec(each.replace(/^>/, '')), each.startsWith('>')),
  );
  if (steps.length > 0 && steps.length <= mostCompounds && compounds.every((each) => each !== null))
    return { compounds, isPartial: false, weight: weightOf(compounds) };
  const last = compoundOf(firstNames.exec(source.split(/[\s>+~]+/).at(-1) ?? ''), false);
  if (last === null) return null;
  // What leads to an element besides its own names makes a selector the stronger.
  return { compounds: [last], isPartial: true, weight: 1e6 };
}

/** Steps from elements to those around them that are left for a page: to go through all of them for each costs their square. */
export interface Steps {
  left: number;
}

export const stepsForPage = (): Steps => ({ left: 100_000 });

const fitsNames = ({ tag, id, classes }: Compound, names: Names): boolean =>
  (tag === '' || tag === names.tag) &&
  (id === '' || id === names.id) &&
  classes.every((name) => names.classes.includes(name));

/** Whether names are those that a selector asks of the element that it means. */
export function meansNames({ compounds }: Selector, names: Names): boolean {
  const own = compounds.at(-1);
  return own !== undefined && fitsNames(own, names);
}

const fits = (compound: Compound, { names, attributes }: StyledElement): boolean =>
  fitsNames(compound, names) && compound.tests.every(({ name, holds }) => holds(attributes[name]));

/** Whether an element has the attributes that a selector asks of the one that it means. */
export const hasAttributes = ({ compounds }: Selector, { attributes }: StyledElement): boolean =>
  compounds.at(-1)?.tests.every(({ name, holds }) => holds(attributes[name])) === true;

/** Whether it says more of the element that it means than its names. */
export const asksAttributes = ({ compounds }: Selector): boolean => (compounds.at(-1)?.tests.length ?? 0) > 0;

/** The attributes that a selector asks for. */
export const attributesOf = ({ compounds }: Selector): string[] =>
  compounds.flatMap(({ tests }) => tests.map(({ name }) => name));

/** Whether the elements around one are those that a selector names; none are without steps left. */
export function isWithin({ compounds }: Selector, element: StyledElement, steps: Steps): boolean {
  function isAround(index: number, inner: StyledElement): boolean {
    const compound = compounds[index - 1];
    if (compound === undefined) return true;
    for (let outer = inner.parent; outer !== null && steps.left > 0; outer = outer.parent) {
      steps.left -= 1;
      if (fits(compound, outer) && isAround(index - 1, outer)) return true;
      if (compounds[index]?.isChild === true) return false;
    }
    return false;
  }
  return isAround(compounds.length - 1, element);
}

/** By what rules are looked up: the first of the id, the classes and the tag of the element that one means. */
export function keyOf({ compounds }: Selector): string {
  const { id, classes, tag } = compounds.at(-1) ?? { id: '', classes: [], tag: '' };
  return id !== '' ? `#${id}` : classes.length > 0 ? `.${classes[0]}` : tag;
}
