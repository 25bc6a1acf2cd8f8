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

const comments = /\/\*[\s\S]*?(?:\*\/|$)/g;

/** Of a declaration given twice the last counts, unless the one before is important. */
export function declarationsIn(style: string): Declarations {
  const declarations = new Map<string, Declared>();
  const bare = style.includes('/*') ? style.replace(comments, '') : style;
  for (const declaration of bare.split(';')) {
    const colon = declaration.indexOf(':');
    const name = colon < 0 ? '' : declaration.slice(0, colon).trim().toLowerCase();
    if (!deciding.has(name)) continue;
    const [, value = '', important] =
      /^([^!]*)(!\s*important)?/.exec(declaration.slice(colon + 1).toLowerCase()) ?? [];
    const isImportant = important !== undefined;
    if (isImportant || declarations.get(name)?.isImportant !== true)
      declarations.set(name, { value: value.trim(), isImportant });
  }
  return declarations;
}

/** What one selector says of the elements that it means. */
interface StyleRule {
  tag: string;
  id: string;
  classes: readonly string[];
  /** Whether the selector asks for more than is looked at here: it may reveal, and never hides. */
  isPartial: boolean;
  weight: number;
  order: number;
  declarations: Map<string, Declared>;
}

const simple = /^([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)$/i;
const firstNames = /^([a-z][\w-]*)?((?:[.#][\w-]+)*)/i;
/** A longer one is nobody's. */
const longestSelector = 500;

function ruleOf(selector: string): StyleRule | null {
  if (selector.length > longestSelector) return null;
  const whole = simple.exec(selector);
  const last = selector.split(/[\s>+~]+/).at(-1) ?? '';
  const [, tag = '', names = ''] = whole ?? firstNames.exec(last) ?? [];
  if (tag + names === '') return null;
  const id = /#([\w-]+)/.exec(names)?.[1] ?? '';
  const classes = Array.from(names.matchAll(/\.([\w-]+)/g), ([, name = '']) => name);
  const weight = (id === '' ? 0 : 10_000) + 100 * classes.length + (tag === '' || tag === '*' ? 0 : 1);
  return {
    tag: tag === '*' ? '' : tag.toLowerCase(),
    id,
    classes,
    isPartial: whole === null,
    // What leads to an element besides its own names makes a selector the stronger.
    weight: whole === null ? 1e6 : weight,
    order: 0,
    declarations: new Map(),
  };
}

/** Blocks whose rules hold on a wide screen; those of other media are passed over. */
const holds =
  /^@media\s+(?:only\s+)?(?:(?:screen|all)(?:\s+and\s+)?)?(?:\(\s*min-(?:device-)?width\s*:\s*\d{1,3}(?:px|em)?\s*\))?\s*(?:,|$)|^@(?:layer|supports)\b/i;

/** The rules of a style sheet that hold on a wide screen, in order: what stands before each brace, and within. */
function* rulesIn(sheet: string): Generator<{ selectors: string; body: string }> {
  const open: boolean[] = [];
  let [from, selectors, passedOver] = [0, '', 0];
  for (const { 0: brace, index } of sheet.matchAll(/[{}]/g)) {
    const between = sheet.slice(from, index).trim();
    from = index + 1;
    if (brace === '{') {
      selectors = between.slice(between.lastIndexOf(';') + 1).trim();
      // Within another rule, a selector means less than it says.
      const isPassedOver = !holds.test(selectors);
      open.push(isPassedOver);
      if (isPassedOver) passedOver += 1;
    } else {
      if (open.pop() === true) passedOver -= 1;
      if (passedOver === 0 && selectors !== '' && !selectors.startsWith('@'))
        yield { selectors, body: between };
      selectors = '';
    }
  }
}

/** More selectors than these for one name, or for one rule, are no page's; what is beyond them is not looked at. */
const mostForName = 50;
const mostSelectors = 200;

const keyOf = ({ tag, id, classes }: StyleRule): string =>
  id !== '' ? `#${id}` : classes.length > 0 ? `.${classes[0]}` : tag;

const inCascade = (a: StyleRule, b: StyleRule): number => a.weight - b.weight || a.order - b.order;

function applyRule(target: Map<string, Declared>, declarations: Declarations): void {
  for (const [name, declared] of declarations)
    if (declared.isImportant || target.get(name)?.isImportant !== true) target.set(name, declared);
}

export interface StyledElement {
  name: string;
  id: string;
  classes: readonly string[];
}

const means = ({ tag, id, classes }: StyleRule, element: StyledElement): boolean =>
  (tag === '' || tag === element.name) &&
  (id === '' || id === element.id) &&
  classes.every((name) => element.classes.includes(name));

/** The style sheets of a page, as far as they decide what is seen. */
export function createStyleRules() {
  const byKey = new Map<string, StyleRule[]>();
  const bySelector = new Map<string, StyleRule>();
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
    byKey.set(keyOf(rule), [...rules, rule]);
  }

  return {
    /** Whether some elements have backgrounds that nothing here knows of. */
    paintsUnknown: () => paintsUnknown,
    isEmpty: () => byKey.size === 0,
    add(sheet: string) {
      if (!sheet.includes('{')) return;
      const bare = sheet.replace(comments, ' ').replace(/<!--|-->/g, ' ');
      for (const { selectors, body } of rulesIn(bare)) {
        const declarations = declarationsIn(body);
        if (declarations.size === 0) continue;
        for (const selector of selectors.split(',').slice(0, mostSelectors))
          addRule(selector.trim(), declarations);
      }
    },
    /** The rules that mean an element, weakest first. */
    of(element: StyledElement): readonly StyleRule[] {
      const keys = ['', element.name, `#${element.id}`, ...element.classes.map((name) => `.${name}`)];
      return keys
        .flatMap((key) => byKey.get(key) ?? [])
        .filter((rule) => means(rule, element))
        .sort(inCascade);
    },
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
