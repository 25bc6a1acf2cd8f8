import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import { startEmulator } from '../../src/index.js';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { useSmtp } from '../support/smtp-client.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator({ simulationSpeed: 1e6 });
});
afterAll(() => emulator.stop());

async function useWorkspace(): Promise<Connection> {
  const ws = await emulator.workspace();
  await ws.clock.freeze('2024-03-20T10:00:00Z');
  return ws;
}

/** Sends a mail of ours and answers it as the inbox has it. */
async function sent(ws: Connection, html: string, more: object = {}) {
  const body = { from_email: 'a@x.test', to: 'jane@x.test', subject: 'S', content: { html }, ...more };
  const { data } = await callApi<{ id: string }>(ws, '/emails', { method: 'POST', body });
  await ws.settle();
  return ws.inbox.get(data.id);
}

it('missing values are listed: null and "" count, those that are only tested do not', async () => {
  const ws = await useWorkspace();
  const html = '<p>[{{none}}{{gone}}{{blank}}{{full}}{{#if tested}}x{{/if}}]</p>';
  const mail = await sent(ws, html, { variables: { gone: null, blank: '', full: 'yes' } });
  expect(mail.html).toContain('[yes]');
  expect([...mail.missing].sort()).toEqual(['blank', 'gone', 'none']);
});

it('mail from outside: some refused are bounced, all refused is the error, and who asks for nothing raises no event', async () => {
  const ws = await useWorkspace();
  await emulator.reset();
  const client = await useSmtp(emulator);
  const body = 'Subject: x\r\n\r\nx\r\n.\r\n';
  expect(await client.mail(['a+bounce@x.test', 'b@x.test'], body)).toMatch(/^250 /);
  expect(await client.mail(['c+bounce@x.test'], body)).toMatch(/^550 5\.1\.1 /);
  await emulator.settle();
  const events = (await emulator.events.list()).map(({ type, data }) => `${type} ${data.email}`);
  expect(events.filter((event) => event.includes(' b@'))).toEqual([]);
  expect(events.filter((event) => event.startsWith('email.bounced')).sort()).toEqual([
    'email.bounced a+bounce@x.test',
    'email.bounced c+bounce@x.test',
  ]);
  expect(await emulator.inbox.list()).toHaveLength(2);
  expect(await ws.inbox.list()).toEqual([]);
});

it.each(['root', '"quoted local part"@x.test', '"a\\"b"@x.test'])('the sink takes mail to %s', async (to) => {
  const client = await useSmtp(emulator);
  expect(await client.mail([to], 'Subject: odd\r\n\r\nx\r\n.\r\n')).toMatch(/^250 /);
});

it('the preview begins with the preheader, and hidden text is not in the derived text but found', async () => {
  const ws = await useWorkspace();
  const html =
    '<div style="display:none">Preheader</div><p>Body</p><p hidden>Walrus</p><p style="opacity:0">Zebra</p><p aria-hidden="true">Icon</p>';
  const mail = await sent(ws, html);
  expect(mail.preview).toMatch(/^Preheader Body/);
  expect(mail.text).toMatch(/Body[^]*Icon/);
  expect(mail.text).not.toMatch(/Walrus|Zebra/);
  for (const q of ['walrus', 'zebra']) expect(await ws.inbox.list({ q }), q).toHaveLength(1);
});

it('a multipart without a boundary is read by the delimiters in it, or else shown as text', async () => {
  await emulator.reset();
  const client = await useSmtp(emulator);
  const head = 'From: a@x.test\r\nContent-Type: multipart/mixed; boundary=never\r\n\r\n';
  const parts = '--x\r\nContent-Type: text/plain\r\n\r\nWalrus\r\n--x--';
  await client.mail('b@x.test', `${head}${parts}\r\n.\r\n`);
  const taken = await emulator.inbox.waitFor({ to: 'b@x.test' });
  expect([taken.text, taken.note]).toEqual(['Walrus', null]);
  await client.mail('c@x.test', `${head}Zebra\r\n.\r\n`);
  const shown = await emulator.inbox.waitFor({ to: 'c@x.test' });
  expect(shown.text?.trim()).toBe('Zebra');
  expect(shown.note).toMatch(/no part was found in it, and its body stands here as text/);
});

it.each([
  ['UTF-8', Buffer.from('Grüße'), 'text/plain', 'Grüße'],
  ['the charset that the mail names', Buffer.from([0xcf, 0xd2]), 'text/plain; charset=koi8-r', 'ор'],
  ['Windows-1252 else', Buffer.from([0x80, 0xfc]), 'text/plain', '€ü'],
])('an 8-bit header is read as %s', async (_how, subject, type, shown) => {
  await emulator.reset();
  const client = await useSmtp(emulator);
  const head = Buffer.from(`From: a@x.test\r\nContent-Type: ${type}\r\nSubject: `);
  await client.mail('a@x.test', Buffer.concat([head, subject, Buffer.from('\r\n\r\nx\r\n.\r\n')]));
  const mail = await emulator.inbox.waitFor({ to: 'a@x.test' });
  expect(mail.subject).toBe(shown);
});

it('+click follows the first link and +bot every one', async () => {
  const ws = await useWorkspace();
  const links = '<a href="https://x.test/1">1</a><a href="https://x.test/2">2</a>';
  for (const to of ['a+click@x.test', 'b+bot@x.test']) await sent(ws, links, { to });
  await ws.clock.advance('31d');
  const clicks = await ws.events.list({ type: 'email.clicked' });
  expect(clicks.map(({ data }) => `${data.email[0]} ${data.url}`).sort()).toEqual([
    'a https://x.test/1',
    'b https://x.test/1',
    'b https://x.test/2',
  ]);
});

it('bounces of a profile are hard or blocked, so that the campaign is settled without retries', async () => {
  const ws = await useWorkspace();
  const shares = { bounced: 1, opened: 0, clicked: 0, unsubscribed: 0, spam_reports: 0 };
  await callControl(ws, '/simulation', {
    method: 'PUT',
    headers: { 'X-Emulator-Workspace': ws.smtp.user ?? '' },
    body: { profile: { name: 'all', shares } },
  });
  for (let n = 0; n < 12; n += 1)
    await callApi(ws, '/contacts', { method: 'POST', body: { email: `p${n}@x.test` } });
  const body = { name: 'B', subject: 'B', from_email: 'a@x.test', content: { text: 'x' } };
  const { data } = await callApi<Campaign>(ws, '/campaigns', {
    method: 'POST',
    body: { ...body, recipients: { type: 'all' } },
  });
  await callApi(ws, `/campaigns/${data.id}/send`, { method: 'POST' });
  await ws.settle();
  const { bounces } = await ws.campaigns.get(data.id);
  expect(bounces.reduce((sum, { count }) => sum + count, 0)).toBe(12);
  expect(bounces.filter(({ type }) => type === 'soft')).toEqual([]);
});

it('after a mail is removed its view link is a 404, and its unsubscribe link goes on working', async () => {
  const ws = await useWorkspace();
  await callApi(ws, '/contacts', { method: 'POST', body: { email: 'jane@x.test', send_welcome: true } });
  await ws.settle();
  const mail = await ws.inbox.waitFor({ to: 'jane@x.test' });
  const unsubscribe = /<(http[^>]+)>/.exec(mail.list_unsubscribe ?? '')?.[1] ?? '';
  await ws.inbox.clear();
  expect((await fetch(unsubscribe.replace('/t/u/', '/t/v/'))).status).toBe(404);
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  await fetch(unsubscribe, { method: 'POST', headers: form, body: 'List-Unsubscribe=One-Click' });
  const { data } = await callApi<object[]>(ws, '/contacts?status=unsubscribed');
  expect(data).toHaveLength(1);
});

it('simulate ignores url and bounce with events that they do not belong to', async () => {
  const ws = await useWorkspace();
  const { id } = await sent(ws, '<a href="https://x.test/1">1</a>');
  const answer = await callControl(ws, `/messages/${id}/simulate`, {
    method: 'POST',
    headers: { 'X-Emulator-Workspace': ws.smtp.user ?? '' },
    body: { event: 'opened', url: 'https://nowhere.test/', bounce: { type: 'hard' } },
  });
  expect(answer.status).toBe(200);
  const [event] = await ws.events.list({ type: 'email.opened' });
  expect([event?.data.url, event?.data.bounce]).toEqual([undefined, undefined]);
});

it('search is by substring, without regard to case, over head and text up to 1 Mi characters', async () => {
  const ws = await useWorkspace();
  const text = `${'x '.repeat(100)}Needle in the hay ${'y '.repeat(530_000)}beyond`;
  await sent(ws, '', { subject: 'A Subject', content: { text } });
  for (const [q, count] of Object.entries({ eedl: 1, SUBJ: 1, 'jane@x': 1, '"needle in"': 1, beyond: 0 }))
    expect(await ws.inbox.list({ q }), q).toHaveLength(count);
});

it('an endpoint that is disabled keeps what is pending, gets it when enabled, and nothing of meanwhile', async () => {
  const ws = await useWorkspace();
  let status = 500;
  const receiver = await useReceiver((_hook, response) => response.writeHead(status).end());
  const { id } = await ws.webhooks.add({ url: receiver.url, events: ['email.sent'] });
  await ws.trigger('email.sent', { to: 'first@x.test' });
  await receiver.waitFor(1);
  await ws.settle();
  await ws.webhooks.update(id, { enabled: false });
  await ws.trigger('email.sent', { to: 'meanwhile@x.test' });
  await ws.clock.advance('1h');
  expect(receiver.received).toHaveLength(1);
  status = 200;
  await ws.webhooks.update(id, { enabled: true });
  await receiver.waitFor(2);
  await ws.settle();
  expect(receiver.received.map(({ json }) => json.data['email'])).toEqual(['first@x.test', 'first@x.test']);
});

it('a restored snapshot sets the clock back, which runs on from there, and has no request log', async () => {
  const ws = await emulator.workspace();
  await ws.clock.set('2024-03-20T10:00:00Z');
  await callApi(ws, '/contacts');
  await ws.snapshots.save('ten');
  await ws.clock.set('2024-03-20T20:00:00Z');
  await ws.snapshots.restore('ten');
  expect(await ws.clock.get()).toMatchObject({
    now: expect.stringMatching(/^2024-03-20T10:0/) as string,
    frozen: false,
  });
  expect(await ws.requests.list()).toEqual([]);
});

it('a wait goes on in the state that takes the place of its own', async () => {
  const ws = await useWorkspace();
  const waiting = ws.inbox.waitFor({ subject: 'After' }, { timeout: 20_000 });
  await ws.reset();
  await sent(ws, '<p>x</p>', { subject: 'After' });
  expect((await waiting).subject).toBe('After');
});
