import { expect, it } from 'vitest';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const mail = { from_email: 'n@x.test', subject: 'Hi', content: { html: '<a href="https://x.test/a">a</a>' } };

it('+mpp loads the pixel at once and is no person; nothing is clicked', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const body = { ...mail, to: 'ann+mpp@x.test' };
  const { data } = await callApi<{ id: string }>(emulator, '/emails', { method: 'POST', body });
  await emulator.settle();
  await emulator.clock.advance('31d');
  const events = await emulator.events.list({ message: data.id });
  expect(events.map(({ type }) => type)).toEqual(['email.sent', 'email.delivered', 'email.opened']);
  const [, delivered, opened] = events;
  expect(opened?.created_at).toBe(delivered?.created_at);
  expect(opened?.data).toMatchObject({ bot: true, user_agent: 'Mozilla/5.0' });
});

it.each([
  ['text alone', { text: 'Nothing to click' }],
  ['no link but to unsubscribe', { html: '<p>x</p><a href="{{unsubscribe_url}}">u</a>' }],
  ['links that are not of the web', { html: '<a href="mailto:a@x.test">a</a><a href="#top">b</a>' }],
])('a click on a mail with %s is a 400 that says so', async (_what, content) => {
  const emulator = await useEmulator();
  const body = { ...mail, content, to: 'ann@x.test' };
  const { data } = await callApi<{ id: string }>(emulator, '/emails', { method: 'POST', body });
  await emulator.settle();
  await emulator.inbox.waitFor({ to: 'ann@x.test' });
  const calls = [
    [`/messages/${data.id}/simulate`, { event: 'clicked' }],
    [`/messages/${data.id}/simulate`, { event: 'clicked', url: 'https://x.test/a' }],
    ['/trigger', { event: 'email.clicked', to: 'ann@x.test' }],
  ] as const;
  for (const [path, given] of calls) {
    const { status, error } = await callControl(emulator, path, { method: 'POST', body: given });
    expect([status, error.details.field]).toEqual([400, 'event']);
    expect(error.details.issue).toContain('no link');
  }
  expect(await emulator.events.list({ type: 'email.clicked' })).toEqual([]);
});
