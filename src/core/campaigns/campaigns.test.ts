import { expect, it } from 'vitest';
import type { CampaignRecord } from '../../contract/campaign.js';
import { AppError } from '../../contract/errors.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { CampaignRows, ContactRows, Store, Tx } from '../ports/ports.js';
import type { Scheduler } from '../time/scheduler.js';
import { createCampaigns } from './campaigns.js';
import type { CampaignsDeps } from './campaigns.js';
import type { Sending } from './send-campaign.js';

const row: Partial<CampaignRecord> = {
  id: 'campaign_00000001',
  status: 'scheduled',
  send_time: 5,
  recipients: { type: 'all', tags: [], exclude_tags: [] },
};

it.each([
  ['is a draft again', false, ['draft']],
  ['and is edited meanwhile stays as it was edited', true, []],
])('a campaign that was due and could not be sent %s', async (_what, isEdited, expected) => {
  const put: string[] = [];
  let current = row as CampaignRecord;
  const due: (() => unknown)[] = [];
  const campaigns: Partial<CampaignRows> = { get: () => current, withStatus: () => [current] };
  const contacts: Partial<ContactRows> = {
    values() {
      if (isEdited) current = { ...current, name: 'Another' };
      return [].values();
    },
  };
  const tx: Partial<Tx> = { put: (_table, changed) => void put.push((changed as CampaignRecord).status) };
  const store: Partial<Store> = {
    campaigns: campaigns as CampaignRows,
    contacts: contacts as ContactRows,
    commit: (change) => change(tx as Tx),
  };
  const scheduler: Partial<Scheduler> = {
    at(_at, act) {
      due.push(act);
      return { cancel: () => undefined };
    },
  };
  const sending: Partial<Sending> = {
    start: () => Promise.reject(new AppError('INVALID_REQUEST', 'No audience')),
  };
  const deps: Partial<CampaignsDeps> = {
    store: store as Store,
    clock: { now: () => 9 },
    scheduler: scheduler as Scheduler,
    sending: sending as Sending,
    requests: { warn: () => undefined },
    log: () => undefined,
  };
  createCampaigns(deps as CampaignsDeps).resume();
  due.forEach((act) => act());
  for (let turn = 0; turn < 20; turn += 1) await yieldToEventLoop();
  expect(put).toEqual(expected);
});
