import { unescapeCss } from './css-urls.js';

/** The declarations of a style that decide what is seen, names and values in lower case; marks whether each is important. */
export type Declarations = ReadonlyMap<string, Declared>;

export interface Declared {
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
    'content-visibility',
    'white-space',
    'animation',
    'animation-name',
    '-webkit-animation',
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

export const comments = /\/\*[\s\S]*?(?:\*\/|$)/g;

const displays =
  /^(?:none|block|inline|inline-(?:block|flex|grid|table)|flex|grid|table(?:-[a-z-]+)?|list-item|contents|flow-root|run-in|ruby(?:-[a-z-]+)?|-webkit-(?:inline-)?(?:box|flex)|initial|inherit|unset|revert(?:-layer)?)$/;
const whiteSpaces =
  /^(?:normal|nowrap|pre(?:-wrap|-line)?|break-spaces|initial|inherit|unset|revert(?:-layer)?)$/;
/** A declaration with a value that nobody knows does not take the place of another one (CSS Syntax 3, 2.2). */
const isValid = (name: string, value: string): boolean =>
  name === 'display' ? displays.test(value) : name !== 'white-space' || whiteSpaces.test(value);

const sized = /(?:^|\s)(\d*\.?\d+(?:[a-z]+|%)|0|(?:x+-)?(?:small|large)|medium|smaller|larger)(?=[\s/])/;
const fontOfSystem = /^(?:caption|icon|menu|message-box|small-caption|status-bar|initial)$/;
function sizeOfFont(font: string): string | null {
  if (/^(?:inherit|unset)$/.test(font)) return font;
  return fontOfSystem.test(font) ? 'medium' : (sized.exec(font)?.[1] ?? null);
}

/** What a declaration says of the parts of a shorthand: it takes the place of what was said of them before. */
function partsOf(name: string, value: string): (readonly [name: string, value: string])[] {
  if (name === 'background')
    return [
      ['background-color', value],
      ['background-image', value],
    ];
  if (name !== 'font') return [[name, value]];
  const size = sizeOfFont(value);
  return size === null ? [] : [['font-size', size]];
}

/** Of a declaration given twice the last counts, unless the one before is important. */
export function declarationsIn(style: string): Declarations {
  const declarations = new Map<string, Declared>();
  const bare = style.includes('/*') ? style.replace(comments, '') : style;
  for (const declaration of bare.split(';')) {
    const colon = declaration.indexOf(':');
    const name = colon < 0 ? '' : unescapeCss(declaration.slice(0, colon).trim().toLowerCase());
    if (!deciding.has(name)) continue;
    const [, sent, important] =
      /^([^!]*)(!\s*important\s*)?$/.exec(declaration.slice(colon + 1).toLowerCase()) ?? [];
    // An escape for a blank, as in a hack for old browsers, makes it another value.
    const value = unescapeCss(sent?.trim() ?? '');
    if (value === '' || !isValid(name, value)) continue;
    const isImportant = important !== undefined;
    for (const [part, said] of partsOf(name, value))
      if (isImportant || declarations.get(part)?.isImportant !== true)
        declarations.set(part, { value: said, isImportant });
  }
  return declarations;
}
