import { rulesIn } from './sheet-rules.js';
import {
  asksAttributes,
  attributesOf,
  hasAttributes,
  isBroken,
  isWithin,
  keyOf,
  meansNames,
  selectorOf,
  stepsForPage,
} from './selectors.js';
import type { Names, Selector, StyledElement } from './selectors.js';
import { comments, declarationsIn } from './declarations.js';
import type { Declarations, Declared } from './declarations.js';
import type { Tag } from './tag-sign.js';

/** Braces and semicolons in texts are none. */
const texts = /"[^"\n]*"|'[^'\n]*'/g;
/** That of an attribute selector is kept, unless it would be taken for the end of one. */
const withoutText = (text: string, at: number, sheet: string): string =>
  sheet[at - 1] === '=' && !/[{};,]/.test(text) ? text : '""';

/** What one selector says of the elements that it means. */
interface StyleRule extends Selector {
  /** What it asks besides names, told once: a page has thousands of elements. */
  asksAttributes: boolean;
  asksAround: boolean;
  order: number;
  declarations: Map<string, Declared>;
}

function ruleOf(source: string): StyleRule | null {
  const selector = selectorOf(source);
  if (selector === null) return null;
  return {
    ...selector,
    asksAttributes: asksAttributes(selector),
    asksAround: selector.compounds.length > 1,
    order: 0,
    declarations: new Map(),
  };
}

/** More selectors than these for one name, or for one rule, are no page's; what is beyond them is not looked at. */
const mostForName = 50;
const mostSelectors = 200;
const mostNames = 500;

const none: readonly StyleRule[] = [];
const inCascade = (a: StyleRule, b: StyleRule): number => a.weight - b.weight || a.order - b.order;

function applyRule(target: Map<string, Declared>, declarations: Declarations): void {
  for (const [name, declared] of declarations)
    if (declared.isImportant || target.get(name)?.isImportant !== true) target.set(name, declared);
}

/** Names with the rules that ask for them, weakest first. */
interface NamedRules extends Names {
  rules: readonly StyleRule[];
  /** Those that ask for no element around. */
  apart: readonly StyleRule[];
  /** Whether they ask for nothing else. */
  areOfNames: boolean;
}

/** An element with the rules that ask for its names. */
export interface RuledElement extends StyledElement {
  names: NamedRules;
}

/** Most classes of an element that are looked at. */
const mostClasses = 30;

/** The style sheets of a page, as far as they decide what is seen. */
function createStyleRules() {
  const byKey = new Map<string, StyleRule[]>();
  const bySelector = new Map<string, StyleRule>();
  const byNames = new Map<string, NamedRules>();
  const attributes = new Set<string>();
  const steps = stepsForPage();
  let [order, paintsUnknown] = [0, false];

  function addRule(selector: string, declarations: Declarations) {
    const known = bySelector.get(selector);
    const rule = known ?? ruleOf(selector);
    if (rule === null) return;
    rule.order = order += 1;
    applyRule(rule.declarations, declarations);
    paintsUnknown ||=
      rule.isPartial && [...declarations.keys()].some((name) => name.startsWith('background'));
    if (known) return;
    const rules = byKey.get(keyOf(rule)) ?? [];
    if (rules.length >= mostForName) return;
    bySelector.set(selector, rule);
    for (const name of attributesOf(rule)) attributes.add(name);
    byKey.set(keyOf(rule), [...rules, rule]);
  }

  /** Rules of a key that mean an element go to those that were found. */
  function take(key: string, names: Names, found: StyleRule[]): void {
    for (const rule of byKey.get(key) ?? none) if (meansNames(rule, names)) found.push(rule);
  }
  /** The rules that ask for names, weakest first. Each page asks anew for its tags, of most of which no rule knows. */
  function rulesFor(names: Names): readonly StyleRule[] {
    const found: StyleRule[] = [];
    take('', names, found);
    take(names.tag, names, found);
    if (names.id !== '') take(`#${names.id}`, names, found);
    for (const each of names.classes) take(`.${each}`, names, found);
    return found.length > 1 ? found.sort(inCascade) : found;
  }
  function namesOf({ name, attributes: { id = '', class: given = '' } }: Tag): NamedRules {
    const sign = id === '' && given === '' ? name : `${name}#${id}.${given}`;
    const known = byNames.get(sign);
    if (known) return known;
    const classes = given === '' ? [] : given.trim().split(/\s+/, mostClasses);
    const rules = rulesFor({ tag: name, id, classes });
    const apart = rules.length === 0 ? rules : rules.filter(({ asksAround }) => !asksAround);
    const areOfNames = apart.length === rules.length && rules.every((rule) => !rule.asksAttributes);
    const found = { tag: name, id, classes, rules, apart, areOfNames };
    if (byNames.size < mostNames) byNames.set(sign, found);
    return found;
  }

  return {
    /** Whether some elements have backgrounds that nothing here knows of. */
    paintsUnknown: () => paintsUnknown,
    isEmpty: () => byKey.size === 0,
    /** Attributes that some selector asks for. */
    attributes: attributes as ReadonlySet<string>,
    add(sheet: string) {
      byNames.clear();
      if (!sheet.includes('{')) return;
      const bare = sheet
        .replace(comments, ' ')
        .replace(/<!--|-->/g, ' ')
        .replace(texts, withoutText);
      for (const { selectors, body } of rulesIn(bare)) {
        const declarations = declarationsIn(body);
        if (declarations.size === 0 || isBroken(selectors)) continue;
        for (const selector of selectors.split(',').slice(0, mostSelectors))
          addRule(selector.trim(), declarations);
      }
    },
    /** The rules that mean an element, weakest first. */
    of(element: RuledElement): readonly StyleRule[] {
      const { rules, apart, areOfNames } = element.names;
      if (areOfNames) return rules;
      return (steps.left > 0 ? rules : apart).filter(
        (rule) =>
          (!rule.asksAttributes || hasAttributes(rule, element)) &&
          (!rule.asksAround || isWithin(rule, element, steps)),
      );
    },
    elementOf: (tag: Tag, parent: StyledElement | null): RuledElement => ({
      names: namesOf(tag),
      attributes: tag.attributes,
      parent,
    }),
  };
}

export type StyleRules = ReturnType<typeof createStyleRules>;

const styleOrComment = /<!--|<style(?=[\s/>])/gi;
const closing = /<\/style/gi;
const printed = /\smedia\s*=\s*["']?\s*(?!screen|all|["'\s>])/i;

/** The rules of the style sheets that stand in a page. */
export function styleRulesOf(html: string): StyleRules {
  const rules = createStyleRules();
  styleOrComment.lastIndex = 0;
  for (let found = styleOrComment.exec(html); found; found = styleOrComment.exec(html)) {
    const isComment = found[0] === '<!--';
    const opened = isComment ? found.index : html.indexOf('>', found.index);
    if (opened < 0) break;
    closing.lastIndex = opened;
    const end = isComment ? html.indexOf('-->', opened) : (closing.exec(html)?.index ?? -1);
    if (end < 0) break;
    if (!isComment && !printed.test(html.slice(found.index, opened))) rules.add(html.slice(opened + 1, end));
    styleOrComment.lastIndex = end;
  }
  return rules;
}
function revealing(declarations: Declarations, revealed: (name: string, value: string) => string | null) {
  const target = new Map<string, Declared>();
  for (const [name, declared] of declarations) {
    const value = revealed(name, declared.value);
    if (value !== null) target.set(name, { ...declared, value });
  }
  return target;
}

/**
 * The declarations that count for an element: those of the sheets, then its own. Of rules that say too little of whom they mean
 * counts what they reveal.
 */
export function cascade(
  rules: readonly StyleRule[],
  own: Declarations,
  revealed: (name: string, value: string) => string | null,
): Declarations {
  if (rules.length === 0) return own;
  const target = new Map<string, Declared>();
  for (const { declarations, isPartial } of rules)
    applyRule(target, isPartial ? revealing(declarations, revealed) : declarations);
  applyRule(target, own);
  return target;
}
