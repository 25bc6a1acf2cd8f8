import { rulesIn } from './sheet-rules.js';
import {
  attributesOf,
  hasAttributes,
  isOfNames,
  isWithin,
  keyOf,
  meansNames,
  selectorOf,
  stepsForPage,
} from './selectors.js';
import type { Names, Selector, StyledElement } from './selectors.js';
import type { Tag } from './tag-sign.js';

/** The declarations of a style that decide what is seen, names and values in lower case; marks whether each is important. */
export type Declarations = ReadonlyMap<string, Declared>;

interface Declared {
  value: string;
  isImportant: boolean;
}

export const noDeclarations: Declarations = new Map();

const deciding = new Set([
  ...[
    'display',
    'visibility',
    'opacity',
    'overflow',
    'overflow-x',
    'overflow-y',
    'mso-hide',
    'content-visibility',
  ],
  ...['height', 'max-height', 'width', 'max-width', 'font-size', 'font', 'text-indent', 'transform'],
  ...[
    'position',
    'left',
    'top',
    'right',
    'bottom',
    'margin-left',
    'margin-top',
    'margin',
    'float',
    'clip',
    'clip-path',
  ],
  ...[
    'color',
    'background',
    'background-color',
    'background-image',
    'background-clip',
    '-webkit-background-clip',
  ],
]);

/** Braces and semicolons in texts are none. */
const texts = /"[^"\n]*"|'[^'\n]*'/g;
/** That of an attribute selector is kept, unless it would be taken for the end of one. */
const withoutText = (text: string, at: number, sheet: string): string =>
  sheet[at - 1] === '=' && !/[{};,]/.test(text) ? text : '""';
const comments = /\/\*[\s\S]*?(?:\*\/|$)/g;

const displays =
  /^(?:none|block|inline|inline-(?:block|flex|grid|table)|flex|grid|table(?:-[a-z-]+)?|list-item|contents|flow-root|run-in|ruby(?:-[a-z-]+)?|-webkit-(?:inline-)?(?:box|flex)|initial|inherit|unset|revert(?:-layer)?)$/;
/** A declaration with a value that nobody knows does not take the place of another one (CSS Syntax 3, 2.2). */
const isValid = (name: string, value: string): boolean => name !== 'display' || displays.test(value);

/** Of a declaration given twice the last counts, unless the one before is important. */
export function declarationsIn(style: string): Declarations {
  const declarations = new Map<string, Declared>();
  const bare = style.includes('/*') ? style.replace(comments, '') : style;
  for (const declaration of bare.split(';')) {
    const colon = declaration.indexOf(':');
    const name = colon < 0 ? '' : declaration.slice(0, colon).trim().toLowerCase();
    if (!deciding.has(name)) continue;
    const [, sent, important] =
      /^([^!]*)(!\s*important\s*)?$/.exec(declaration.slice(colon + 1).toLowerCase()) ?? [];
    const value = sent?.trim() ?? '';
    if (value === '' || !isValid(name, value)) continue;
    const isImportant = important !== undefined;
    if (isImportant || declarations.get(name)?.isImportant !== true)
      declarations.set(name, { value, isImportant });
  }
  return declarations;
}

/** What one selector says of the elements that it means. */
interface StyleRule extends Selector {
  order: number;
  declarations: Map<string, Declared>;
}

function ruleOf(source: string): StyleRule | null {
  const selector = selectorOf(source);
  return selector === null ? null : { ...selector, order: 0, declarations: new Map() };
}

/** More selectors than these for one name, or for one rule, are no page's; what is beyond them is not looked at. */
const mostForName = 50;
const mostSelectors = 200;
const mostNames = 500;

const inCascade = (a: StyleRule, b: StyleRule): number => a.weight - b.weight || a.order - b.order;

function applyRule(target: Map<string, Declared>, declarations: Declarations): void {
  for (const [name, declared] of declarations)
    if (declared.isImportant || target.get(name)?.isImportant !== true) target.set(name, declared);
}

/** Names with the rules that ask for them, weakest first. */
interface NamedRules extends Names {
  rules: readonly StyleRule[];
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
export function createStyleRules() {
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

  function namesOf({ name, attributes: { id = '', class: given = '' } }: Tag): NamedRules {
    const sign = `${name}#${id}.${given}`;
    const known = byNames.get(sign);
    if (known) return known;
    const classes = given === '' ? [] : given.trim().split(/\s+/, mostClasses);
    const names = { tag: name, id, classes };
    const rules = ['', name, `#${id}`, ...classes.map((each) => `.${each}`)]
      .flatMap((key) => byKey.get(key) ?? [])
      .filter((rule) => meansNames(rule, names))
      .sort(inCascade);
    const found = { ...names, rules, areOfNames: rules.every(isOfNames) };
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
        if (declarations.size === 0) continue;
        for (const selector of selectors.split(',').slice(0, mostSelectors))
          addRule(selector.trim(), declarations);
      }
    },
    /** The rules that mean an element, weakest first. */
    of(element: RuledElement): readonly StyleRule[] {
      const { rules, areOfNames } = element.names;
      return areOfNames
        ? rules
        : rules.filter(
            (rule) =>
              isOfNames(rule) ||
              (hasAttributes(rule, element) &&
                (rule.compounds.length === 1 || (steps.left > 0 && isWithin(rule, element, steps)))),
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
/** The declarations that count for an element: those of the sheets, then its own. Rules that say too little of whom they mean only reveal. */
export function cascade(
  rules: readonly StyleRule[],
  own: Declarations,
  reveals: (name: string, value: string) => boolean,
): Declarations {
  if (rules.length === 0) return own;
  const target = new Map<string, Declared>();
  for (const { declarations, isPartial } of rules)
    applyRule(
      target,
      isPartial
        ? new Map([...declarations].filter(([name, { value }]) => reveals(name, value)))
        : declarations,
    );
  applyRule(target, own);
  return target;
}
