import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { connect } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

describe('what was expected names both ends', () => {
  it.each<[method: string, path: string, body: object | undefined, issue: string]>([
    ...(['read', 'write'] as const).flatMap((field) =>
      [0, 1_000_001, 1_000_000_000, 1.5, '7'].map((value): [string, string, object, string] => [
        ...(['PUT', '/limits', { [field]: value }] as [string, string, object]),
        'Expected a whole number from 1 to 1000000',
      ]),
    ),
    ...[-1, 1.5, 'x', 9007199254740992].map((seed): [string, string, object, string] => [
      'PUT',
      '/simulation',
      { seed },
      seed === 9007199254740992
        ? 'Expected a number that'
        : 'Expected a whole number from 0 to 9007199254740991',
    ]),
  ])('%s %s %j', async (method, path, body, issue) => {
    const emulator = await useEmulator();
    const { status, error } = await callControl(emulator, path, { method, ...(body ? { body } : {}) });
    expect(status).toBe(400);
    if (!issue.startsWith('Expected a number that')) expect(error.details.issue).toBe(issue);
  });

  it.each([
    ['page=9007199254740993', 'Expected a whole number from 1 to 9007199254740991'],
    ['page=99999999999999999999', 'Expected a whole number from 1 to 9007199254740991'],
    ['page=0', 'Expected a whole number of at least 1'],
    ['page=x', 'Expected a whole number of at least 1'],
    ['limit=101', 'Expected a whole number from 1 to 100'],
  ])('?%s', async (query, issue) => {
    const { status, error } = await callApi(await useEmulator(), `/contacts?${query}`);
    expect([status, error.details.issue]).toEqual([400, issue]);
  });
});

it.each([
  [{ '': 1 }, 'unknown field ""'],
  [{ custom: 1 }, 'unknown field "custom"'],
])('the unknown field of %j is named', async (more, warning) => {
  const body = { email: 'a@x.test', ...more };
  const { headers } = await callApi(await useEmulator(), '/contacts', { method: 'POST', body });
  expect(headers.get('X-Emulator-Warning')).toContain(warning);
});

it('what is nested too deeply under a key without a name is named', async () => {
  const raw = `{"":${'['.repeat(65)}${']'.repeat(65)}}`;
  const { status, error } = await callApi(await useEmulator(), '/contacts', { method: 'POST', raw });
  expect([status, error.details]).toEqual([
    400,
    { field: '""', issue: 'Expected at most 64 levels of nesting' },
  ]);
});

it.each([
  ['dropped', 'The workspace was dropped'],
  ['stopped', 'The emulator stops'],
])('a live connection is closed with the reason where the workspace is %s', async (how, reason) => {
  const emulator = await useEmulator();
  const { id, drop } = await emulator.workspace();
  const socket = new WebSocket(`${emulator.url.replace('http', 'ws')}/_emulator/live?workspace=${id}`);
  await once(socket, 'message');
  const closed = once(socket, 'close') as Promise<[number, Buffer]>;
  await (how === 'dropped' ? drop() : emulator.stop());
  const [code, text] = await closed;
  expect([code, text.toString()]).toEqual([1001, reason]);
});

describe('a key that was revoked', () => {
  const told = async (url: string) => {
    const connection = await connect(url);
    const { data: info } = await callControl<{ api_key: string | null }>(connection, '/info');
    const { data } = await callControl<{ try: { call: string }[] }>(connection, '/');
    return [info.api_key, connection.apiKey, /Bearer (\w+)/.exec(data.try[0]?.call ?? '')?.[1]];
  };

  it('is told to nobody: another that works is, or none', async () => {
    const emulator = await useEmulator({ apiKey: ['first_key', 'second_key'] });
    const revoke = async (hint: string) => {
      const key = (await emulator.keys.list()).find(
        (each) => each.hint === hint.slice(-4) && !each.revoked_at,
      );
      await emulator.keys.revoke(key?.id ?? '');
    };
    expect(await told(emulator.url)).toEqual(['first_key', 'first_key', 'first_key']);
    const [first] = (await emulator.keys.list()).toReversed();
    await emulator.keys.revoke(first?.id ?? '');
    expect(await told(emulator.url)).toEqual(['second_key', 'second_key', 'second_key']);
    await revoke('second_key');
    expect(await told(emulator.url)).toEqual([null, '', 'YOUR_API_KEY']);
  });
});

it('simulate and trigger take what a bounce is, and a match since when', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  const event = await emulator.trigger('email.bounced', { to: 'ann@x.test', bounce: { type: 'soft' } });
  expect(event.data.bounce).toMatchObject({ type: 'soft', smtp_code: 452 });
  await emulator.trigger('email.delivered', { to: 'bob@x.test' });
  const [mail] = await emulator.inbox.list({ to: 'bob@x.test', since: '2024-03-20T10:00:00Z' });
  await emulator.simulate(mail?.id ?? '', 'bounced', { bounce: { type: 'blocked', status: '5.7.9' } });
  expect((await emulator.inbox.get(mail?.id ?? '')).bounce).toMatchObject({
    type: 'blocked',
    status: '5.7.9',
  });
  expect(await emulator.inbox.list({ since: '2024-03-20T10:00:01Z' })).toEqual([]);
});
