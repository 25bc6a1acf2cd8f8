import type { ClockState } from '../../src/contract/clock.js';

/** Whether and how fast a clock runs: "runs ×60", "stands still: its rate is 0", "stands still, and runs ×1,000 once it is let go". */
export function runWords({ frozen, rate }: Pick<ClockState, 'frozen' | 'rate'>): string {
  if (rate === 0) return 'stands still: its rate is 0';
  const speed = `runs ×${rate.toLocaleString()}`;
  return frozen ? `stands still, and ${speed} once it is let go` : speed;
}
