import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Campaign, CampaignReport } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import type { RunningProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

const recipients = ['ann@x.test', 'bob@x.test'];

/** A directory as a process leaves it that was killed while it sent a campaign whose text was then changed by hand. */
async function leaveSending(text: string): Promise<{ data: string; id: string }> {
  const data = await useDirectory();
  const first = await startProcess(['--data', data]);
  const body = {
    ...{ name: 'n', subject: 's', from_email: 'f@x.test', recipients: { type: 'all' } },
    content: { text: 'Hello' },
  };
  const contacts = [];
  for (const email of recipients)
    contacts.push(
      (await callApi<{ id: string }>(first, '/contacts', { method: 'POST', body: { email } })).data.id,
    );
  const { data: campaign } = await callApi<Campaign>(first, '/campaigns', { method: 'POST', body });
  await first.stop();
  const path = join(data, 'workspaces', 'default', 'db.json');
  const state = JSON.parse(await readFile(path, 'utf8')) as { campaigns: Campaign[]; audiences: unknown[] };
  const last_start = {
    ...{ at: 1, issue: null },
    audience: { matched: 2, excluded: 0, unsubscribed: 0, bounced: 0, complained: 0, manual: 0 },
  };
  const changed = { content: { html: null, text }, status: 'sending', recipient_count: 2, last_start };
  Object.assign(state.campaigns[0] ?? {}, changed);
  state.audiences = [{ id: campaign.id, members: contacts.map((id, index) => [id, recipients[index]]) }];
  await writeFile(path, JSON.stringify(state));
  return { data, id: campaign.id };
}

async function requireEnded(emulator: RunningProcess, id: string, reason: string) {
  await emulator.settle();
  const { data } = await callControl<CampaignReport>(emulator, `/campaigns/${id}`);
  expect([data.campaign.status, data.problem?.issue]).toEqual(['sent', expect.stringContaining(reason)]);
  const mails = await emulator.inbox.list({});
  expect(mails.map(({ to }) => to[0]?.address).sort()).toEqual(recipients);
  for (const { status, bounce } of mails) {
    expect(status).toBe('bounced');
    expect(bounce?.diagnostic).toContain(reason);
  }
  expect(emulator.log.some(({ level, msg }) => level === 'error' && msg.includes(reason))).toBe(true);
}

it.each([
  ['Hello\u0000', 'NUL character'],
  ['{{#if x}}', '{{/if}}'],
])(
  'a campaign whose templates fail on the way (%j) ends, each mail with the reason, also after a restart',
  async (text, reason) => {
    const { data, id } = await leaveSending(text);
    const second = await startProcess(['--data', data]);
    await requireEnded(second, id, reason);
    await second.stop();
    const third = await startProcess(['--data', data]);
    expect((await callControl<CampaignReport>(third, `/campaigns/${id}`)).data.campaign.status).toBe('sent');
  },
);
