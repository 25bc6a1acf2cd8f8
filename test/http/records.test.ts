import { expect, it } from 'vitest';
import { apiTable, controlTable } from '../../src/http/route-tables.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const rowsOf = (table: typeof apiTable) =>
  table.routes
    .filter(({ path }) => /^\/(contacts|campaigns)\b/.test(path))
    .map(({ method, path }) => `${method} ${path}`);

it('Each route of contacts and campaigns is there without a key', () => {
  expect(rowsOf(controlTable)).toEqual(expect.arrayContaining(rowsOf(apiTable)));
});

it('A contact and a campaign made without a key are those of the API, count against no limit and stand in no request log', async () => {
  const emulator = await useEmulator();
  const post = (path: string, body?: object) => callControl(emulator, path, { method: 'POST', body });
  const contact = await post('/contacts', { email: 'ada@x.test', tags: ['t'] });
  expect(contact.status).toBe(201);
  const campaign = await post('/campaigns', {
    name: 'Spring',
    subject: 'x',
    from_email: 'a@x.test',
    content: { text: 'x' },
    recipients: { type: 'tags', tags: ['t'] },
  });
  const { id } = campaign.data as { id: string };
  expect((await post(`/campaigns/${id}/send`)).data).toMatchObject({ status: 'sending' });
  await emulator.inbox.waitFor({ to: 'ada@x.test' });
  expect((await callControl(emulator, `/campaigns/${id}/stats`)).data).toMatchObject({
    campaign_id: id,
  });
  expect(await emulator.requests.list()).toEqual([]);
  const read = await callApi(emulator, '/contacts');
  expect(read.data).toEqual([contact.data]);
  expect(read.headers.get('x-ratelimit-remaining')).toBe('999');
});

it.each([
  ['POST', '/contacts', { email: 'no' }, 'email'],
  ['POST', '/contacts', { email: 'a@x.test', nickname: 'A' }, 'nickname'],
  ['POST', '/campaigns', { name: 'x' }, 'subject'],
])('%s %s with %j is a 400 on %s', async (method, path, body, field) => {
  const emulator = await useEmulator();
  const answer = await callControl(emulator, path, { method, body });
  expect(answer.status).toBe(400);
  expect(answer.error.details).toMatchObject({ field });
});
