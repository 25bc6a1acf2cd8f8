import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, CampaignStats, Connection, EmulatorHandle } from '../../src/index.js';
import { callApi } from '../support/emulator.js';
import {
  firstMoment,
  holdToModel,
  idOf,
  modelCall,
  modelTimeout,
  seed,
  shownTime,
  wait,
  withId,
} from '../support/model-run.js';
import type { ModelRows } from '../support/model-run.js';
import {
  audienceOf,
  created,
  edited,
  edits,
  isListed,
  newCampaigns,
  people,
  queries,
} from './campaign-model.js';
import type { CampaignBody, CampaignQuery, ModelCampaign, NewCampaign } from './campaign-model.js';

type Model = ModelRows<ModelCampaign>;

const isOpen = ({ status }: ModelCampaign): boolean => status === 'draft' || status === 'scheduled';

const create = (body: NewCampaign) =>
  modelCall<Model>('create', body, async (model, workspace) => {
    const { data } = await callApi<Campaign>(workspace, '/campaigns', { method: 'POST', body });
    model.rows.unshift({ id: data.id, is: created(body, model.now) });
    expect(data).toEqual({ id: data.id, ...created(body, model.now) });
  });

/** Calls one campaign. What is not there is a 404; one that has gone out says so, where it has to be open. */
const callOne = async <T>(
  { model, pick, method, path = '' }: { model: Model; pick: number; method: string; path?: string },
  workspace: Connection,
  body?: CampaignBody,
) => {
  const id = idOf(model, pick, 'campaign_zzzzzzzz');
  const answer = await callApi<T>(workspace, `/campaigns/${id}${path}`, { method, body });
  const found = model.rows.find((each) => each.id === id);
  if (!found) expect(answer.status).toBe(404);
  else if (method !== 'GET' && !isOpen(found.is)) expect(answer.error.details['field']).toBe('status');
  else return { answer, found };
  return null;
};

const edit = ([pick, body]: [number, CampaignBody]) =>
  modelCall<Model>('edit', [pick, body], async (model, workspace) => {
    const done = await callOne<Campaign>({ model, pick, method: 'PUT' }, workspace, body);
    if (!done) return;
    done.found.is = edited(done.found.is, body, model.now);
    expect(done.answer.data).toEqual(withId(done.found));
  });

const remove = (pick: number) =>
  modelCall<Model>('delete', pick, async (model, workspace) => {
    const done = await callOne({ model, pick, method: 'DELETE' }, workspace);
    if (!done) return;
    const { id } = done.found;
    expect(done.answer.data).toEqual({ id, deleted: true });
    model.rows = model.rows.filter((each) => each.id !== id);
    model.deleted.push(id);
  });

const sentAt = (is: ModelCampaign, { sending, now }: { sending: number; now: number }): ModelCampaign => ({
  ...is,
  status: 'sent',
  recipient_count: audienceOf(is),
  sent_at: shownTime(sending),
  updated_at: shownTime(now),
});

const send = (pick: number) =>
  modelCall<Model>('send', pick, async (model, workspace) => {
    const done = await callOne<Campaign>({ model, pick, method: 'POST', path: '/send' }, workspace);
    if (!done) return;
    const { answer, found } = done;
    if (audienceOf(found.is) === 0) return expect(answer.error.details['field']).toBe('recipients');
    expect(answer.data).toMatchObject({ id: found.id, recipient_count: audienceOf(found.is) });
    await workspace.settle();
    found.is = sentAt(found.is, { sending: model.now, now: model.now });
  });

const stats = (pick: number) =>
  modelCall<Model>('stats', pick, async (model, workspace) => {
    const done = await callOne<CampaignStats>({ model, pick, method: 'GET', path: '/stats' }, workspace);
    if (!done) return;
    const { id, is } = done.found;
    const sent = is.recipient_count;
    const none = { bounced: 0, opened: 0, clicked: 0, unsubscribed: 0, spam_reports: 0 };
    const { data } = done.answer;
    expect(data).toMatchObject({ campaign_id: id, stats: { sent, ...none } });
    // Deliveries take some seconds.
    const isOver = is.sent_at === null || model.now >= Date.parse(is.sent_at) + 3_600_000;
    expect(data.stats.delivered).toBeGreaterThanOrEqual(isOver ? sent : 0);
    expect(data.rates.delivery_rate).toBe(sent > 0 ? data.stats.delivered / sent : 0);
  });

const list = ([query, limit]: [CampaignQuery, number]) =>
  modelCall<Model>('list', [query, limit], async (model, workspace) => {
    const wanted = model.rows.filter(({ is }) => isListed(is, query)).map(withId);
    const words = new URLSearchParams({ ...query, limit: String(limit) });
    const { data, meta } = await callApi<Campaign[]>(workspace, `/campaigns?${words}`);
    expect(data).toEqual(wanted.slice(0, limit));
    expect(meta).toMatchObject({ total: wanted.length, pages: Math.ceil(wanted.length / limit) });
  });

/** What is scheduled goes out at its time; where nobody would get it, it is a draft again. */
const waitAndSend = (seconds: number) => {
  const waiting = wait(seconds);
  return modelCall<Model>('wait', seconds, async (model, workspace) => {
    await waiting.run(model, workspace);
    await workspace.settle();
    for (const each of model.rows) {
      const due = Date.parse(each.is.send_time ?? '');
      if (each.is.status !== 'scheduled' || due > model.now) continue;
      each.is =
        audienceOf(each.is) > 0
          ? sentAt(each.is, { sending: due, now: due })
          : { ...each.is, status: 'draft', updated_at: shownTime(due) };
    }
  });
};

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator({ log: 'silent', rateLimits: 'off', simulation: 'manual' });
});
afterAll(() => emulator.stop());

async function start(workspace: Connection): Promise<Model> {
  for (const [email, tags] of Object.entries(people))
    await callApi(workspace, '/contacts', { method: 'POST', body: { email, tags } });
  return { rows: [], deleted: [], now: firstMoment };
}

it(
  `campaigns are as the reference has them, whatever was called before (FUZZ_SEED=${seed})`,
  { timeout: modelTimeout },
  async () => {
    const pick = fc.nat(100);
    await holdToModel<Model>(emulator, start, [
      newCampaigns.map(create),
      fc.tuple(pick, edits).map(edit),
      pick.map(remove),
      pick.map(send),
      pick.map(stats),
      fc.tuple(queries, fc.constantFrom(1, 3, 20)).map(list),
      fc.constantFrom(1, 60, 3600, 40_000_000).map(waitAndSend),
    ]);
  },
);
