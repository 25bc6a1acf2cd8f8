import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignStats, Connection, EventType } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { runCli, useDirectory } from '../support/process.js';

const people = (count: number) => Array.from({ length: count }, (_, n) => `reader${n}@example.test`);

async function fill(emulator: Connection, emails: readonly string[]): Promise<void> {
  const fixture = { contacts: emails.map((email) => ({ email })) };
  expect((await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture } })).status).toBe(200);
}

/** Sends a campaign to everyone and lets a month pass. */
async function send(emulator: Connection, name = 'Summer'): Promise<CampaignStats['stats']> {
  const body = {
    name,
    subject: 'Hello {{email}}',
    from_email: 'news@shop.test',
    recipients: { type: 'all' },
    content: { html: '<p>Hello</p><a href="https://shop.test/sale">Sale</a>' },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle(120_000);
  await callControl(emulator, '/clock/advance', { method: 'POST', body: { by: '31d' } });
  return (await callApi<CampaignStats>(emulator, `/campaigns/${data.id}/stats`)).data.stats;
}

async function actors(emulator: Connection, type: EventType): Promise<string[]> {
  const events = await emulator.events.list({ type });
  return events.map(({ data }) => data.email).toSorted();
}

/** Who did what, all of it. */
async function fates(emulator: Connection) {
  const types: EventType[] = ['email.bounced', 'email.opened', 'email.clicked', 'email.unsubscribed'];
  return Promise.all(types.map((type) => actors(emulator, type)));
}

const own = {
  name: 'own',
  sampling: 'exact',
  shares: { bounced: 0.1, opened: 0.505, clicked: 0.2, unsubscribed: 0.05, spam_reports: 0.03 },
};
// 40 sent: 4 bounce; of the 36 delivered 18.18 open, 7.2 click, 1.8 leave, 1.08 complain.
const ownCounts = {
  sent: 40,
  delivered: 36,
  bounced: 4,
  opened: 18,
  clicked: 7,
  unsubscribed: 2,
  spam_reports: 1,
};

describe('the reference profile', () => {
  it('gives 10,000 recipients the documented stats to the unit', { timeout: 180_000 }, async () => {
    const emulator = await useEmulator({ simulation: 'reference', simulationSpeed: 1000 });
    await fill(emulator, people(10_000));
    expect(await send(emulator)).toEqual({
      sent: 10_000,
      delivered: 9456,
      bounced: 544,
      opened: 2367,
      clicked: 473,
      unsubscribed: 23,
      spam_reports: 5,
    });
  });

  it('treats the same people the same in whatever order they are, others with another seed', async () => {
    const run = async (seed: number, emails: readonly string[]) => {
      const emulator = await useEmulator({ simulation: 'reference', simulationSpeed: 1000, seed });
      await emulator.clock.freeze('2024-03-20T10:00:00Z');
      await fill(emulator, emails);
      return { stats: await send(emulator), fates: await fates(emulator) };
    };
    const one = await run(1, people(400));
    const turned = await run(1, people(400).toReversed());
    const other = await run(2, people(400));
    // 400 × 0.0544 = 21.76; of the 378 delivered 94.62 open, 18.91 click, 0.92 leave, 0.20 complain.
    expect(one.stats).toEqual({
      sent: 400,
      delivered: 378,
      bounced: 22,
      opened: 95,
      clicked: 19,
      unsubscribed: 1,
      spam_reports: 0,
    });
    expect(turned).toEqual(one);
    expect(other.stats).toEqual(one.stats);
    other.fates.forEach((who, index) => expect(who).not.toEqual(one.fates[index]));
  });
});

describe('a profile of the user', () => {
  it('from a file holds for a whole send, to the unit', async () => {
    const dir = await useDirectory();
    const file = join(dir, 'own.json');
    await writeFile(file, JSON.stringify(own));
    const emulator = await startProcess(['--memory', '--simulation', file]);
    const { data } = await callControl(emulator, '/simulation');
    expect(data).toEqual({ profile: own, speed: 60, seed: 1 });
    await fill(emulator, people(40));
    expect(await send(emulator)).toEqual(ownCounts);
    const workspace = await emulator.workspace();
    const headers = { 'X-Emulator-Workspace': workspace.id };
    expect((await callControl(emulator, '/simulation', { headers })).data).toEqual(data);
  });

  it('by a call holds for the campaigns to come, and is kept over a restart', async () => {
    const dir = await useDirectory();
    const first = await startProcess(['--data', dir]);
    await fill(first, people(40));
    expect(await send(first, 'Before')).toMatchObject({ sent: 40, delivered: 40, opened: 0 });
    const { data } = await callControl(first, '/simulation', {
      method: 'PUT',
      body: { profile: own, seed: 5 },
    });
    expect(data).toMatchObject({ profile: own, seed: 5 });
    await first.stop();
    const second = await startProcess(['--data', dir]);
    expect((await callControl(second, '/simulation')).data).toEqual(data);
    expect(await send(second, 'After')).toEqual(ownCounts);
  });

  it('with random sampling is drawn for each by itself, alike for a seed', async () => {
    const run = async () => {
      const emulator = await useEmulator({ simulationSpeed: 1000, seed: 3 });
      const profile = { ...own, sampling: 'random' };
      await callControl(emulator, '/simulation', { method: 'PUT', body: { profile } });
      await fill(emulator, people(200));
      return { stats: await send(emulator), fates: await fates(emulator) };
    };
    const one = await run();
    expect(await run()).toEqual(one);
    expect(one.stats.delivered + one.stats.bounced).toBe(200);
    expect(Math.abs(one.stats.bounced - 20)).toBeLessThan(17);
  });

  const faults: [what: string, profile: unknown, field: string, issue: RegExp][] = [
    ['no shares', { name: 'x' }, 'shares', /object/],
    ['no name', { shares: {} }, 'name', /string/],
    ['a share above 1', { name: 'x', shares: { opened: 1.5 } }, 'shares.opened', /<=1|at most 1/i],
    ['a share below 0', { name: 'x', shares: { bounced: -0.1 } }, 'shares.bounced', />=0|at least 0/i],
    ['a share that is a text', { name: 'x', shares: { opened: '20%' } }, 'shares.opened', /number/],
    [
      'more clicks than opens',
      { name: 'x', shares: { opened: 0.1, clicked: 0.2 } },
      'shares.clicked',
      /opened/,
    ],
    ['an unknown sampling', { name: 'x', sampling: 'most', shares: {} }, 'sampling', /"exact" or "random"/],
  ];

  it.each(faults)(
    'from a file with %s stops the start, naming file and field',
    async (_what, profile, field, issue) => {
      const file = join(await useDirectory(), 'bad.json');
      await writeFile(file, JSON.stringify(profile));
      const { code, stderr } = await runCli(['--memory', '--simulation', file]);
      expect(code).toBe(2);
      expect(stderr).toContain(`--simulation: ${file}: ${field}: `);
      expect(stderr).toMatch(issue);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    },
  );

  it.each(faults)('by a call with %s is a 400 that names the field', async (_what, profile, field, issue) => {
    const emulator = await useEmulator();
    const { status, error } = await callControl(emulator, '/simulation', {
      method: 'PUT',
      body: { profile },
    });
    expect([status, error.details.field]).toEqual([400, `profile.${field}`]);
    expect(error.details.issue).toMatch(issue);
  });

  it.each([
    ['{"name": "x", "shares": {"opened": 0.1}, "shards": 1}', 'profile', /shards/],
    ['{"name": "x"', '', /JSON/],
    ['[]', 'profile', /object/],
  ])('from the file %s stops the start', async (content, field, issue) => {
    const file = join(await useDirectory(), 'bad.json');
    await writeFile(file, content);
    const { code, stderr } = await runCli(['--memory', '--simulation', file]);
    expect([code, stderr.includes(file), stderr.includes(field)]).toEqual([2, true, true]);
    expect(stderr).toMatch(issue);
  });
});

it('refuses a speed at which nothing would ever happen', async () => {
  const emulator = await useEmulator();
  for (const speed of [1e-300, 0, 1e10]) {
    const { status, error } = await callControl(emulator, '/simulation', { method: 'PUT', body: { speed } });
    expect([status, error.details.issue]).toEqual([400, 'Expected a number from 0.001 to 1000000000']);
  }
});
