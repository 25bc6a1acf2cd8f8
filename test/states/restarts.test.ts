import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Connection, EmulatorHandle, EmulatorOptions } from '../../src/index.js';
import { startProcess } from '../support/emulator-process.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

/** Starts over one data directory, one after the other. */
async function useData() {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-restarts-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  let running: EmulatorHandle | null = null;
  onTestFinished(() => running?.stop());
  return async (options: EmulatorOptions = {}) => {
    await running?.stop();
    return (running = await startEmulator({ data, ...options }));
  };
}
const limitsOf = async (emulator: EmulatorHandle) => {
  const { mode, read, write, monthly_quota } = await emulator.limits.get();
  return { mode, read, write, monthly_quota };
};
const usual = { mode: 'observe', read: 1000, write: 300, monthly_quota: null } as const;

describe('limits that a call has set', () => {
  it.each([
    [{ read: 5 }],
    [{ write: 7 }],
    [{ mode: 'enforce' as const }],
    [{ monthly_quota: 9 }],
    [{ mode: 'off' as const, read: 1, write: 2, monthly_quota: 3 }],
  ])('%j stay after a restart', async (change) => {
    const start = await useData();
    await (await start()).limits.set(change);
    expect(await limitsOf(await start())).toEqual({ ...usual, ...change });
  });

  it('go before the settings, each by itself, until a reset of all', async () => {
    const start = await useData();
    const options = { rateLimits: 'enforce', monthlyQuota: 50 } as const;
    const first = await start(options);
    await first.limits.set({ read: 5, monthly_quota: null });
    await first.reset();
    const kept = { mode: 'enforce', read: 5, write: 300, monthly_quota: null };
    expect(await limitsOf(first)).toEqual(kept);
    expect(await limitsOf(await start({ ...options, rateLimits: 'off' }))).toEqual({ ...kept, mode: 'off' });
    const last = await start(options);
    await callControl(last, '/reset', { method: 'POST', body: { all: true } });
    expect(await limitsOf(last)).toEqual({ ...usual, mode: 'enforce', monthly_quota: 50 });
  });
});

it('a simulation that a call has set goes before the settings until a reset of all', async () => {
  const start = await useData();
  const first = await start({ simulation: 'manual' });
  const simulationOf = async (emulator: EmulatorHandle) =>
    (await callControl<{ profile: { name: string }; speed: number }>(emulator, '/simulation')).data;
  const body = { profile: 'classic', speed: 7 };
  await callControl(first, '/simulation', { method: 'PUT', body });
  await first.reset();
  const kept = { profile: { name: 'classic' }, speed: 7 };
  expect(await simulationOf(first)).toMatchObject(kept);
  const second = await start({ simulation: 'reference', simulationSpeed: 3 });
  expect(await simulationOf(second)).toMatchObject(kept);
  await second.reset({ all: true });
  expect(await simulationOf(second)).toMatchObject({ profile: { name: 'reference' }, speed: 3 });
});

it('faults stay after a restart, with what is left of their times, and go with a reset', async () => {
  const start = await useData();
  const first = await start();
  const fault = { match: { path: '/v2/contacts' }, respond: { status: 500 as const }, times: 2 };
  const { id } = await first.faults.add(fault);
  await first.faults.add({ smtp: { stage: 'data', reply: '451 4.3.0 Later' } });
  expect((await callApi(first, '/contacts')).status).toBe(500);
  const second = await start();
  expect(await second.faults.list()).toMatchObject([{ id, hits: 1, times: 2 }, { smtp: { stage: 'data' } }]);
  const statuses = [];
  for (let time = 0; time < 2; time += 1) statuses.push((await callApi(second, '/contacts')).status);
  expect(statuses).toEqual([500, 200]);
  await second.reset();
  expect(await (await start()).faults.list()).toEqual([]);
});

/** What DATA is answered. */
async function askData(emulator: Connection): Promise<string> {
  const smtp = await useSmtp(emulator);
  for (const line of ['MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>']) await smtp.send(line);
  return smtp.send('DATA');
}

it('faults are injected as often as their times say, also when the process is killed in between', async () => {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-restarts-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const first = await startProcess(['--data', data]);
  await first.faults.add({ match: { path: '/v2/contacts' }, respond: { status: 500 }, times: 2 });
  await first.faults.add({ smtp: { stage: 'data', reply: '451 4.3.0 Later' }, times: 1 });
  expect((await callApi(first, '/contacts')).status).toBe(500);
  expect(await askData(first)).toMatch(/^451 /);
  await first.kill();
  const second = await startProcess(['--data', data]);
  expect((await second.faults.list()).map(({ hits, times }) => [hits, times])).toEqual([
    [1, 2],
    [1, 1],
  ]);
  const statuses = [];
  for (let time = 0; time < 2; time += 1) statuses.push((await callApi(second, '/contacts')).status);
  expect(statuses).toEqual([500, 200]);
  expect(await askData(second)).toMatch(/^354 /);
});

it('the monthly quota knows each month in which the clock was', async () => {
  const emulator = await useEmulator({ monthlyQuota: 3 });
  const used = async () => (await emulator.limits.get()).quota_used;
  const send = async (count: number) => {
    const body = { from_email: 'a@x.test', to: 'q@x.test', subject: 's', content: { text: 'x' } };
    for (let sent = 0; sent < count; sent += 1) await callApi(emulator, '/emails', { method: 'POST', body });
  };
  const months = ['2030-01-15', '2030-02-15', '2029-12-31', '2031-01-01'];
  for (const [index, month] of months.entries()) {
    await emulator.clock.freeze(`${month}T00:00:00Z`);
    expect(await used()).toBe(0);
    await send(index);
  }
  for (const [index, month] of months.entries()) {
    await emulator.clock.set(`${month}T00:00:00Z`);
    expect(await used()).toBe(index);
  }
  await send(1);
  expect(await used()).toBe(3);
});
