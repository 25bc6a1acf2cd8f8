import { expect, it } from 'vitest';
import { createRequests } from '../../src/core/traffic/request-log.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { logCalls } from '../../src/projections/console.js';
import { callApi, useEmulator } from '../support/emulator.js';

it('has one line for each call of /v2: time, method, path, status, duration, and what is wrong or unknown in it', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts');
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'nope' } });
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@example.com', emial: 1 } });
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'nope', phone: 5 } });
  const { id } = await emulator.faults.add({ match: { path: '/v2/contacts' }, socket: 'reset', times: 1 });
  await expect(callApi(emulator, '/contacts')).rejects.toThrow();
  const requests = createRequests({ timers: systemTimers, ended: new AbortController().signal });
  const lines: string[] = [];
  logCalls(requests, (level, message) => void lines.push(`${level} ${message}`));
  for (const call of (await emulator.requests.list()).reverse()) requests.add(call);
  const at = '\\d\\d:\\d\\d:\\d\\d';
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^info ${at} GET /v2/contacts 200 \\d+ ms$`)),
    expect.stringMatching(
      new RegExp(`^warn ${at} POST /v2/contacts 400 \\d+ ms {2}email: Invalid email format`),
    ),
    expect.stringMatching(new RegExp(`^warn ${at} POST /v2/contacts 201 \\d+ ms {2}unknown field "emial"$`)),
    expect.stringMatching(
      /^warn .* 400 \d+ ms {2}email: Invalid email format.*; phone: Expected a string, got a number$/,
    ),
    expect.stringMatching(new RegExp(`unanswered \\d+ ms {2}the fault ${id} did that$`)),
  ]);
});
