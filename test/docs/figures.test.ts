import { expect, it } from 'vitest';
import { median, percentile, rowOf, summarize } from '../bench/report.js';

it('a figure is the median of its rounds with their spread, never the last round', () => {
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
  });
  expect(rowOf(figure).replace(/ +/g, ' ')).toBe(' share 0.90 × (0.70 … 1.30) ≥ 0.60');
});

it('one round has no spread', () => {
  const row = rowOf(summarize('start', { what: 'import', values: [12.5], unit: 'ms' }));
  expect(row.replace(/ +/g, ' ')).toBe(' import 12.50 ms');
});

it('percentiles leave the values as they are', () => {
  const values = [3, 1, 2];
  expect([median(values), percentile(values, 0.99), median([])]).toEqual([2, 3, 0]);
  expect(values).toEqual([3, 1, 2]);
});
