import { expect, it } from 'vitest';
import { bars, barred, unmeasured } from '../bench/bars.js';
import { median, percentile, rowOf, summarize } from '../bench/report.js';

it('a figure is the median of its rounds with their spread, never the last round, and says whether its bar is met', () => {
  const figure = summarize('webhooks', {
    what: 'share',
    values: [0.7, 1.3, 0.9],
    unit: '×',
    demand: '≥ 0.60',
  });
  expect(figure).toEqual({
    bench: 'webhooks',
    what: 'share',
    unit: '×',
    median: 0.9,
    min: 0.7,
    max: 1.3,
    values: [0.7, 1.3, 0.9],
    demand: '≥ 0.60',
    met: true,
    size: null,
    missing: null,
  });
  expect(rowOf(figure).replace(/ +/g, ' ')).toBe(' share 0.90 × (0.70 … 1.30) met ≥ 0.60');
});

it('one round has no spread, and without a bar nothing is met', () => {
  const figure = summarize('start', { what: 'import', values: [12.5], unit: 'ms' });
  expect(figure.met).toBeNull();
  expect(rowOf(figure).replace(/ +/g, ' ')).toBe(' import 12.50 ms');
});

it.each([
  ['≥ 0.60', 0.6, true],
  ['≥ 0.60', 0.599, false],
  ['≤ 200 (held 12 ms, idle 3 ms)', 200, true],
  ['≤ 5', 5.01, false],
  ['(floor)', 1, null],
  ['', 1, null],
])('a demand of %j and %d: met is %j', (demand, value, met) => {
  expect(summarize('x', { what: 'y', values: [value], unit: '×', demand }).met).toBe(met);
});

it.each([
  ['no round', []],
  ['a round without a number', [1, NaN]],
])('%s is not measured, and no bar counts as met', (_name, values) => {
  const figure = summarize('x', { what: 'y', values, unit: '×', demand: '≥ 0.60', missing: 'no peer' });
  expect([figure.median, figure.met, figure.missing]).toEqual([null, null, 'no peer']);
  expect(rowOf(figure)).toMatch(/ y +not measured: no peer$/);
  expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
});

it('percentiles leave the values as they are', () => {
  const values = [3, 1, 2];
  expect([median(values), percentile(values, 0.99), median([])]).toEqual([2, 3, 0]);
  expect(values).toEqual([3, 1, 2]);
});

it('bars have names of their own, and every figure that is held against one has its demand', () => {
  const whats = Object.values(bars).map(({ bench, what }) => `${bench}: ${what}`);
  expect(new Set(whats).size).toBe(whats.length);
  expect(barred('campaign', [0.7])).toMatchObject({ values: [0.7], demand: '≥ 0.60', unit: '×' });
  expect(unmeasured('campaign', 'no peer')).toMatchObject({ values: [], missing: 'no peer' });
});
