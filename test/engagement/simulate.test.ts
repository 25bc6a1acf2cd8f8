import { describe, expect, it } from 'vitest';
import type { Bounce } from '../../src/contract/message.js';
import type { SimulateChoice } from '../../src/contract/simulate.js';
import type { CampaignStats, Connection, Contact, LogEvent, MessageSummary } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const html = '<a href="https://shop.test/a?x=1&amp;y=2">A</a> <a href="https://shop.test/b">B</a>';

/** A delivered mail of a campaign, and how to let something happen to it. */
async function delivered(address = 'ann@example.test') {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  const contact = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: { email: address } });
  const { data: campaign } = await callApi<{ id: string }>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      name: 'C',
      subject: 'Hi',
      from_email: 'n@shop.test',
      recipients: { type: 'all' },
      content: { html },
    },
  });
  await callApi(emulator, `/campaigns/${campaign.id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('1m');
  const [mail] = await emulator.inbox.list();
  const id = mail?.id ?? '';
  const since = (await emulator.events.list()).at(-1)?.seq ?? 0;
  return {
    emulator,
    id,
    simulate: (body: unknown) =>
      callControl<MessageSummary>(emulator, `/messages/${id}/simulate`, { method: 'POST', body }),
    events: () => emulator.events.list({ since }),
    stats: async () => (await callApi<CampaignStats>(emulator, `/campaigns/${campaign.id}/stats`)).data.stats,
    contact: async () => (await callApi<Contact>(emulator, `/contacts/${contact.data.id}`)).data,
  };
}

const still = { sent: 1, delivered: 1, bounced: 0, opened: 0, clicked: 0, unsubscribed: 0, spam_reports: 0 };
type Case = [body: object, type: string, data: object, summary: object, stats: object];

const hard = { type: 'hard', smtp_code: 550, status: '5.1.1' };

describe('simulating', () => {
  it.each<Case>([
    [{ event: 'opened' }, 'email.opened', { bot: false }, { opens: 1 }, { opened: 1 }],
    [
      { event: 'clicked' },
      'email.clicked',
      { url: 'https://shop.test/a?x=1&y=2' },
      { clicks: 1 },
      { clicked: 1 },
    ],
    [
      { event: 'clicked', url: 'https://shop.test/b' },
      'email.clicked',
      { url: 'https://shop.test/b' },
      { clicks: 1 },
      { clicked: 1 },
    ],
    [{ event: 'unsubscribed' }, 'email.unsubscribed', {}, {}, { unsubscribed: 1 }],
    [{ event: 'spam_reported' }, 'email.spam_reported', {}, {}, { spam_reports: 1 }],
    [
      { event: 'bounced' },
      'email.bounced',
      { bounce: hard },
      { status: 'bounced' },
      { delivered: 0, bounced: 1 },
    ],
    [
      { event: 'bounced', bounce: { type: 'soft' } },
      'email.bounced',
      { bounce: { type: 'soft', smtp_code: 452, status: '4.2.2' } },
      { status: 'bounced' },
      { delivered: 0, bounced: 1 },
    ],
    [
      { event: 'bounced', bounce: { type: 'blocked' } },
      'email.bounced',
      { bounce: { type: 'blocked', smtp_code: 550, status: '5.7.1' } },
      { status: 'bounced' },
      { delivered: 0, bounced: 1 },
    ],
    [
      {
        event: 'bounced',
        bounce: { type: 'hard', smtp_code: 554, status: '5.4.4', diagnostic: '554 5.4.4 No route' },
      },
      'email.bounced',
      { bounce: { type: 'hard', smtp_code: 554, status: '5.4.4', diagnostic: '554 5.4.4 No route' } },
      { status: 'bounced' },
      { delivered: 0, bounced: 1 },
    ],
  ])(
    '%j lets it happen: one event, in the summary and in the stats',
    async (body, type, data, summary, changed) => {
      const { simulate, events, stats, id } = await delivered();
      const answer = await simulate(body);
      expect(answer.status).toBe(200);
      expect(answer.data).toMatchObject({ id, ...summary });
      const [event, ...more] = await events();
      expect([event?.type, more]).toEqual([type, []]);
      expect(event?.data).toMatchObject({ message_id: id, email: 'ann@example.test', ...data });
      expect(await stats()).toEqual({ ...still, ...changed });
    },
  );

  it.each([
    ['unsubscribed', 'unsubscribed', false],
    ['spam_reported', 'unsubscribed', true],
    ['bounced', 'active', true],
    ['opened', 'active', false],
  ])('%s leaves the contact %s', async (event, status, suppressed) => {
    const { simulate, contact, emulator } = await delivered();
    await simulate({ event });
    expect((await contact()).status).toBe(status);
    const body = {
      name: 'D',
      subject: 'x',
      from_email: 'n@shop.test',
      recipients: { type: 'all' },
      content: { text: 'x' },
    };
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'other@example.test' } });
    const { data } = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
    const sent = await callApi<{ recipient_count: number }>(emulator, `/campaigns/${data.id}/send`, {
      method: 'POST',
    });
    expect(sent.data.recipient_count).toBe(suppressed || status === 'unsubscribed' ? 1 : 2);
  });

  it('opens and clicks add up, the person counts once; leaving and complaining happen once', async () => {
    const { simulate, events, stats } = await delivered();
    for (const event of ['opened', 'opened', 'clicked', 'clicked', 'unsubscribed', 'unsubscribed'])
      expect((await simulate({ event })).status).toBe(200);
    expect((await simulate({ event: 'opened' })).data).toMatchObject({ opens: 3, clicks: 2 });
    const happened = (await events()).map(({ type }: LogEvent) => type.slice(6));
    expect(happened).toEqual(['opened', 'opened', 'clicked', 'clicked', 'unsubscribed', 'opened']);
    expect(await stats()).toEqual({ ...still, opened: 1, clicked: 1, unsubscribed: 1 });
  });

  it.each([
    [{}, 'event', /"opened", "clicked", "bounced"/],
    [{ event: 'delivered' }, 'event', /"opened", "clicked", "bounced"/],
    [{ event: 'opened', when: 'now' }, 'when', /no such field|Unrecognized|unknown/i],
    [{ event: 'clicked', url: 'https://shop.test/none' }, 'url', /https:\/\/shop\.test\/a\?x=1&y=2/],
    [{ event: 'clicked', url: 7 }, 'url', /string/],
    [{ event: 'clicked', url: `https://x.test/${'x'.repeat(2000)}` }, 'url', /2000/],
    [{ event: 'bounced', bounce: { type: 'medium' } }, 'bounce.type', /hard/],
    [{ event: 'bounced', bounce: { smtp_code: 250 } }, 'bounce.smtp_code', /400/],
    [{ event: 'bounced', bounce: { status: 'full' } }, 'bounce.status', /such as 5\.1\.1/],
    [{ event: 'bounced', bounce: { smtp_code: 550, status: '4.1.1' } }, 'bounce.status', /5\.x\.x/],
    [{ event: 'bounced', bounce: { type: 'hard', smtp_code: 452 } }, 'bounce.type', /"soft"/],
    [{ event: 'bounced', bounce: { type: 'blocked', status: '4.7.1' } }, 'bounce.type', /"soft"/],
    [{ event: 'bounced', bounce: { smtp_code: '550' } }, 'bounce.smtp_code', /number/],
    [{ event: 'bounced', bounce: 'hard' }, 'bounce', /object/],
  ])('%j is a 400 that names the field, and nothing happens', async (body, field, issue) => {
    const { simulate, events } = await delivered();
    const { status, error } = await simulate(body);
    expect([status, error.details.field]).toEqual([400, field]);
    expect(error.details.issue).toMatch(issue);
    expect(await events()).toEqual([]);
  });

  it.each([
    [{ smtp_code: 552, status: '5.3.4' }, 'blocked', '552 5.3.4 The mail was refused', false],
    [{ smtp_code: 452, status: '4.2.2' }, 'soft', '452 4.2.2 ', false],
    [{ smtp_code: 550, status: '5.7.1' }, 'blocked', '550 5.7.1 ', false],
    [{ smtp_code: 421 }, 'soft', '421 4.0.0 ', false],
    [{ smtp_code: 553 }, 'hard', '553 5.0.0 ', true],
    [{ status: '4.7.1' }, 'soft', ' 4.7.1 ', false],
    [{ status: '5.2.2' }, 'soft', '550 5.2.2 ', false],
    [{ status: '5.1.1' }, 'hard', '550 5.1.1 ', true],
    [{ type: 'soft', status: '5.2.2' }, 'soft', '550 5.2.2 ', false],
    [{ type: 'blocked', smtp_code: 554 }, 'blocked', '554 5.0.0 ', false],
    [{ type: 'hard', status: '5.7.1' }, 'hard', '550 5.7.1 ', true],
  ])('a bounce of %j is %s, as its code and status say', async (bounce, type, diagnostic, suppressed) => {
    const { simulate, events, emulator } = await delivered();
    expect((await simulate({ event: 'bounced', bounce })).status).toBe(200);
    const [event] = await events();
    expect(event?.data).toMatchObject({ bounce: { type, ...bounce } });
    const { bounce: said } = event?.data as { bounce: Bounce };
    expect(said.diagnostic).toContain(diagnostic);
    expect(said.diagnostic.startsWith(`${said.smtp_code} ${said.status} `)).toBe(true);
    const { data } = await callControl<unknown[]>(emulator, '/suppressions');
    expect(data).toHaveLength(suppressed ? 1 : 0);
  });

  it.each(['opened', 'clicked', 'unsubscribed', 'spam_reported'])(
    '%s cannot happen to a mail that bounced',
    async (event) => {
      const { simulate, emulator } = await delivered('ann+bounce@example.test');
      const { status, error } = await simulate({ event });
      expect([status, error.details.field]).toEqual([400, 'event']);
      expect(error.details.issue).toContain('bounced');
      expect((await emulator.events.list()).map(({ type }) => type)).toEqual(['email.sent', 'email.bounced']);
    },
  );

  it.each(['opened', 'clicked', 'unsubscribed', 'spam_reported', 'bounced'])(
    '%s happens to mail from outside, too',
    async (event) => {
      const emulator = await useEmulator();
      const client = await useSmtp(emulator);
      await client.mail('ann@example.test', 'Subject: Out\r\n\r\nhttps://shop.test/x\r\n.\r\n');
      const mail = await emulator.inbox.waitFor({ subject: 'Out' });
      const path = `/messages/${mail.id}/simulate`;
      expect((await callControl(emulator, path, { method: 'POST', body: { event } })).status).toBe(200);
      const [happened] = await emulator.events.list({ type: `email.${event}` as LogEvent['type'] });
      expect(happened?.data).toMatchObject({ message_id: mail.id, email: 'ann@example.test' });
      if (event === 'clicked') expect(happened?.data.url).toBe('https://shop.test/x');
    },
  );

  it('of a mail that is not there is a 404', async () => {
    const emulator: Connection = await useEmulator();
    const path = '/messages/email_00000000/simulate';
    const { status, error } = await callControl(emulator, path, {
      method: 'POST',
      body: { event: 'opened' },
    });
    expect([status, error.code]).toEqual([404, 'RESOURCE_NOT_FOUND']);
  });
});

describe('POST /v2/emails', () => {
  const body = { from_email: 'a@shop.test', to: 'ann@example.test', subject: 'x', content: { text: 'x' } };

  it('with --strict does not exist, whatever it is asked', async () => {
    const emulator = await useEmulator({ strict: true });
    for (const given of [body, {}, [], undefined]) {
      const answer = await callApi(emulator, '/emails', { method: 'POST', body: given });
      expect([answer.status, answer.error.code]).toEqual([404, 'RESOURCE_NOT_FOUND']);
      expect(answer.headers.get('X-Emulator-Undocumented')).toBeNull();
    }
    expect(await emulator.inbox.list()).toEqual([]);
  });
});

it.each(['opened', 'clicked', 'unsubscribed', 'spam_reported', 'bounced'])(
  '%s waits for a mail that is on its way to the sink, which is sent first',
  async (event) => {
    const emulator = await useEmulator();
    await emulator.faults.add({ smtp: { stage: 'mail', delay: 300 } });
    const mail = { from_email: 'n@shop.test', to: 'ann@example.test', subject: 'Hi', content: { html } };
    const { data } = await callApi<{ id: string }>(emulator, '/emails', { method: 'POST', body: mail });
    const path = `/messages/${data.id}/simulate`;
    const { data: choices } = await callControl<SimulateChoice[]>(emulator, path);
    expect(choices.map(({ possible }) => possible)).toEqual([false, false, false, false, false]);
    expect((await callControl(emulator, path, { method: 'POST', body: { event } })).status).toBe(200);
    const types = (await emulator.events.list()).map(({ type }) => type);
    expect(types[0]).toBe('email.sent');
    expect(types).toContain(`email.${event}`);
  },
);
