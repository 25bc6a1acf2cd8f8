import type { StyledElement } from './selectors.js';

/**
 * Whether text is seen where an element stands. Size, indent, colour and visibility are inherited, and an element within may
 * set them anew.
 */
export interface Visibility extends Look {
  isSeen: boolean;
  /** For selectors that name it as an element around others; null where the page has no rules, or it is not known. */
  element: StyledElement | null;
}

/** What decides it. */
export interface Look {
  isGone: boolean;
  isSizeless: boolean;
  isInvisible: boolean;
  isIndentedAway: boolean;
  /** Null where nothing here knows it. */
  colour: string | null;
  background: string | null;
  /** Whether the colour cannot be told from its background. */
  isInkless: boolean;
  whiteSpace: WhiteSpace;
  /** Out of the flow and not seen: what is beside it stands as if it were not there. */
  takesNoRoom: boolean;
  flow: Flow;
  /** Whether the elements in it stand apart, whatever they are: in a flex box and in a grid. */
  partsElements: boolean;
}

/** How an element stands beside others: on rows of its own, in a row but apart, or as its name has it. */
export type Flow = 'rows' | 'apart' | 'byName';

/** What becomes of blanks and line ends: all are one blank, line ends stay, or all stay. */
export type WhiteSpace = 'folded' | 'lines' | 'kept';

export const visible: Visibility = {
  isSeen: true,
  isGone: false,
  isSizeless: false,
  isInvisible: false,
  isIndentedAway: false,
  colour: '#000000',
  background: '#ffffff',
  isInkless: false,
  whiteSpace: 'folded',
  takesNoRoom: false,
  flow: 'byName',
  partsElements: false,
  element: null,
};

const isSeenWith = (look: Look): boolean =>
  !look.isGone && !look.isSizeless && !look.isInvisible && !look.isIndentedAway && !look.isInkless;

/** Of one shape, field by field: a spread takes several times as long, and a page has thousands of elements. */
export const visibilityOf = (look: Look, element: StyledElement | null): Visibility => ({
  isSeen: isSeenWith(look),
  isGone: look.isGone,
  isSizeless: look.isSizeless,
  isInvisible: look.isInvisible,
  isIndentedAway: look.isIndentedAway,
  colour: look.colour,
  background: look.background,
  isInkless: look.isInkless,
  whiteSpace: look.whiteSpace,
  takesNoRoom: look.takesNoRoom,
  flow: look.flow,
  partsElements: look.partsElements,
  element,
});

/** Of a piece of a page of which it is not known what is behind it. */
export const visibleSomewhere: Visibility = visibilityOf(
  { ...visible, colour: null, background: null },
  null,
);
