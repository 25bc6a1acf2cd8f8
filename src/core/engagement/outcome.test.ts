import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../contract/message.js';
import { profiles } from '../../contract/simulation.js';
import type { Profile } from '../../contract/simulation.js';
import { eagernessOf, scheduleActions } from './delays.js';
import { drawOutcomes, outcomeOfAddress } from './outcome.js';

const people = Array.from({ length: 10_000 }, (_, index) => `person${index}@example.test`);
const draw = (profile: Profile, { seed = 1, addresses = people, campaignName = 'Summer' } = {}) =>
  drawOutcomes({ profile, seed, campaignName, addresses });

const counts = (outcomes: ReadonlyMap<string, Outcome>) => {
  const all = [...outcomes.values()];
  const having = (act: Outcome['actions'][number]) =>
    all.filter(({ actions }) => actions.includes(act)).length;
  return {
    delivered: all.filter(({ result }) => result === 'accept').length,
    opened: having('opened'),
    clicked: having('clicked'),
    unsubscribed: having('unsubscribed'),
    spam: having('spam_reported'),
  };
};
const documented = { delivered: 9456, opened: 2367, clicked: 473, unsubscribed: 23, spam: 5 };
const actors = (outcomes: ReadonlyMap<string, Outcome>, act: Outcome['actions'][number]) =>
  [...outcomes].flatMap(([address, { actions }]) => (actions.includes(act) ? [address] : [])).sort();
const reversed = [...people].reverse();

describe('exact sampling', () => {
  it.each([
    ['the reference profile', profiles.reference, documented],
    [
      'the classic profile',
      profiles.classic,
      { delivered: 9899, opened: 2248, clicked: 288, unsubscribed: 25, spam: 2 },
    ],
    [
      'the manual profile',
      profiles.manual,
      { delivered: 10_000, opened: 0, clicked: 0, unsubscribed: 0, spam: 0 },
    ],
  ])('meets %s to the unit', async (_what, profile, expected) => {
    expect(counts(await draw(profile))).toEqual(expected);
  });

  it('gives everyone the same outcome in whatever order they come', async () => {
    const one = await draw(profiles.reference);
    const other = await draw(profiles.reference, { addresses: reversed });
    expect([...other].sort()).toEqual([...one].sort());
  });

  it.each([{ seed: 2 }, { seed: -7 }, { campaignName: 'Winter' }])(
    'with %o moves the people, not the counts',
    async (other) => {
      const moved = await draw(profiles.reference, other);
      expect(counts(moved)).toEqual(documented);
      expect(actors(moved, 'opened')).not.toEqual(actors(await draw(profiles.reference), 'opened'));
    },
  );

  it('lets only openers click, and the early ones more', async () => {
    const outcomes = await draw(profiles.reference);
    const opened = actors(outcomes, 'opened');
    const clicked = new Set(actors(outcomes, 'clicked'));
    expect([...clicked].every((address) => opened.includes(address))).toBe(true);
    const rateAt = (weight: number) => {
      const among = opened.filter(
        (address) => eagernessOf({ seed: 1, campaignName: 'Summer', address }) === weight,
      );
      return among.filter((address) => clicked.has(address)).length / among.length;
    };
    const overall = clicked.size / opened.length;
    expect(rateAt(1.63) / overall).toBeGreaterThan(1.3);
    expect(rateAt(0.94) / overall).toBeGreaterThan(0.8);
    expect(rateAt(0.94) / overall).toBeLessThan(1.1);
    expect(rateAt(0.65) / overall).toBeLessThan(0.85);
  });

  it('shares out what rules of addresses leave', async () => {
    const ruled = people.map((address, index) => (index < 100 ? address.replace('@', '+ignore@') : address));
    expect((await draw(profiles.reference, { addresses: ruled })).get('person0+ignore@example.test')).toEqual(
      {
        result: 'accept',
        actions: [],
        bot: false,
      },
    );
    expect(counts(await draw(profiles.reference, { addresses: ruled })).delivered).toBe(10_000 - 539);
  });
});

describe('random sampling', () => {
  it('comes near the shares, is the same for a seed and another for another', async () => {
    const profile: Profile = { ...profiles.reference, sampling: 'random' };
    const found = counts(await draw(profile));
    for (const key of ['delivered', 'opened', 'clicked'] as const) {
      expect(Math.abs(found[key] - documented[key])).toBeLessThan(4 * Math.sqrt(documented[key]));
    }
    expect((await draw(profile, { addresses: reversed })).get('person7@example.test')).toEqual(
      (await draw(profile)).get('person7@example.test'),
    );
    expect(counts(await draw(profile, { seed: 2 }))).not.toEqual(found);
  });
});

describe('an address', () => {
  it.each([
    ['a+bounce@x.test', 'hard', [], false],
    ['a+softbounce@x.test', 'soft', [], false],
    ['a+blocked@x.test', 'blocked', [], false],
    ['a+defer@x.test', 'defer', [], false],
    ['a+open@x.test', 'accept', ['opened'], false],
    ['a+click@x.test', 'accept', ['opened', 'clicked'], false],
    ['a+unsubscribe@x.test', 'accept', ['unsubscribed'], false],
    ['a+spam@x.test', 'accept', ['spam_reported'], false],
    ['a+ignore@x.test', 'accept', [], false],
    ['a+bot@x.test', 'accept', ['opened', 'clicked'], true],
    ['A+BOUNCE@X.test', 'hard', [], false],
    ['a+open+bounce@x.test', 'hard', [], false],
    ['root+bounce', 'hard', [], false],
    ['bounce@simulator.maildrone.test', 'hard', [], false],
    ['Click@Simulator.Maildrone.Test', 'accept', ['opened', 'clicked'], false],
    ['bounce+open@simulator.maildrone.test', 'accept', ['opened'], false],
  ])('%s has the outcome %s %j', (address, result, actions, bot) => {
    expect(outcomeOfAddress(address)).toEqual({ result, actions, bot });
  });

  it.each([
    'ann@x.test',
    'bounce@x.test',
    'a+other@x.test',
    'a+bounce+other@x.test',
    'a+constructor@x.test',
    'ann@simulator.maildrone.test',
    'toString@simulator.maildrone.test',
    'none',
    'root+bounced',
  ])('%s asks for nothing', (address) => {
    expect(outcomeOfAddress(address)).toBeNull();
  });
});

describe('delays', () => {
  const hours = (speed: number) =>
    people.map((address) => {
      const steps = scheduleActions({ result: 'accept', actions: ['opened', 'clicked'], bot: false }, 0, {
        seed: 1,
        campaignName: 'Summer',
        address,
        speed,
      });
      return steps.map(({ at }) => at / 3_600_000);
    });
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

  it('have the medians that are promised, and end at 30 days', () => {
    const plans = hours(1);
    const gap = (index: number) => median(plans.map((plan) => (plan[index] ?? 0) - (plan[index - 1] ?? 0)));
    expect(median(plans.map(([delivered = 0]) => delivered * 3600))).toBeCloseTo(2, 0);
    expect(gap(1)).toBeGreaterThan(6.3);
    expect(gap(1)).toBeLessThan(7.5);
    expect(gap(2) * 3600).toBeGreaterThan(23);
    expect(gap(2) * 3600).toBeLessThan(27);
    expect(Math.max(...plans.map(([, opened = 0]) => opened))).toBeLessThan(722);
  });

  it('are divided by the speed', () => {
    const [slow = [], fast = []] = [hours(1)[0], hours(60)[0]];
    fast.forEach((at, index) => expect(at * 60).toBeCloseTo(slow[index] ?? 0, 1));
  });
});
