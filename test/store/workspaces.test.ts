import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, CampaignStats, Connection, Contact, MessageSummary } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

/** The same names in every workspace, so that anything which crosses shows at once. */
async function useOne(workspace: Connection & { id: string }, mark: string) {
  const body = { email: 'same@x.test', company: mark, tags: ['same'] };
  const made = await callApi<Contact>(workspace, '/contacts', { method: 'POST', body });
  expect(made.status).toBe(201);
  const campaign = await callApi<Campaign>(workspace, '/campaigns', {
    method: 'POST',
    body: {
      name: 'Same name',
      subject: `For ${mark}`,
      from_email: 'news@x.test',
      content: { text: '{{company}}' },
      recipients: { type: 'all' },
    },
  });
  await callApi(workspace, `/campaigns/${campaign.data.id}/send`, { method: 'POST' });
  const { host, port, user, pass } = workspace.smtp;
  const client = createTransport({ host, port, secure: false, auth: { user: user ?? '', pass: pass ?? '' } });
  await client.sendMail({
    from: 'a@x.test',
    to: 'same@x.test',
    subject: `From outside to ${mark}`,
    text: mark,
  });
  client.close();
  await workspace.settle();

  const contacts = await callApi<Contact[]>(workspace, '/contacts?search=same');
  expect(contacts.meta.total).toBe(1);
  expect(contacts.data[0]?.company).toBe(mark);
  const mail = await workspace.inbox.list();
  expect(mail.map(({ subject }) => subject).toSorted()).toEqual([`For ${mark}`, `From outside to ${mark}`]);
  expect(await workspace.inbox.list({ q: mark })).toHaveLength(2);
  const stats = await callApi<CampaignStats>(workspace, `/campaigns/${campaign.data.id}/stats`);
  expect(stats.data.stats.sent).toBe(1);
  const events = await workspace.events.list({ type: 'email.sent' });
  expect(events.map(({ data }) => data.campaign_id)).toEqual([campaign.data.id]);
  return { contact: made.data.id, campaign: campaign.data.id, message: mail[0]?.id ?? '' };
}

it('two hundred workspaces, used in turn by parallel clients, never meet', { timeout: 120_000 }, async () => {
  const emulator = await useEmulator({ rateLimits: 'off' });
  const ids = new Set<string>();
  let next = 0;
  let foreign: { contact: string; campaign: string; message: string } | null = null;
  const client = async () => {
    for (let n = next++; n < 200; n = next++) {
      const workspace = await emulator.workspace();
      ids.add(workspace.id);
      const mine = await useOne(workspace, `mark${n}x`);
      if (foreign) {
        expect((await callApi(workspace, `/contacts/${foreign.contact}`)).status).toBe(404);
        expect((await callApi(workspace, `/campaigns/${foreign.campaign}/stats`)).status).toBe(404);
        const headers = { 'X-Emulator-Workspace': workspace.id };
        expect((await callControl(emulator, `/messages/${foreign.message}`, { headers })).status).toBe(404);
      }
      foreign = mine;
      await workspace.drop();
      expect((await callApi(workspace, '/contacts')).status).toBe(401);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  expect(ids.size).toBe(200);
  expect(await emulator.inbox.list()).toEqual([]);
  const left = await callControl<{ id: string }[]>(emulator, '/workspaces');
  expect(left.data.map(({ id }) => id)).toEqual(['default']);
});

it('a dropped workspace leaves no file, even in the middle of a campaign', async () => {
  const dir = await useDirectory();
  const emulator = await startEmulator({ data: dir });
  onTestFinished(() => emulator.stop());
  const workspace = await emulator.workspace();
  for (let n = 0; n < 60; n += 1)
    await callApi(workspace, '/contacts', { method: 'POST', body: { email: `n${n}@x.test` } });
  const { data } = await callApi<Campaign>(workspace, '/campaigns', {
    method: 'POST',
    body: {
      name: 'Cut short',
      subject: 'Cut short',
      from_email: 'news@x.test',
      content: { text: 'Hello' },
      recipients: { type: 'all' },
    },
  });
  await callApi(workspace, `/campaigns/${data.id}/send`, { method: 'POST' });
  await workspace.events.waitFor({ type: 'email.sent' });
  await workspace.drop();
  expect(await readdir(join(dir, 'workspaces'))).toEqual(['default']);
  // A mail into the default one is handled after whatever the dropped one still had under way.
  const client = createTransport({ ...emulator.smtp, secure: false });
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'Still here', text: 'yes' });
  await emulator.inbox.waitFor({ subject: 'Still here' });
  expect(await readdir(join(dir, 'workspaces'))).toEqual(['default']);
});

it('with --memory no file is written, whatever is done', async () => {
  const cwd = await useDirectory();
  const emulator = await startProcess(['--memory'], { cwd });
  await useOne(Object.assign(await emulator.workspace(), {}), 'memory');
  const client = createTransport({ ...emulator.smtp, secure: false });
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'Memory', text: 'only' });
  expect(await emulator.inbox.list({ q: 'only' })).toHaveLength(1);
  expect(await emulator.stop()).toBe(0);
  expect(await readdir(cwd)).toEqual([]);
});

it('keeps the newest mail up to --max-messages, says so, and goes on counting what is gone', async () => {
  const dir = await useDirectory();
  const args = ['--data', dir, '--max-messages', '10', '--simulation-speed', '1000000'];
  const emulator = await startProcess(args);
  for (let n = 0; n < 30; n += 1)
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: `n${n}@x.test` } });
  const { data } = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      name: 'More than is kept',
      subject: 'Hello',
      from_email: 'news@x.test',
      content: { text: 'Hello' },
      recipients: { type: 'all' },
    },
  });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.events.waitForAll({ campaign: data.id, type: 'email.delivered' }, { count: 30 });
  const client = createTransport({ ...emulator.smtp, secure: false });
  for (let n = 0; n < 5; n += 1)
    await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: `Later ${n}`, text: 'later' });
  await emulator.settle();
  const counted = async (target: Connection) => {
    const { data: kept, meta } = await callControl<MessageSummary[]>(target, '/messages');
    expect(meta.total).toBe(10);
    expect(kept.slice(0, 5).map(({ subject }) => subject)).toEqual([4, 3, 2, 1, 0].map((n) => `Later ${n}`));
    const stats = await callApi<CampaignStats>(target, `/campaigns/${data.id}/stats`);
    expect(stats.data.stats).toMatchObject({ sent: 30, delivered: 30 });
    expect(await target.events.list({ campaign: data.id, type: 'email.sent' })).toHaveLength(30);
  };
  await counted(emulator);
  expect(emulator.log).toContainEqual(
    expect.objectContaining({ level: 'warn', msg: expect.stringContaining('--max-messages') as string }),
  );
  await emulator.kill();
  await counted(await startProcess(args));
});
