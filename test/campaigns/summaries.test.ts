import { expect, it } from 'vitest';
import { bucketSeconds } from '../../src/contract/campaign-engagement.js';
import type { Bucket } from '../../src/contract/campaign-engagement.js';
import type { Campaign, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const campaign = {
  name: 'News',
  subject: 'Hi {{first_name}}',
  from_email: 'n@x.test',
  content: { html: '<a href="https://x.test/">x</a>' },
  recipients: { type: 'all' },
};
const create = async (emulator: EmulatorHandle, changes: object = {}) =>
  (await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body: { ...campaign, ...changes } }))
    .data;

async function sendTo(emulator: EmulatorHandle, tags: readonly string[]): Promise<Campaign> {
  for (const tag of tags)
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: `r+${tag}@x.test` } });
  const sent = await create(emulator);
  await callApi(emulator, `/campaigns/${sent.id}/send`, { method: 'POST' });
  await emulator.settle();
  return sent;
}

it('campaigns are listed with what they came to, page by page, also where the clock stands and rows go', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.unshift((await create(emulator, { name: `N${count}` })).id);
  const first = await emulator.campaigns.list({ limit: 2 });
  expect(first.map(({ id }) => id)).toEqual(made.slice(0, 2));
  await callApi(emulator, `/campaigns/${made[1]}`, { method: 'DELETE' });
  const rest = await emulator.campaigns.list({ cursor: first.nextCursor ?? null });
  expect(rest.map(({ id }) => id)).toEqual(made.slice(2));
  expect(rest.nextCursor).toBeNull();
  const pages = await Promise.all(
    [1, 2, 3].map(async (page) => {
      const path = `/campaigns/summaries?limit=2&page=${page}`;
      const { data, meta } = await callControl<{ id: string }[]>(emulator, path);
      return [data.map(({ id }) => id), meta.total, meta.next_cursor !== null];
    }),
  );
  const left = [made[0], ...made.slice(2)];
  expect(pages).toEqual([
    [left.slice(0, 2), 4, true],
    [left.slice(2), 4, false],
    [[], 4, false],
  ]);
  const found = await emulator.campaigns.list({ search: 'n2', status: 'draft' });
  expect(found.map(({ name }) => name)).toEqual(['N2']);
  expect(Object.keys(found[0] ?? {})).not.toContain('content');
  for (const query of ['status=open', 'cursor=x', 'limit=501', 'page=0', 'page=1&cursor=MTow'])
    expect((await callControl(emulator, `/campaigns/summaries?${query}`)).status).toBe(400);
});

it('a row has counts and rates, and why a campaign did not start', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const late = await create(emulator, { send_time: '2024-03-25T11:00:00Z' });
  await emulator.clock.advance('2h');
  const { id } = await sendTo(emulator, ['click', 'open', 'bounce', 'ignore', 'spam']);
  await emulator.clock.advance('31d');
  const [sent, draft] = await emulator.campaigns.list();
  expect(sent).toMatchObject({
    id,
    status: 'sent',
    recipient_count: 5,
    stats: { sent: 5, delivered: 4, bounced: 1, opened: 2, clicked: 1, spam_reports: 1 },
    rates: { delivery_rate: 0.8, open_rate: 0.5, click_rate: 0.25, bounce_rate: 0.2, spam_rate: 0.25 },
    problem: null,
  });
  expect((await emulator.campaigns.get(id)).rates).toEqual(sent?.rates);
  expect([draft?.id, draft?.status, draft?.problem?.at]).toEqual([late.id, 'draft', '2024-03-25T11:00:00Z']);
});

it('a report says what is missing and when all has happened, and the series has every open and click once', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const { id } = await sendTo(emulator, ['click', 'open', 'bot', 'mpp', 'bounce']);
  const before = await emulator.campaigns.get(id);
  expect(before.missing).toEqual([{ name: 'first_name', mails: 5 }]);
  expect((await emulator.campaigns.engagement(id)).points).toEqual([]);
  const end = Date.parse(before.progress.settles_at ?? '');
  await emulator.clock.advance(end - Date.parse('2024-03-25T10:00:00Z') + 1000);
  const after = await emulator.campaigns.get(id);
  expect([after.progress.settles_at, after.progress.share]).toEqual([null, 1]);
  for (const bucket of [undefined, '1m', '6h', '7d'] as const) {
    const { points } = await emulator.campaigns.engagement(id, bucket ? { bucket } : {});
    const sum = (who: 'people' | 'machines', act: 'opens' | 'clicks') =>
      points.reduce((total, point) => total + point[who][act], 0);
    expect([sum('people', 'opens'), sum('people', 'clicks')]).toEqual([
      after.people.opens,
      after.people.clicks,
    ]);
    expect([sum('machines', 'opens'), sum('machines', 'clicks')]).toEqual([
      after.machines.opens,
      after.machines.clicks,
    ]);
    expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at).sort());
  }
  for (const [bucket, seconds] of Object.entries(bucketSeconds) as [Bucket, number][])
    expect(await emulator.campaigns.engagement(id, { bucket })).toMatchObject({
      bucket,
      bucket_seconds: seconds,
    });
  expect((await callControl(emulator, `/campaigns/${id}/engagement?bucket=2h`)).error.details.field).toBe(
    'bucket',
  );
});
