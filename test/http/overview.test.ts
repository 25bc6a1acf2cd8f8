import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createTransport } from 'nodemailer';
import { controlTable } from '../../src/http/route-tables.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

interface Overview {
  version: string;
  try: { what: string; call: string }[];
  pages: Record<string, string>;
  routes: { method: string; path: string; summary: string }[];
}

it.each(['/_emulator/', '/_emulator'])(
  'GET %s says what there is, with three calls that work as printed',
  async (path) => {
    const emulator = await useEmulator();
    const answer = await fetch(`${emulator.url}${path}`);
    const { data } = (await answer.json()) as { data: Overview };
    expect(data.routes).toHaveLength(controlTable.routes.length);
    for (const url of Object.values(data.pages)) expect((await fetch(url)).status, url).toBe(200);
    expect(data.try).toHaveLength(3);
    const printed: string[] = [];
    for (const { call } of data.try)
      printed.push((await promisify(execFile)('sh', ['-c', call.replace('curl', 'curl -sf')])).stdout);
    expect(printed[0]).toContain('"email":"jane@example.com"');
    expect(printed[1]).toContain('"kind":"welcome"');
    expect(printed[2]).toMatch(/call `POST \/v2\/contacts`: 201 [^]*\*\*email\.sent\*\* `jane@example.com`/);
  },
);

const timelineOf = async (url: string, query = '') => {
  const answer = await fetch(`${url}/_emulator/timeline${query}`);
  expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  return answer.text();
};

it('the timeline has calls, mail, events and attempts in order while the clock stands, and strange text as text alone', async () => {
  const receiver = await useReceiver();
  const emulator = await useEmulator();
  expect(await timelineOf(emulator.url)).toContain('Nothing happened.');
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  await emulator.webhooks.add({ url: receiver.url });
  const body = { from_email: 'a@b.co', to: 'jane@example.com', subject: 'x', content: { text: 'x' } };
  const { data: mail } = await callApi<{ id: string }>(emulator, '/emails', { method: 'POST', body });
  await emulator.events.waitFor({ type: 'email.sent' });
  await emulator.simulate(mail.id, 'opened');
  await emulator.webhooks.waitForAll({}, { count: 3 });
  const subject = '`](javascript:1) <b>\u2028# head';
  await createTransport({ ...emulator.smtp, ignoreTLS: true }).sendMail({
    from: 'x@y.z',
    to: 'joe@example.com',
    subject,
    text: 'x',
  });
  await emulator.inbox.waitFor({ to: 'joe@example.com' });
  const page = await timelineOf(emulator.url);
  const lines = page.split('\n').filter((line) => line.startsWith('- '));
  const kinds = lines.map((line) => /^- 2024-03-25T10:00:00Z (?:\*\*)?(\w+(?:\.\w+)?)/.exec(line)?.[1]);
  expect(kinds).toEqual([
    ...['call', 'mail', 'email.sent', 'email.delivered', 'email.opened'],
    ...['webhook', 'webhook', 'webhook'],
  ]);
  expect(page).toContain(
    'mail from outside `` `](javascript:1) <b> # head `` from `x@y.z` to `joe@example.com`',
  );

  await emulator.clock.set('2024-03-25T11:00:00Z');
  await callApi(emulator, '/nope');
  await callApi(emulator, '/nor/this');
  for (const to of ['first@x.test', 'second@x.test'])
    await createTransport({ ...emulator.smtp, ignoreTLS: true }).sendMail({ from: 'x@y.z', to, text: 'x' });
  const later = await timelineOf(emulator.url, '?since=2024-03-25T10:30:00Z');
  expect(later.match(/^- .*$/gm)).toEqual([
    expect.stringMatching(
      /^- 2024-03-25T11:00:00Z call `GET \/v2\/nope`: 404 in \d+ ms `path: Expected a known/,
    ),
    expect.stringContaining('call `GET /v2/nor/this`'),
    expect.stringContaining('to `first@x.test`'),
    expect.stringContaining('to `second@x.test`'),
  ]);
  const attempts = lines.slice(-3).map((line) => /of (email\.\w+)/.exec(line)?.[1]);
  expect(attempts).toEqual(['email.sent', 'email.delivered', 'email.opened']);
  const wrong = await callControl(emulator, '/timeline?since=yesterday');
  expect(wrong.error.details).toMatchObject({ field: 'since' });
});
