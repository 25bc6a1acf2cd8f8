import { expect, it } from 'vitest';
import type { EventRecord } from '../contract/event.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { MetaOf } from '../contract/workspace-records.js';
import { noRows } from '../store/store.js';
import { reconcile } from './adopt-state.js';

const identity = (secret: string, inherited: string[] = []): MetaOf<'workspace'> => ({
  id: 'workspace',
  created_at: 0,
  secret,
  inherited,
});

it('an endpoint of the settings that a state does not know gets none of the events of that state', () => {
  const url = 'http://127.0.0.1:9/';
  const own: Partial<WebhookRecord> = { id: 'wh_1', url, origin: 'settings', from_seq: 3 };
  const events = [{ seq: 7 } as Partial<EventRecord> as EventRecord];
  const here = { meta: [], keys: [], webhooks: [own as WebhookRecord] };
  const { tables } = reconcile({ ...noRows(), events }, here, () => false);
  expect(tables.webhooks).toMatchObject([{ id: 'wh_1', from_seq: 7 }]);
});

it('the own secret is not among those that came with states, also where a state brings it back', () => {
  const given = identity('theirs', ['own', 'older']);
  const here = { meta: [identity('own', ['former'])], keys: [], webhooks: [] };
  const { tables } = reconcile({ ...noRows(), meta: [given] }, here, () => true);
  expect(tables.meta).toEqual([identity('own', ['theirs', 'older', 'former'])]);
});
