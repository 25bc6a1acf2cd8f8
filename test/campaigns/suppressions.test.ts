import { expect, it } from 'vitest';
import type { Campaign, Contact, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { runCli } from '../support/process.js';
import { useSmtp } from '../support/smtp-client.js';

const campaign = {
  name: 'News',
  subject: 'Hi',
  from_email: 'n@x.test',
  content: { html: '<a href="https://x.test/">x</a>' },
  recipients: { type: 'all' },
};

const addContact = async (emulator: EmulatorHandle, email: string, more: object = {}) =>
  (await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: { email, ...more } })).data;

async function send(emulator: EmulatorHandle, body: object = campaign) {
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  const answer = await callApi<Campaign>(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('1m');
  return { id: data.id, answer };
}

it('lists what bounced and complained with its mail, newest first, and lifts it', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  await addContact(emulator, 'Joe+bounce@x.test');
  await addContact(emulator, 'ann@x.test');
  await send(emulator);
  const mail = await emulator.inbox.waitFor({ to: 'ann@x.test' });
  await emulator.simulate(mail.id, 'spam_reported');
  const bounced = await emulator.inbox.waitFor({ to: 'joe+bounce@x.test' });
  expect(await emulator.suppressions.add('Hand@X.test')).toMatchObject({
    address: 'hand@x.test',
    message_id: null,
    message_kept: false,
  });
  expect(await emulator.suppressions.list()).toEqual([
    {
      address: 'hand@x.test',
      reason: 'manual',
      since: '2024-03-25T10:01:00Z',
      message_id: null,
      message_kept: false,
    },
    {
      address: 'ann@x.test',
      reason: 'complained',
      since: '2024-03-25T10:01:00Z',
      message_id: mail.id,
      message_kept: true,
    },
    {
      address: 'joe+bounce@x.test',
      reason: 'bounced',
      since: '2024-03-25T10:00:00Z',
      message_id: bounced.id,
      message_kept: true,
    },
  ]);
  // What is deleted is named still, and cannot be looked at.
  await emulator.inbox.clear({ to: 'ann@x.test' });
  expect(await emulator.suppressions.list()).toMatchObject([
    { address: 'hand@x.test', message_kept: false },
    { address: 'ann@x.test', message_id: mail.id, message_kept: false },
    { address: 'joe+bounce@x.test', message_kept: true },
  ]);
  expect((await emulator.suppressions.remove('JOE+bounce@x.test')).reason).toBe('bounced');
  await expect(emulator.suppressions.remove('joe+bounce@x.test')).rejects.toThrow('not suppressed');
  for (const body of [
    {},
    { address: 'nope' },
    { address: 'a@x.test', reason: 'bored' },
    { address: 'a@x.test', since: 'x' },
  ])
    expect((await callControl(emulator, '/suppressions', { method: 'POST', body })).status).toBe(400);
});

it.each([
  ['complained', true],
  ['bounced', false],
  ['manual', false],
] as const)('reactivation lifts a suppression that %s: %s', async (reason, isLifted) => {
  const emulator = await useEmulator();
  const { id } = await addContact(emulator, 'ann@x.test');
  await emulator.suppressions.add('ann@x.test', reason);
  const setStatus = (status: string) =>
    callApi(emulator, `/contacts/${id}`, { method: 'PUT', body: { status } });
  await setStatus('unsubscribed');
  expect(await emulator.suppressions.list()).toHaveLength(1);
  await setStatus('active');
  expect(await emulator.suppressions.list()).toHaveLength(isLifted ? 0 : 1);
});

const hard = { event: 'bounced', bounce: { type: 'hard' } };
const complaint = { event: 'spam_reported' };

it.each([
  ['a bounce, then a complaint', [hard, complaint], 'bounced'],
  ['a complaint, then a bounce', [complaint, hard], 'bounced'],
  ['one by hand, then a complaint', ['manual', complaint], 'manual'],
  ['two complaints', [complaint, complaint], 'complained'],
] as const)('what is for good stays where the contact comes back: %s', async (_what, steps, reason) => {
  const emulator = await useEmulator();
  const { id } = await addContact(emulator, 'ann@x.test');
  for (const _ of steps) await send(emulator);
  const mails = await emulator.inbox.list({ to: 'ann@x.test' });
  for (const [index, step] of steps.entries()) {
    if (step === 'manual') await emulator.suppressions.add('ann@x.test', step);
    else
      await callControl(emulator, `/messages/${mails[index]?.id}/simulate`, { method: 'POST', body: step });
  }
  expect((await emulator.suppressions.list()).map((each) => each.reason)).toEqual([reason]);
  await callApi(emulator, `/contacts/${id}`, { method: 'PUT', body: { status: 'active' } });
  expect(await emulator.suppressions.list()).toHaveLength(reason === 'complained' ? 0 : 1);
});

it('a hard bounce of any mail suppresses its address: welcome, transactional, from outside to one of several', async () => {
  const emulator = await useEmulator();
  await addContact(emulator, 'w+bounce@x.test', { send_welcome: true });
  const mail = { from_email: 'n@x.test', subject: 's', content: { text: 't' } };
  await callApi(emulator, '/emails', { method: 'POST', body: { ...mail, to: 't+bounce@x.test' } });
  const client = await useSmtp(emulator);
  for (const to of [
    'O+Bounce@x.test',
    'bounce@simulator.maildrone.test',
    'soft+softbounce@x.test',
    'b+blocked@x.test',
  ])
    await client.mail(to, 'Subject: x\r\n\r\nx\r\n.\r\n');
  await client.send('MAIL FROM:<a@x.test>');
  for (const to of ['ok@x.test', 'one+bounce@x.test']) await client.send(`RCPT TO:<${to}>`);
  await client.send('DATA');
  expect(await client.send('Subject: x\r\n\r\nx\r\n.')).toMatch(/^250 /);
  await emulator.settle();
  expect((await emulator.suppressions.list()).map(({ address, reason }) => [address, reason]).sort()).toEqual(
    [
      ['bounce@simulator.maildrone.test', 'bounced'],
      ['o+bounce@x.test', 'bounced'],
      ['one+bounce@x.test', 'bounced'],
      ['t+bounce@x.test', 'bounced'],
      ['w+bounce@x.test', 'bounced'],
    ],
  );
});

it('an empty audience is a 400 that counts each reason', async () => {
  const emulator = await useEmulator();
  const none = await send(emulator);
  expect(none.answer.error.details.field).toBe('recipients');
  expect(none.answer.error.details.issue).toContain('0 match');
  await addContact(emulator, 'out@x.test', { tags: ['away'] });
  const left = await addContact(emulator, 'left@x.test');
  await callApi(emulator, `/contacts/${left.id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
  for (const reason of ['bounced', 'complained', 'manual'] as const) {
    await addContact(emulator, `${reason}@x.test`);
    await emulator.suppressions.add(`${reason}@x.test`, reason);
  }
  const { answer } = await send(emulator, {
    ...campaign,
    recipients: { type: 'all', exclude_tags: ['away'] },
  });
  expect([answer.status, answer.error.details.field]).toEqual([400, 'recipients']);
  expect(answer.error.details.issue).toContain(
    '5 match: 1 with an excluded tag, 1 unsubscribed, 1 suppressed after a bounce, 1 suppressed after a complaint, 1 suppressed by hand',
  );
});

it('a campaign as the emulator sees it: audience, funnel, people and machines, links, bounces', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  for (const tag of ['click', 'bot', 'mpp', 'ignore', 'bounce', 'blocked', 'unsubscribe'])
    await addContact(emulator, `r+${tag}@x.test`);
  await addContact(emulator, 'hand@x.test');
  await emulator.suppressions.add('hand@x.test');
  const html =
    '<a href="https://x.test/a">a</a> <a href="https://x.test/b">b</a> <a href="{{unsubscribe_url}}">u</a>';
  const { id } = await send(emulator, { ...campaign, content: { html } });
  await emulator.clock.advance('31d');
  await emulator.settle();
  const report = await emulator.campaigns.get(id);
  expect(report).toMatchObject({
    campaign: { id, status: 'sent', recipient_count: 7 },
    audience: {
      matched: 8,
      recipients: 7,
      excluded: 0,
      unsubscribed: 0,
      bounced: 0,
      complained: 0,
      manual: 1,
    },
    progress: { total: 7, queued: 0, sent: 7, settled: 7, share: 1 },
    funnel: {
      sent: 7,
      delivered: 5,
      deferred: 0,
      bounced: 2,
      opened: 3,
      clicked: 2,
      unsubscribed: 1,
      spam_reports: 0,
    },
    people: { opened: 1, clicked: 1, opens: 1, clicks: 1 },
    machines: { opened: 2, clicked: 1, opens: 2, clicks: 2 },
    links: [
      { url: 'https://x.test/a', clicks: 2, people: 1, machines: 1 },
      { url: 'https://x.test/b', clicks: 1, people: 0, machines: 1 },
    ],
    problem: null,
  });
  expect(report.bounces.map(({ type, status, count }) => [type, status, count]).sort()).toEqual([
    ['blocked', '5.7.1', 1],
    ['hard', '5.1.1', 1],
  ]);
  expect((await callControl(emulator, '/campaigns/campaign_00000000')).status).toBe(404);
});

it('says why a scheduled campaign stayed a draft, until it is edited, in the request log too', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const body = { ...campaign, send_time: '2024-03-25T11:00:00Z' };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  expect((await emulator.campaigns.get(data.id)).problem).toBeNull();
  await emulator.clock.advance('2h');
  const { campaign: now, problem } = await emulator.campaigns.get(data.id);
  expect([now.status, problem?.at]).toEqual(['draft', '2024-03-25T11:00:00Z']);
  expect(problem?.issue).toContain('0 match');
  expect(JSON.stringify(now)).not.toContain('last_start');
  const [call] = await emulator.requests.list({ method: 'POST' });
  expect(call?.warnings.join()).toContain('it is a draft again');
  await callApi(emulator, `/campaigns/${data.id}`, { method: 'PUT', body: { name: 'Later' } });
  expect((await emulator.campaigns.get(data.id)).problem).toBeNull();
});

it('the command lists, adds and removes', async () => {
  const emulator = await useEmulator();
  const tell = (...args: string[]) => runCli(['suppressions', ...args, '--url', emulator.url]);
  expect((await tell('add', 'ann@x.test', '--reason', 'bounced')).stdout).toBe(
    'ann@x.test is suppressed (bounced)\n',
  );
  const listed = await tell('list', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject([{ address: 'ann@x.test', reason: 'bounced' }]);
  expect((await tell('remove', 'ann@x.test')).code).toBe(0);
  expect((await tell('remove', 'ann@x.test')).code).toBe(1);
}, 30_000);
