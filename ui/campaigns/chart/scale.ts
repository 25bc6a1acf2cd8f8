import { ticksOf } from './series.js';
import type { Series } from './series.js';

const height = 200;
const top = 10;
const below = 24;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Room for a word of the time axis, in px. */
const wordRoom = 130;

const hourWords = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const dayWords = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** Where things stand in the drawing, in px. */
export interface Scale {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x(at: number): number;
  y(count: number): number;
  /** The moment nearest to a place, by its number. */
  nearest(x: number): number;
  /** The path of a line, by its place in `lines`, and the area below it. */
  path(line: number): string;
  area(line: number): string;
  rows: { y: number; count: number }[];
  columns: { x: number; word: string; anchor: 'start' | 'middle' | 'end' }[];
}

export function scaleOf({ moments, most }: Series, width: number): Scale {
  const ticks = ticksOf(most);
  const highest = ticks.at(-1) ?? most;
  const left = 18 + highest.toLocaleString().length * 7;
  const [right, bottom] = [width - 8, height - below];
  const [from, to] = [moments[0]?.at ?? 0, moments.at(-1)?.at ?? 1];
  const span = Math.max(1, to - from);
  const x = (at: number) => left + ((at - from) / span) * (right - left);
  const y = (count: number) => bottom - (count / highest) * (bottom - top);
  const round = (value: number) => Math.round(value * 10) / 10;
  const path = (line: number) =>
    moments
      .map(
        ({ at, counts }, index) => `${index === 0 ? 'M' : 'L'}${round(x(at))} ${round(y(counts[line] ?? 0))}`,
      )
      .join('');
  return {
    ...{ width, height, left, right, top, bottom, x, y, path },
    area: (line) => `${path(line)}V${bottom}H${left}Z`,
    nearest(place) {
      const sought = from + ((place - left) / Math.max(1, right - left)) * span;
      const after = moments.findIndex(({ at }) => at >= sought);
      if (after < 0) return moments.length - 1;
      const before = moments[after - 1];
      const next = moments[after];
      return before && next && sought - before.at < next.at - sought ? after - 1 : after;
    },
    rows: ticks.map((count) => ({ y: y(count), count })),
    columns: columnsOf({ from, span, x, room: right - left }),
  };
}

interface Axis {
  from: number;
  span: number;
  room: number;
  x(at: number): number;
}

/** The first of these that has room is the distance of two words of the axis. */
const steps = [
  ...[1, 5, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * day),
];

/** Words of the time axis, as many as there is room for, at round times of the browser's zone. */
function columnsOf({ from, span, room, x }: Axis): Scale['columns'] {
  const most = Math.max(1, Math.min(6, Math.floor(room / wordRoom)));
  const step = steps.find((each) => span / each <= most) ?? span;
  const zone = new Date(from).getTimezoneOffset() * minute;
  const first = Math.ceil((from - zone) / step) * step + zone;
  const count = Math.max(0, Math.floor((from + span - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * step;
    const isDay = (at - zone) % day === 0;
    const date = dayWords.format(at);
    const hours = hourWords.format(at);
    const word = isDay || step >= day ? date : index === 0 ? `${date}, ${hours}` : hours;
    return { x: x(at), word, anchor: anchorOf((at - from) / span) };
  });
}

/** Words near an end stand within the drawing. */
function anchorOf(place: number): 'start' | 'middle' | 'end' {
  if (place < 0.06) return 'start';
  return place > 0.94 ? 'end' : 'middle';
}
