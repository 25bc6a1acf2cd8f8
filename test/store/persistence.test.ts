import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import { startEmulator } from '../../src/index.js';
import { createCampaignExample } from '../fixtures/reference.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { startCli, useDirectory } from '../support/process.js';

it('finds everything again after stop and start', async () => {
  const data = join(await useDirectory(), 'store');
  const before = await startEmulator({ data, simulationSpeed: 1e6 });
  await callApi(before, '/contacts', { method: 'POST', body: { email: 'jane@example.com', tags: ['vip'] } });
  const { data: campaign } = await callApi<Campaign>(before, '/campaigns', {
    method: 'POST',
    body: createCampaignExample,
  });
  await callApi(before, `/campaigns/${campaign.id}/send`, { method: 'POST' });
  await before.events.waitFor({ type: 'email.delivered' });
  const message = await before.inbox.waitFor({ to: 'jane@example.com' });
  const raw = await before.inbox.raw(message.id);
  const { key } = await before.keys.create({ name: 'kept' });
  const paths = ['/contacts', '/campaigns', `/campaigns/${campaign.id}/stats`];
  const answers = async (target: typeof before) =>
    Promise.all(paths.map(async (path) => (await callApi(target, path, { key })).data));
  const expected = await answers(before);
  await before.stop();

  const after = await useEmulator({ data });
  expect(await answers(after)).toEqual(expected);
  expect(await after.inbox.raw(message.id)).toEqual(raw);
  expect((await after.inbox.get(message.id)).html).toBe(message.html);
  // The link of a mail sent before still leads where it led.
  const view = new URL(message.list_unsubscribe?.slice(1, -1) ?? '');
  expect((await fetch(`${after.url}${view.pathname}`)).status).toBe(200);
});

it('leaves no file behind in memory', async () => {
  const cwd = await useDirectory();
  const { ready, child, finished } = await startCli(['--memory'], { cwd });
  const contact = { email: 'jane@example.com', send_welcome: true };
  const created = await callApi({ apiUrl: ready.api, apiKey: ready.api_key }, '/contacts', {
    method: 'POST',
    body: contact,
  });
  expect(created.status).toBe(201);
  child.kill('SIGTERM');
  expect((await finished).code).toBe(0);
  expect(await readdir(cwd)).toEqual([]);
});

it('hides its data directory from git', async () => {
  const cwd = await useDirectory();
  const { child, finished } = await startCli([], { cwd });
  child.kill('SIGINT');
  await finished;
  expect(await readdir(join(cwd, '.maildrone'))).toEqual(
    expect.arrayContaining(['.gitignore', 'workspaces']),
  );
});
