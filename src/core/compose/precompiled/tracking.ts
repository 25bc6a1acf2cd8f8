import { escapeHtml } from '../../html/escape.js';
import { scanHtml, targetIn } from '../../html/scan.js';
import type { AttributeSpan, InertSpan } from '../../html/scan.js';
import type { PrecompiledText, PrecompiledTemplate } from './template.js';
import { rewriteTarget } from '../../tracking/rewrite-html.js';
import { pixelParts } from '../../tracking/rewrite-html.js';
import { isTracked } from '../../tracking/rewrite-html.js';

/** What tracking makes of the links that stand in every mail of a campaign. */
export interface FixedLinks {
  /** Where such a link leads: the URL as it is or is to be, or what follows the click base of each mail. */
  lead(url: string): { whole: string } | { afterBase: string };
  /** Whether openings are reported. */
  opens: boolean;
}

/** What tracking makes of one mail. */
export interface MailLinks {
  clickBase: string;
  openUrl: string;
  /** Where a link of this mail alone is to lead; the same URL leaves it alone. */
  rewrite(url: string): string;
}

/** A page whose links and pixel are values like others. */
export interface PrecompiledTracking extends PrecompiledText {
  /** The values of the template, and those of tracking behind them. */
  values(values: readonly string[], links: MailLinks): string[];
}

// Stands for a value while the page is looked at: a character of the private area, which no tag or attribute has in its name.
const mark = '\ue000';

/** Whether a value at `at` stays inside the stretch that it stands in, whatever it is once it is escaped. */
function staysIn(html: string, at: number, { kind }: InertSpan): boolean {
  if (kind === 'attribute') return true;
  // In a tag that is only being spelt, `<{{x}}`, or the end of a script, `</scr{{x}}`.
  const opened = html.lastIndexOf('<', at);
  if (opened >= 0 && !html.slice(opened, at).includes('>')) return false;
  return kind === 'text' || !(/[-!]/.test(html[at - 1] ?? '') || /[->!]/.test(html[at + 1] ?? ''));
}

/** The places of the values; null where one of them could change how the page is read. */
function placesOf(html: string, spans: readonly InertSpan[]): number[] | null {
  const places: number[] = [];
  let from = 0;
  for (let at = html.indexOf(mark); at >= 0; at = html.indexOf(mark, at + 1)) {
    while (from < spans.length && (spans[from] as InertSpan).end <= at) from += 1;
    const span = spans[from];
    if (!span || span.start > at || !staysIn(html, at, span)) return null;
    places.push(at);
  }
  return places;
}

/** A text or the number of a value. */
type Piece = string | number;

function textOfPieces(pieces: readonly Piece[]): { texts: string[]; holes: number[] } {
  const texts = [''];
  const holes: number[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') texts.push((texts.pop() ?? '') + piece);
    else {
      holes.push(piece);
      texts.push('');
    }
  }
  return { texts, holes };
}

/** A link whose target has values in it, and the number of the value that it is itself. */
interface PersonalLink {
  slot: number;
  write(values: readonly string[], links: MailLinks): string;
}

/** The pieces of the page from a start to an end, one stretch after the other. */
function createStretches(html: string, places: readonly number[], holes: readonly number[]) {
  let passed = 0;
  return (start: number, end: number): Piece[] => {
    const pieces: Piece[] = [];
    let from = start;
    for (let at = places[passed]; at !== undefined && at < end; at = places[passed]) {
      pieces.push(html.slice(from, at), holes[passed] as number);
      from = at + mark.length;
      passed += 1;
    }
    return [...pieces, html.slice(from, end)];
  };
}

const concat = (pieces: readonly Piece[], values: readonly string[]): string => {
  let text = '';
  for (const piece of pieces) text += typeof piece === 'string' ? piece : (values[piece] ?? '');
  return text;
};

/** A link that is the same in every mail; `base` is the number of the value that its URL may begin with. */
function fixedPieces(
  { value, quoted }: AttributeSpan,
  source: string,
  lead: FixedLinks['lead'],
  base: number,
) {
  if (!isTracked(value)) return [source];
  const to = lead(value);
  if ('whole' in to) return [rewriteTarget({ value, quoted }, () => to.whole) ?? source];
  const quote = quoted ? '' : '"';
  return [quote, base, escapeHtml(to.afterBase) + quote];
}

/**
 * Looks at a page once for all mails of a campaign: where its links are and where its body ends. Null where a value could
 * change that; such a page is looked at mail by mail.
 */
export function precompileTracking(
  { texts, holes, count }: PrecompiledTemplate,
  fixed: FixedLinks,
): PrecompiledTracking | null {
  if (texts.some((text) => text.includes(mark))) return null;
  const html = texts.join(mark);
  const spans: InertSpan[] = [];
  const { links, bodyEnd } = scanHtml(html, (span) => spans.push(span));
  const places = placesOf(html, spans);
  if (!places) return null;
  const stretch = createStretches(html, places, holes);
  const [base, opening] = [count, count + 1];
  const personal: PersonalLink[] = [];

  const linkPieces = (link: AttributeSpan): Piece[] => {
    const source = stretch(link.start, link.end);
    const [text] = source;
    if (source.length === 1 && typeof text === 'string') return fixedPieces(link, text, fixed.lead, base);
    const slot = count + 2 + personal.length;
    const { quoted } = link;
    const write = (values: readonly string[], { rewrite }: MailLinks) => {
      const written = concat(source, values);
      return rewriteTarget({ value: targetIn(written), quoted }, rewrite) ?? written;
    };
    personal.push({ slot, write });
    return [slot];
  };

  const end = bodyEnd ?? html.length;
  const pieces: Piece[] = [];
  let done = 0;
  const add = (more: readonly Piece[]) => {
    for (const piece of more) pieces.push(piece);
  };
  const put = (to: { start: number; end: number }, write: () => Piece[]) => {
    add(stretch(done, to.start));
    add(write());
    done = to.end;
  };
  for (const link of links.filter(({ start }) => start < end)) put(link, () => linkPieces(link));
  put({ start: end, end }, () => (fixed.opens ? [pixelParts[0], opening, pixelParts[1]] : []));
  for (const link of links.filter(({ start }) => start >= end)) put(link, () => linkPieces(link));
  add(stretch(done, html.length));
  return {
    ...textOfPieces(pieces),
    values(values, mail) {
      const tracking = [escapeHtml(mail.clickBase), escapeHtml(mail.openUrl)];
      return [...values, ...tracking, ...personal.map(({ write }) => write(values, mail))];
    },
  };
}
