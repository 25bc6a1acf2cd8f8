import { expect, it } from 'vitest';
import { beatMs, oddity, relativeWords, shownTime } from '../../ui/words/time-words.js';
import type { HeldClock } from '../../ui/words/time-words.js';

const day = 86_400_000;

/** Times on the wire have whole seconds, so what the page holds of the clock is up to a second off. */
it.each([
  ['31 d ahead', 31 * day - 900],
  ['31 d ahead', 31 * day + 900],
  ['1 h ahead', 3_600_000 - 900],
  ['1 min behind', -60_000 + 900],
  ['20 s ahead', 20_000 - 900],
  [null, 900],
])('a clock is %s', (words, off) => {
  const clock = { frozen: false, rate: 1 } as Parameters<typeof oddity>[0];
  expect(oddity(clock, Date.now() + off)).toBe(words);
});

/** At a speed what comes between two beats of a page is hours after the first. */
it.each([0.1, 1, 60, 600, 3600, 86_400])(
  'at a rate of %s what comes until the next beat is no future',
  (rate) => {
    const now = '2026-03-02T06:00:00.000Z';
    const clock: HeldClock = { now, frozen: false, rate, heardAt: 5000 };
    const shown = shownTime(clock, 5000);
    for (const passed of [0, 0.5 * beatMs, beatMs]) {
      const came = new Date(Date.parse(now) + passed * rate).toISOString();
      expect(relativeWords(came, shown)).not.toMatch(/^in /);
    }
  },
);

it('a clock that stands or runs as ours shows its own time', () => {
  const now = '2026-03-02T06:00:00.000Z';
  const at = (rate: number, frozen: boolean) =>
    shownTime({ now, frozen, rate, heardAt: 5000 }, 8000) - Date.parse(now);
  expect([at(600, true), at(1, false), at(0.5, false)]).toEqual([0, 3000, 1500]);
});
