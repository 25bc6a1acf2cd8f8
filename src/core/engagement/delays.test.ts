import { expect, it } from 'vitest';
import { scheduleActions } from './delays.js';
import { replyFor } from './outcome.js';

const day = 86_400_000;
const addresses = Array.from({ length: 3000 }, (_, number) => `r${number}@x.test`);
const opening = (address: string): number => {
  const source = { seed: 1, campaignName: 'News', address, speed: 1 };
  const [delivery, open] = scheduleActions({ result: 'accept', actions: ['opened'], bot: false }, 0, source);
  return (open?.at ?? 0) - (delivery?.at ?? 0);
};

it('draws openings up to the cut without a heap at it, the same each time', () => {
  const delays = addresses.map(opening);
  expect(Math.max(...delays)).toBeLessThanOrEqual(30 * day);
  // Of a lognormal with these parameters 0.2 % lie in the last day before the cut.
  expect(delays.filter((delay) => delay > 29 * day).length).toBeLessThan(15);
  expect(delays.filter((delay) => delay === 30 * day)).toEqual([]);
  const sorted = delays.toSorted((a, b) => a - b);
  // The median of the cut distribution: e^1.93 hours, less the 1.8 % beyond the cut.
  expect((sorted[1500] ?? 0) / 3_600_000).toBeGreaterThan(5.5);
  expect((sorted[1500] ?? 0) / 3_600_000).toBeLessThan(7.5);
  expect(addresses.slice(0, 50).map(opening)).toEqual(delays.slice(0, 50));
});

it('draws both temporary refusals, by address', () => {
  const replies = addresses.map((address) => replyFor('soft', `${address.replace('@', '+softbounce@')}`, 1));
  const codes = replies.map(({ code, status }) => `${code} ${status}`);
  const mean = codes.filter((code) => code === '450 4.2.1').length / codes.length;
  expect(new Set(codes)).toEqual(new Set(['452 4.2.2', '450 4.2.1']));
  expect(mean).toBeGreaterThan(0.2);
  expect(mean).toBeLessThan(0.3);
});
