import type { CampaignEngagement } from '../../../src/contract/campaign-engagement.js';

/** More points than this are not filled up one by one. */
const mostFilled = 600;

/** The lines of the chart. */
export const lines = [
  { key: 'opens', state: 'opened', word: 'Opens by people', who: 'people', act: 'opens' },
  { key: 'clicks', state: 'clicked', word: 'Clicks by people', who: 'people', act: 'clicks' },
  { key: 'machine-opens', state: 'opened', word: 'Opens by machines', who: 'machines', act: 'opens' },
  { key: 'machine-clicks', state: 'clicked', word: 'Clicks by machines', who: 'machines', act: 'clicks' },
] as const;
export type Line = (typeof lines)[number];

/** A moment of the chart, with the count of each line. */
export interface Moment {
  /** When its bucket begins, in ms. */
  at: number;
  counts: readonly number[];
}

export interface Series {
  /** How long a bucket lasts, in ms. */
  length: number;
  /** Lines that have anything to show, by their place in `lines`. */
  shown: readonly number[];
  moments: readonly Moment[];
  most: number;
}

const nothing: readonly number[] = lines.map(() => 0);

/** The series with nought where nothing happened, so that a line goes down to it. */
export function seriesOf({ bucket_seconds, points }: CampaignEngagement): Series {
  const length = bucket_seconds * 1000;
  const known = new Map<number, Moment>(
    points.map((point) => {
      const at = Date.parse(point.at);
      return [at, { at, counts: lines.map(({ who, act }) => point[who][act]) }];
    }),
  );
  const times = [...known.keys()];
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  // One before the first and one after the last: a line begins and ends at nothing.
  const count = (last - first) / length + 3;
  const all =
    times.length === 0
      ? []
      : count <= mostFilled
        ? Array.from({ length: count }, (_, index) => first + (index - 1) * length)
        : [...new Set(times.flatMap((at) => [at - length, at, at + length]))].sort((a, b) => a - b);
  const moments = all.map((at) => known.get(at) ?? { at, counts: nothing });
  const shown = lines.flatMap((_, index) => (moments.some(({ counts }) => counts[index]) ? [index] : []));
  const most = moments.flatMap(({ counts }) => counts).reduce((held, count) => Math.max(held, count), 1);
  return { length, shown, moments, most };
}

/** Round numbers up to `most`, three at the most besides nought. */
export function ticksOf(most: number): number[] {
  const rough = most / 3;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? power;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}
