import { Parser } from 'htmlparser2';
import { countReversed, nextMarker, openList } from './list-markers.js';
import type { OpenList } from './list-markers.js';
import { createTextRows } from './text-rows.js';
import type { TextRows } from './text-rows.js';
import { bareUrl } from './bare-url.js';
import { createAnchors } from './anchors.js';
import { styleRulesOf } from './style-rules.js';
import type { StyleRules } from './style-rules.js';
import { lookAttributes, preformatted } from './tag-sign.js';
import { createVisibility, visibilityOfRoot } from './visibility.js';
import type { Visibility } from './look.js';

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** Elements whose content is no text of the page; that of `noscript` is, since mail has no scripts. */
export const silent = setOf(
  'style script title desc template iframe audio video canvas datalist noembed noframes meter progress',
);
const blocks = setOf(
  'address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p pre section select summary table tbody tfoot thead tr ul xmp',
);
const spaced = setOf('p h1 h2 h3 h4 h5 h6 ul ol dl menu table blockquote pre listing xmp hr');
const cells = setOf('td th');
const lists = setOf('ul ol menu dir');
const prefixed = setOf('li blockquote dd');
/** Entities within are text. */
const verbatim = setOf('xmp plaintext textarea');
/** Tags within tags beyond which no reader follows; the parser's own cost grows with the square of it. */
export const deepestTag = 10_000;
const rule = '-'.repeat(40);

/** A page in the words of plain text. */
export interface HtmlText {
  /** What a reader sees, with the targets of links. */
  text: string;
  /** Hidden text before all that is seen: what a list shows of the mail first. */
  preheader: string;
  /** Hidden text behind that. */
  hidden: string;
  /** Tags stand so deep within one another that what follows was not read. */
  isCut: boolean;
}

/** What is asked of the text of a page whose values are still to come. */
export interface TextWatch {
  /** Told of each link with its label and target as they stand in the text. */
  onLink(label: string, href: string): void;
  /** Told of each attribute that decides what the text is like, and of style sheets. */
  onDecisive(source: string): void;
}

interface Element {
  name: string;
  visibility: Visibility;
  /** The nearest list around it, or its own. */
  list: OpenList | undefined;
  isInItem: boolean;
  hasPrefix: boolean;
}

/** Inputs that show their value as the word of a button. */
const pressed = /^(?:submit|button|reset)$/i;
function takeButton(rows: TextRows, attributes: Readonly<Record<string, string>>) {
  rows.space();
  rows.addFolded(attributes['value'] ?? '');
  rows.space();
}

/** Keeps what is in an element apart from what is around it: in the rows of its own words, and in those that are seen. */
function part({ name, visibility: { flow } }: Element, rows: TextRows, lines: number) {
  if (blocks.has(name) || flow === 'rows') rows.breakRow(lines);
  else if (cells.has(name) || flow === 'apart') rows.space();
}

/** Attributes that decide what the text is like. */
const telling: readonly string[] = [...lookAttributes, 'start', 'value', 'type'];

export interface ReadOptions {
  watch?: TextWatch;
  /** What the text is to have in the place of a link's target. */
  targetOf?: ((href: string) => string) | undefined;
  /** The rules of the page, where they are known. */
  rules?: StyleRules;
  /** What holds around it, where `html` is a piece of a page. */
  around?: Visibility;
}

/** Text with links written out, for readers without HTML: `Shop now (https://…)`, `- item`, `1. item`. */
export function readHtml(html: string, { watch, targetOf, rules, around }: ReadOptions = {}): HtmlText {
  const [shown, preheader, hidden] = [createTextRows(), createTextRows(), createTextRows()];
  const visibilityIn = createVisibility(rules ?? styleRulesOf(html));
  const root: Element = {
    name: '',
    visibility: around ?? visibilityOfRoot(visibilityIn),
    list: undefined,
    isInItem: false,
    hasPrefix: false,
  };
  const open: Element[] = [];
  const countItems = countReversed(html);
  let silence = 0;
  let sheet = '';
  let isFirstOfPre = false;
  let isCut = false;
  const anchors = createAnchors({ watch, targetOf });

  const top = (): Element => open.at(-1) ?? root;
  const rowsWhere = (isSeen: boolean): TextRows => (isSeen ? shown : shown.isEmpty() ? preheader : hidden);
  const rowsFor = (element: Element): TextRows => rowsWhere(element.visibility.isSeen);
  function openElement(name: string, attributes: Record<string, string>): Element {
    const outer = top();
    const visibility = visibilityIn({ name, attributes }, outer.visibility);
    return {
      name,
      visibility,
      list: lists.has(name) ? openList(name, attributes, countItems) : outer.list,
      isInItem: outer.isInItem || name === 'li',
      hasPrefix: prefixed.has(name) && visibility.isSeen,
    };
  }
  function enterPrefix(name: string, value: string | undefined) {
    if (name === 'blockquote') shown.enter({ first: '> ', rest: '> ' });
    else if (name === 'dd') shown.enter({ first: '  ', rest: '  ' });
    else shown.enter(nextMarker(top().list, value));
  }
  /** Lists within lists stand close. */
  const linesAround = (name: string): number =>
    spaced.has(name) && !(lists.has(name) && top().isInItem) ? 2 : 1;

  function setApart(element: Element) {
    const [rows, lines] = [rowsFor(element), linesAround(element.name)];
    part(element, rows, lines);
    if (rows !== shown && !element.visibility.takesNoRoom) part(element, shown, lines);
  }
  function takeContent(element: Element, attributes: Record<string, string>) {
    const { name } = element;
    const rows = rowsFor(element);
    if (name === 'br') rows.lineBreak();
    else if (name === 'hr') rows.addFolded(rule);
    else if (name === 'input' && pressed.test(attributes['type'] ?? '')) takeButton(rows, attributes);
    else if (name === 'a') anchors.open(bareUrl(attributes['href'] ?? ''), rows);
    else if (name === 'img' || name === 'area') takeImage(element, attributes);
  }
  function takeImage(element: Element, attributes: Record<string, string>) {
    // A picture has a size and colours of its own.
    const { isGone, isInvisible, isIndentedAway } = element.visibility;
    const rows = rowsWhere(!isGone && !isInvisible && !isIndentedAway);
    const isLink = element.name === 'area';
    if (isLink) anchors.open(bareUrl(attributes['href'] ?? ''), rows);
    rows.space();
    rows.addFolded(attributes['alt'] ?? '');
    rows.space();
    if (isLink) anchors.close();
  }

  const parser = new Parser({
    onopentag(name, attributes) {
      if (open.length >= deepestTag) {
        isCut = true;
        parser.pause();
      }
      if (watch) for (const each of telling) watch.onDecisive(attributes[each] ?? '');
      const element = openElement(name, attributes);
      if (silent.has(name)) silence += 1;
      if (silence === 0) {
        setApart(element);
        if (element.hasPrefix) enterPrefix(name, attributes['value']);
        takeContent(element, attributes);
      }
      element.hasPrefix &&= silence === 0;
      isFirstOfPre = preformatted.has(name);
      open.push(element);
    },
    ontext(data) {
      const element = top();
      if (watch && element.name === 'style') sheet += data;
      if (verbatim.has(element.name)) watch?.onDecisive(data);
      if (silence > 0) return;
      const rows = rowsFor(element);
      const { whiteSpace } = element.visibility;
      if (whiteSpace === 'folded' || rows !== shown) rows.addFolded(data);
      else {
        const text = data.replace(/\r\n?/g, '\n');
        rows.addLines(isFirstOfPre && text.startsWith('\n') ? text.slice(1) : text, whiteSpace);
      }
      isFirstOfPre = false;
    },
    onclosetag(name) {
      const element = open.pop() ?? root;
      if (silent.has(name)) silence = Math.max(0, silence - 1);
      if (name === 'style') {
        watch?.onDecisive(sheet);
        sheet = '';
      }
      if (silence > 0) return;
      if (name === 'a') anchors.close();
      if (element.hasPrefix) shown.leave();
      setApart(element);
    },
  });
  parser.write(html);
  parser.end();
  anchors.close();
  return { text: shown.text(), preheader: preheader.text(), hidden: hidden.text(), isCut };
}

/** What a reader sees of a page, as text. */
export const textOfHtml = (html: string): string => readHtml(html).text;

/** As much of a text is looked at for its first words. */
export const previewedCharacters = 600;
const shownCharacters = 140;

/** The first words of a text, for a list: one line of at most 140 characters. */
export function previewOf(text: string): string {
  // A character may be two units long, and is not to be cut in two.
  const words = text
    .slice(0, previewedCharacters)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 2 * shownCharacters);
  if (!/[\ud800-\udfff]/.test(words)) return words.slice(0, shownCharacters);
  return Array.from(words).slice(0, shownCharacters).join('');
}
