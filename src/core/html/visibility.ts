/** Whether text is seen where an element stands. Size and visibility are inherited, and an element within may set them anew. */
export interface Visibility {
  isGone: boolean;
  isSizeless: boolean;
  isInvisible: boolean;
}

export const visible: Visibility = { isGone: false, isSizeless: false, isInvisible: false };

export const isSeen = ({ isGone, isSizeless, isInvisible }: Visibility): boolean =>
  !isGone && !isSizeless && !isInvisible;

type Declarations = ReadonlyMap<string, string>;

function declarationsIn(style: string): Declarations {
  const declarations = new Map<string, string>();
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const value = declaration.slice(colon + 1).replace(/!\s*important/i, '');
    declarations.set(declaration.slice(0, colon).trim().toLowerCase(), value.trim().toLowerCase());
  }
  return declarations;
}

const isZero = (value: string | undefined): boolean => /^[+-]?0*\.?0+(?:[a-z]+|%)?$/.test(value ?? '');
/** What hides is named in few words; most styles have none of them. */
const mayHide = /none|hidden|collapse|mso-hide|:\s*[+-]?\.?0/i;

const classIn = (selector: string): string | undefined =>
  /^\s*(?:[a-z]+)?\.([\w-]+)\s*$/i.exec(selector)?.[1];

/**
 * The classes that a style sheet hides by themselves, outside of media queries: some generators leave their preheaders to
 * the sheet.
 */
export function hiddenClasses(sheet: string): string[] {
  const names: string[] = [];
  let [depth, from, selector, isRule] = [0, 0, '', false];
  for (const { 0: brace, index } of sheet.matchAll(/[{}]/g)) {
    const between = sheet.slice(from, index);
    from = index + 1;
    if (brace === '{') {
      depth += 1;
      if (depth === 1) selector = between.split('*/').at(-1) ?? '';
    } else {
      if (isRule && depth === 1 && isGoneBy('div', declarationsIn(between)))
        for (const one of selector.split(',')) {
          const name = classIn(one);
          if (name !== undefined) names.push(name);
        }
      depth = Math.max(0, depth - 1);
    }
    isRule = brace === '{';
  }
  return names;
}

function isGoneBy(name: string, style: Declarations): boolean {
  if (style.get('display') === 'none' || isZero(style.get('opacity')) || isZero(style.get('max-height')))
    return true;
  if (isZero(style.get('height')) && style.get('overflow') === 'hidden') return true;
  // By itself it hides from Outlook alone, as is done with buttons that have a twin there; preheaders are no links or tables.
  return style.get('mso-hide') === 'all' && !/^(?:a|table|t[dhr]|img)$/.test(name);
}

/**
 * Whether the text of an element is seen that stands where `outer` holds. Undocumented: we chose to leave hidden text,
 * `aria-hidden` included, out of a derived text part, and to search it all the same.
 */
export function visibilityOf(
  name: string,
  attributes: Readonly<Record<string, string>>,
  { outer, hidden }: { outer: Visibility; hidden: ReadonlySet<string> },
): Visibility {
  const { style: source = '', class: classes = '' } = attributes;
  const isMarked =
    attributes['hidden'] !== undefined ||
    attributes['aria-hidden'] === 'true' ||
    (hidden.size > 0 && classes.split(/\s+/).some((each) => hidden.has(each)));
  const isOpen = outer.isSizeless || outer.isInvisible;
  if (!isMarked && !(isOpen ? source !== '' : mayHide.test(source))) return outer;
  const style = declarationsIn(source);
  const [size, visibility] = [style.get('font-size'), style.get('visibility')];
  return {
    isGone: outer.isGone || isMarked || isGoneBy(name, style),
    isSizeless: size === undefined ? outer.isSizeless : isZero(size),
    isInvisible: visibility === undefined ? outer.isInvisible : /^(?:hidden|collapse)$/.test(visibility),
  };
}
