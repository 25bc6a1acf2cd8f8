import { scanHtml, targetIn } from './html-scan.js';
import type { AttributeSpan, InertSpan } from './html-scan.js';
import type { TemplateFrame } from './template-frame.js';
import { pixelOf, rewritten } from './track.js';
import type { HtmlChange } from './track.js';

/** Renders the page of one mail: its values in place, its links and its pixel as `change` says. */
export type TrackedPage = (values: readonly string[], change: HtmlChange) => string;

type Piece = string | TrackedPage;

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

/**
 * Looks at a page once for all mails of a campaign: where its links are and where its body ends. Null where a value could
 * change that; such a page is looked at mail by mail.
 */
export function trackFrame({ texts, slots }: TemplateFrame): TrackedPage | null {
  if (texts.some((text) => text.includes(mark))) return null;
  const html = texts.join(mark);
  const spans: InertSpan[] = [];
  const { links, bodyEnd } = scanHtml(html, (span) => spans.push(span));
  const places = placesOf(html, spans);
  if (!places) return null;

  let passed = 0;
  /** The page from `start` to `end` as it stands, with its values. */
  const stretch = (start: number, end: number): Piece[] => {
    const pieces: Piece[] = [];
    let from = start;
    for (let at = places[passed]; at !== undefined && at < end; at = places[passed]) {
      const slot = slots[passed] as number;
      pieces.push(html.slice(from, at), (values) => values[slot] ?? '');
      from = at + mark.length;
      passed += 1;
    }
    return [...pieces, html.slice(from, end)];
  };
  /** A link: its target is known now, or comes with the values. */
  const linkPiece = ({ start, end, value, quoted }: AttributeSpan): Piece => {
    const source = stretch(start, end);
    const [fixed] = source;
    if (source.length === 1 && typeof fixed === 'string') {
      return (_values, { rewrite }) => rewritten({ value, quoted }, rewrite) ?? fixed;
    }
    return (values, change) => {
      const written = join(source, values, change);
      return rewritten({ value: targetIn(written), quoted }, change.rewrite) ?? written;
    };
  };

  const end = bodyEnd ?? html.length;
  const pieces: Piece[] = [];
  let done = 0;
  const put = (to: { start: number; end: number }, piece: () => Piece) => {
    pieces.push(...stretch(done, to.start), piece());
    done = to.end;
  };
  for (const link of links.filter(({ start }) => start < end)) put(link, () => linkPiece(link));
  put({ start: end, end }, () => pixelPiece);
  for (const link of links.filter(({ start }) => start >= end)) put(link, () => linkPiece(link));
  pieces.push(...stretch(done, html.length));
  return (values, change) => join(pieces, values, change);
}

const pixelPiece: Piece = (_values, { pixel }) => pixelOf(pixel);

function join(pieces: readonly Piece[], values: readonly string[], change: HtmlChange): string {
  let joined = '';
  for (const piece of pieces) joined += typeof piece === 'string' ? piece : piece(values, change);
  return joined;
}
