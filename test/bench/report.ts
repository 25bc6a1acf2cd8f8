/** What a bench found: the values of its rounds, of which the median counts. */
export interface Figure {
  what: string;
  values: readonly number[];
  unit: '×' | '/s' | 'ms' | 's' | 'KiB' | 'MiB' | 'MB' | 'packages' | '';
  /** What is asked of the median (`≥ 0.60`, `≤ 5`), or what it is for. */
  demand?: string;
  /** How many contacts and mails there were, for a figure of a table by sizes. */
  size?: number;
  /** Why there are no values. */
  missing?: string;
}

export type Report = (figure: Figure) => void;

export interface ReportedFigure {
  bench: string;
  what: string;
  unit: Figure['unit'];
  /** Null, as `min` and `max`, where nothing was measured. */
  median: number | null;
  min: number | null;
  max: number | null;
  values: readonly number[];
  demand: string | null;
  /** Whether the median is what is asked of it; null where nothing is asked or measured. */
  met: boolean | null;
  size: number | null;
  /** Why it was not measured; null where it was. */
  missing: string | null;
}

const digits: Record<Figure['unit'], number> = {
  '×': 2,
  '/s': 0,
  ms: 2,
  s: 2,
  KiB: 2,
  MiB: 0,
  MB: 1,
  packages: 0,
  '': 2,
};

export const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

export const percentile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The bar in a demand such as `≥ 0.60` or `≤ 200 (held 12 ms)`; null where nothing is asked. */
export function barOf(demand: string | null): { most: boolean; value: number } | null {
  const [, sign, value] = /^([≤≥]) (\d+(?:\.\d+)?)/.exec(demand ?? '') ?? [];
  return value === undefined ? null : { most: sign === '≤', value: Number(value) };
}

function isMet(demand: string | null, value: number): boolean | null {
  const bar = barOf(demand);
  if (!bar) return null;
  return bar.most ? value <= bar.value : value >= bar.value;
}

export function summarize(
  bench: string,
  { what, values, unit, demand, size, missing }: Figure,
): ReportedFigure {
  const named = { bench, what, unit, demand: demand ?? null, size: size ?? null };
  if (values.length === 0 || !values.every(Number.isFinite)) {
    const reason = missing ?? 'there is no figure';
    return { ...named, median: null, min: null, max: null, values: [], met: null, missing: reason };
  }
  const middle = median(values);
  const met = isMet(named.demand, middle);
  return {
    ...named,
    median: middle,
    min: Math.min(...values),
    max: Math.max(...values),
    values,
    met,
    missing: null,
  };
}

export const shownOf = (value: number, unit: Figure['unit']): string => value.toFixed(digits[unit]);

const verdicts = new Map<boolean | null, string>([
  [true, 'met'],
  [false, 'MISSED'],
]);

/** A figure as a row: the median, how far the rounds lie apart, what is asked, and whether it is met. */
export function rowOf(figure: ReportedFigure): string {
  const { what, unit, median: middle, min, max, values, demand, met, missing } = figure;
  const name = `  ${what.padEnd(60)}`;
  if (middle === null || min === null || max === null) return `${name} not measured: ${missing}`;
  const spread = values.length > 1 ? `(${shownOf(min, unit)} … ${shownOf(max, unit)})` : '';
  const asked = `${(verdicts.get(met) ?? '').padEnd(6)} ${demand ?? ''}`;
  return `${name} ${`${shownOf(middle, unit)} ${unit}`.padEnd(12)} ${spread.padEnd(22)} ${asked}`.trimEnd();
}
