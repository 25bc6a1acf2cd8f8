/** What a bench found: the values of its rounds, of which the median counts. */
export interface Figure {
  what: string;
  values: readonly number[];
  unit: '×' | '/s' | 'ms' | 's' | 'KiB' | 'MiB' | 'MB' | 'packages';
  /** What is asked of the median, or what it is for. */
  demand?: string;
}

export type Report = (figure: Figure) => void;

export interface ReportedFigure {
  bench: string;
  what: string;
  unit: Figure['unit'];
  median: number;
  min: number;
  max: number;
  values: readonly number[];
  demand: string | null;
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
};

export const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

export const percentile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function summarize(bench: string, { what, values, unit, demand }: Figure): ReportedFigure {
  const [min = 0] = sorted(values);
  const max = sorted(values).at(-1) ?? 0;
  return { bench, what, unit, median: median(values), min, max, values, demand: demand ?? null };
}

/** A figure as a row: the median, how far the rounds lie apart, and what is asked. */
export function rowOf({ what, unit, median: middle, min, max, values, demand }: ReportedFigure): string {
  const shown = (value: number) => value.toFixed(digits[unit]);
  const spread = values.length > 1 ? `(${shown(min)} … ${shown(max)})` : '';
  return `  ${what.padEnd(60)} ${`${shown(middle)} ${unit}`.padEnd(12)} ${spread.padEnd(22)} ${demand ?? ''}`.trimEnd();
}
