import { isTransparent, looksAlike } from './colour.js';
import { declarationsIn, noDeclarations } from './declarations.js';
import type { Declarations } from './declarations.js';
import { cascade } from './style-rules.js';
import type { StyleRules } from './style-rules.js';
import { decidesByName, decidesItself, preformatted, signOf } from './tag-sign.js';
import type { Tag } from './tag-sign.js';
import { visibilityOf, visible } from './look.js';
import type { Flow, Visibility, WhiteSpace } from './look.js';

const hasNoInk = (colour: string | null, background: string | null): boolean =>
  colour !== null && (isTransparent(colour) || (background !== null && looksAlike(colour, background)));

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** Elements without height, width or indent of their own. */
const inline = setOf(
  'a abbr b big bdi bdo cite code em font i ins label mark q s small span strong sub sup tt u var',
);
/** Of tables height and width are the least that they have (CSS 2.1, 17.5.3), and what a page clips is the window (11.1.1). */
const unclipped = setOf('table thead tbody tfoot tr td th html body');

const isZero = (value: string): boolean => /^[+-]?0*\.?0+(?:[a-z]+|%)?$/.test(value);
/** Nothing, or a hair: no text can be read in it. */
const isTiny = (value: string): boolean => isZero(value) || /^(?:1|0?\.\d+)(?:px|pt)$/.test(value);
/** Lengths that lead off every screen. */
const isFar = (value: string): boolean =>
  /^-(?:\d{4,}|999)(?:\.\d+)?(?:px|pt)?$|^-(?:\d{3,})(?:\.\d+)?(?:r?em|%)$/.test(value);
const isRelative = (value: string): boolean =>
  /(?:[\d.](?:em|ex|ch)|%)$|^(?:inherit|unset|smaller|larger)$/.test(value);
const clips = (value: string): boolean => /^(?:hidden|clip|scroll|auto)\b/.test(value);
const noRect = /^rect\(\s*(?:0|[01]px|auto)(?:[\s,]+(?:0|[01]px|auto)){3}\s*\)$/;
const noPath =
  /^(?:inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*(?:,\s*0(?:px|%)?\s+0(?:px|%)?\s*)*\))/;

type Values = (name: string) => string;
const valuesOf =
  (declarations: Declarations): Values =>
  (name) =>
    declarations.get(name)?.value ?? '';

/** Whether it has a box of its own, beside or within rows. */
const isBlock = (name: string, of: Values): boolean =>
  !inline.has(name) || /block|table|flex|grid/.test(of('display')) || isTaken(of);

function hasNoRoom(name: string, of: Values): boolean {
  if (!isBlock(name, of) || unclipped.has(name)) return false;
  const isClipped = clips(of('overflow')) || clips(of('overflow-y')) || clips(of('overflow-x'));
  return isClipped && ['height', 'max-height', 'width', 'max-width'].some((side) => isTiny(of(side)));
}

/** Out of the flow of the page. */
const isTaken = (of: Values): boolean =>
  /absolute|fixed/.test(of('position')) || /left|right/.test(of('float'));

/** What fades or flies in ends in sight. */
const isAnimated = (of: Values): boolean =>
  ['animation', 'animation-name', '-webkit-animation'].some((name) => !/^(?:none|)$/.test(of(name)));

function isAway(name: string, of: Values): boolean {
  const [isPlaced, isMovable] = [/absolute|fixed|relative/.test(of('position')), isBlock(name, of)];
  const sides = [
    ...(isPlaced ? ['left', 'top', 'right'] : []),
    'margin-left',
    ...(isMovable ? ['margin-top'] : []),
  ];
  if (sides.some((side) => isFar(of(side)))) return true;
  if (/absolute|fixed/.test(of('position')) && noRect.test(of('clip'))) return true;
  const isMoved = /scale[xy]?\(\s*0(?:\.0+)?\s*[,)]|translate[xy]?\(\s*-\d{4,}/.test(of('transform'));
  return noPath.test(of('clip-path')) || (isMovable && isMoved && !isAnimated(of));
}

function isGoneBy(name: string, of: Values): boolean {
  const opacity = of('opacity');
  if (
    of('display') === 'none' ||
    (opacity !== '' && isZero(opacity) && !isAnimated(of)) ||
    of('content-visibility') === 'hidden'
  )
    return true;
  return hasNoRoom(name, of) || isAway(name, of);
}

const ofRows = /^(?:block|flow-root|list-item|flex|-webkit-(?:flex|box)|grid|table(?!-cell|-column))/;
const ofElements = /^(?:-webkit-)?(?:inline-)?(?:flex|grid)$/;

function flowIn(of: Values, outer: Flow): Flow {
  const display = of('display');
  if (ofRows.test(display)) return 'rows';
  return display === 'table-cell' || isTaken(of) ? 'apart' : outer;
}

function whiteSpaceIn(name: string, value: string, outer: WhiteSpace): WhiteSpace {
  if (value === '') return preformatted.has(name) ? 'kept' : outer;
  if (value === 'pre-line') return 'lines';
  if (/^(?:normal|nowrap|initial)$/.test(value)) return 'folded';
  return /^(?:inherit|unset|revert)/.test(value) ? outer : 'kept';
}

function sizeless(of: Values, outer: boolean): boolean {
  const size = of('font-size');
  if (size === '') return outer;
  return isTiny(size) || (outer && isRelative(size));
}

/** A picture, a gradient or a place over other elements: what is behind the text is not known. */
const isPainted = (of: Values): boolean =>
  /url\(|gradient/.test(of('background-image')) ||
  /absolute|fixed/.test(of('position')) ||
  /(?:^|\s)-\d/.test(`${of('margin')} ${of('margin-top')}`);

/** Elements of which these attributes mean anything. */
const painted = setOf('body table thead tbody tfoot tr td th');
const noAttributes: Tag['attributes'] = {};

function backgroundOf(of: Values, { name, attributes }: Tag, outer: string | null): string | null {
  const { background, bgcolor = '' } = painted.has(name) ? attributes : noAttributes;
  if (isPainted(of) || background !== undefined) return null;
  const given = of('background-color') || bgcolor.toLowerCase().trim();
  if (given === '' || /^(?:none|inherit|unset|initial)$/.test(given) || isTransparent(given)) return outer;
  // More than a colour, or one that may be a mixture: nothing is known of it.
  return /^[#\w]+$|^rgb\([^)]*\)$/.test(given) ? given : null;
}

function colourIn({ name, attributes }: Tag, of: Values, outer: string | null): string | null {
  if (/text/.test(of('background-clip') + of('-webkit-background-clip'))) return null;
  const ofOldMail = name === 'font' ? attributes['color'] : name === 'body' ? attributes['text'] : '';
  const given = of('color') || (ofOldMail ?? '').toLowerCase().trim();
  if (given === '' || /^(?:inherit|unset|currentcolor)$/.test(given))
    // A link has a colour of its own.
    return name === 'a' && attributes['href'] !== undefined && given === '' ? null : outer;
  return /^[#\w]+$|^(?:rgb|hsl)a?\([^)]*\)$/.test(given) ? given : null;
}

/** What a rule that may mean another element says that shows what another rule hides: of a colour, that it is not known. */
function revealed(name: string, value: string): string | null {
  if (name === 'color') return 'unknown()';
  return reveals[name]?.(value) === true ? value : null;
}
const isNotFar = (value: string): boolean => !isFar(value);
const isNotTiny = (value: string): boolean => !isTiny(value);
const reveals: Readonly<Record<string, (value: string) => boolean>> = {
  display: (value) => value !== 'none',
  visibility: (value) => value === 'visible',
  opacity: (value) => !isZero(value),
  overflow: (value) => !clips(value),
  position: (value) => value === 'static',
  clip: (value) => value === 'auto',
  left: isNotFar,
  'text-indent': isNotFar,
  'font-size': isNotTiny,
  height: isNotTiny,
  'max-height': isNotTiny,
};

/** A page has some styles, and tags that look alike, many times over. */
const mostStyles = 500;
const longestStyle = 2000;

/** What shows nothing unless a style says so. */
const isClosed = (name: string, attributes: Tag['attributes']): boolean =>
  attributes['hidden'] !== undefined || (name === 'dialog' && attributes['open'] === undefined);

/**
 * Tells whether text is seen in the elements of a page. Undocumented: we chose to leave text that nobody sees out of a derived
 * text part, and to search it all the same; `aria-hidden` hides nothing from sight.
 */
export function createVisibility(rules: StyleRules) {
  const styles = new Map<string, Declarations>();
  function ownOf(style: string): Declarations {
    if (style === '') return noDeclarations;
    const known = styles.get(style);
    if (known) return known;
    const found = declarationsIn(style);
    if (styles.size < mostStyles && style.length < longestStyle) styles.set(style, found);
    return found;
  }

  const knowsBackground = ({ background }: Visibility): boolean =>
    !rules.paintsUnknown() || background === null;

  function tell(tag: Tag, outer: Visibility): Visibility {
    const { name, attributes } = tag;
    const isLink = name === 'a' && outer.colour !== null;
    const { style = '' } = attributes;
    const element = rules.isEmpty() ? null : rules.elementOf(tag, outer.element);
    const matching = element === null ? [] : rules.of(element);
    // What nothing is said of is as what is around it.
    if (matching.length === 0 && !isLink && !decidesItself(tag) && knowsBackground(outer))
      return element === null ? outer : visibilityOf(outer, element);
    const of = valuesOf(cascade(matching, ownOf(style), revealed));
    const isMarked = of('display') === '' && isClosed(name, attributes);
    const [seen, indent] = [of('visibility'), inline.has(name) ? '' : of('text-indent')];
    const background = rules.paintsUnknown() ? null : backgroundOf(of, tag, outer.background);
    const colour = colourIn(tag, of, outer.colour);
    // Told here, once for all that is asked of the element.
    const isAsOutside = colour === outer.colour && background === outer.background;
    const isGone = outer.isGone || isMarked || isGoneBy(name, of);
    const isOut = isMarked || of('display') === 'none' || (isGone && isTaken(of));
    const look = {
      isGone,
      isSizeless: sizeless(of, outer.isSizeless),
      isInvisible: /^(?:visible|hidden|collapse)$/.test(seen) ? seen !== 'visible' : outer.isInvisible,
      isIndentedAway: indent === '' ? outer.isIndentedAway : isFar(indent),
      colour,
      background,
      isInkless: isAsOutside ? outer.isInkless : hasNoInk(colour, background),
      whiteSpace: whiteSpaceIn(name, of('white-space'), outer.whiteSpace),
      takesNoRoom: outer.takesNoRoom || isOut,
      flow: flowIn(of, outer.flow),
      partsElements: ofElements.test(of('display')),
    };
    return visibilityOf(look, element);
  }

  const known = new Map<Visibility, Map<string, Visibility>>();
  let kept = 0;
  function keep(sign: string, outer: Visibility, visibility: Visibility): Visibility {
    if (kept >= mostStyles || sign.length >= longestStyle) return visibility;
    kept += 1;
    const within = known.get(outer);
    if (within) within.set(sign, visibility);
    else known.set(outer, new Map([[sign, visibility]]));
    return visibility;
  }
  const insides = new Map<Visibility, Visibility>();
  /** What holds in an element before anything is said of what is in it. */
  function insideOf(outer: Visibility): Visibility {
    const flow = outer.partsElements ? 'apart' : 'byName';
    if (!outer.partsElements && outer.flow === flow) return outer;
    const inside =
      insides.get(outer) ?? visibilityOf({ ...outer, flow, partsElements: false }, outer.element);
    if (insides.size < mostStyles) insides.set(outer, inside);
    return inside;
  }
  return function visibilityIn(tag: Tag, around: Visibility): Visibility {
    const outer = insideOf(around);
    const within = known.get(outer);
    // Nothing is kept of what stands in it, nor will be.
    if (!within && kept >= mostStyles) return tell(tag, outer);
    const sign = signOf(tag, rules.attributes);
    if (rules.isEmpty() && sign === tag.name && !decidesByName(tag.name)) return outer;
    return within?.get(sign) ?? keep(sign, outer, tell(tag, outer));
  };
}

export type ReadVisibility = ReturnType<typeof createVisibility>;

/** What holds in a page before its first element: `html` and `body` are there whether they are written or not. */
export const visibilityOfRoot = (visibilityIn: ReadVisibility): Visibility =>
  ['html', 'body'].reduce((outer, name) => visibilityIn({ name, attributes: {} }, outer), visible);
