import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Contact, EmulatorHandle } from '../../src/index.js';
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
import { changes, created, fold, isListed, newContacts, queries, updated } from './contact-model.js';
import type { ContactBody, ContactQuery, ModelContact } from './contact-model.js';

type Model = ModelRows<ModelContact>;

const isTaken = ({ rows }: Model, email: string | undefined, but?: string): boolean =>
  email !== undefined && rows.some(({ id, is }) => id !== but && fold(is.email) === fold(email));

const create = (body: ContactBody & { email: string }) =>
  modelCall<Model>('create', body, async (model, workspace) => {
    const answer = await callApi<Contact>(workspace, '/contacts', { method: 'POST', body });
    if (isTaken(model, body.email)) {
      expect([answer.status, answer.error.details['field']]).toEqual([400, 'email']);
      return;
    }
    expect(answer.status).toBe(201);
    const is = created(body, shownTime(model.now));
    model.rows.unshift({ id: answer.data.id, is });
    expect(answer.data).toEqual({ id: answer.data.id, ...is });
  });

const update = ([pick, body]: [number, ContactBody]) =>
  modelCall<Model>('update', [pick, body], async (model, workspace) => {
    const id = idOf(model, pick, 'contact_zzzzzzzz');
    const answer = await callApi<Contact>(workspace, `/contacts/${id}`, { method: 'PUT', body });
    const found = model.rows.find((each) => each.id === id);
    if (!found) expect(answer.status).toBe(404);
    else if (isTaken(model, body.email, id)) expect(answer.error.details['field']).toBe('email');
    else {
      found.is = updated(found.is, body, shownTime(model.now));
      expect(answer.data).toEqual(withId(found));
    }
  });

const remove = (pick: number) =>
  modelCall<Model>('delete', pick, async (model, workspace) => {
    const id = idOf(model, pick, 'contact_zzzzzzzz');
    const answer = await callApi(workspace, `/contacts/${id}`, { method: 'DELETE' });
    const rest = model.rows.filter((each) => each.id !== id);
    if (rest.length === model.rows.length) return expect(answer.status).toBe(404);
    expect(answer.data).toEqual({ id, deleted: true });
    model.rows = rest;
    model.deleted.push(id);
  });

const list = ([query, limit]: [ContactQuery, number]) =>
  modelCall<Model>('list', [query, limit], async (model, workspace) => {
    const wanted = model.rows.filter(({ is }) => isListed(is, query)).map(withId);
    const pages = Math.ceil(wanted.length / limit);
    for (let page = 1; page <= pages + 1; page += 1) {
      const words = new URLSearchParams({ ...query, page: String(page), limit: String(limit) });
      const { data, meta } = await callApi<Contact[]>(workspace, `/contacts?${words}`);
      expect(data).toEqual(wanted.slice((page - 1) * limit, page * limit));
      expect(meta).toMatchObject({ total: wanted.length, page, limit, pages });
    }
  });

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator({ log: 'silent', rateLimits: 'off' });
});
afterAll(() => emulator.stop());

it(
  `contacts are as the reference has them, whatever was called before (FUZZ_SEED=${seed})`,
  { timeout: modelTimeout },
  async () => {
    const nobody = () => Promise.resolve({ rows: [], deleted: [], now: firstMoment });
    await holdToModel<Model>(emulator, nobody, [
      newContacts.map(create),
      fc.tuple(fc.nat(100), changes).map(update),
      fc.nat(100).map(remove),
      fc.tuple(queries, fc.constantFrom(1, 3, 20)).map(list),
      fc.constantFrom(1, 60, 3600).map(wait),
    ]);
  },
);
