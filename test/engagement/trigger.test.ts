import { describe, expect, it } from 'vitest';
import { actions } from '../../src/contract/actions.js';
import { EventType } from '../../src/contract/event.js';
import type { TriggerInput } from '../../src/contract/trigger.js';
import type { LogEvent } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const useTrigger = async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  const trigger = (body: TriggerInput) =>
    callControl<LogEvent>(emulator, '/trigger', { method: 'POST', body });
  const types = async () => (await emulator.events.list()).map(({ type }) => type);
  return { emulator, trigger, types };
};

const afterDelivery: readonly EventType[] = Object.values(actions).map(({ event }) => event);
const before = (event: EventType): EventType[] => {
  if (event === 'email.sent') return [];
  return afterDelivery.includes(event) ? ['email.sent', 'email.delivered'] : ['email.sent'];
};

describe('trigger', () => {
  it.each(EventType.options)('lets %s happen to a new mail, after what must come before', async (event) => {
    const { trigger, types } = await useTrigger();
    const { status, data } = await trigger({ event, to: 'ann@example.test' });
    expect([status, data.type, data.data.email]).toEqual([200, event, 'ann@example.test']);
    expect(await types()).toEqual([...before(event), event]);
  });

  it.each(EventType.options.filter((type) => type === 'email.deferred' || before(type).length > 1))(
    'refuses %s of a mail that would bounce, says so, and sends none',
    async (event) => {
      const { trigger, types } = await useTrigger();
      const { status, error } = await trigger({ event, to: 'ann+bounce@example.test' });
      expect([status, error.details.field]).toEqual([400, 'event']);
      expect(error.message).toContain('bounced');
      expect(await types()).toEqual([]);
    },
  );

  it.each([
    '',
    'foo',
    '//shop.test',
    'ftp://shop.test/',
    'javascript:alert(1)',
    'mailto:a@x.test',
    'http:/x',
    'http:',
    ' https://shop.test/',
    'https://shop.test/\n',
    'https://shop.test/\u0000',
    'https://shop.test/\ud800',
    'x'.repeat(2001),
  ])('refuses a click on %j by its field, and sends nothing', async (url) => {
    const { emulator, trigger, types } = await useTrigger();
    const { status, error } = await trigger({ event: 'email.clicked', to: 'ann@example.test', url });
    expect([status, error.details.field]).toEqual([400, 'url']);
    expect([await types(), await emulator.inbox.list()]).toEqual([[], []]);
  });

  it.each([
    'https://shop.test/?a=1&b=<2>#"\'',
    'HTTP://SHOP.TEST',
    'https://shop.test/{{id}} x/é',
    'http://localhost:3000/a(b)',
  ])('clicks on %s of a mail that is sent for it', async (url) => {
    const { trigger } = await useTrigger();
    const { data } = await trigger({ event: 'email.clicked', to: 'ann@example.test', url });
    expect(data.data.url).toBe(url);
  });

  it('trigger ignores url and bounce with events that they do not belong to', async () => {
    const { emulator, trigger } = await useTrigger();
    await trigger({
      event: 'email.delivered',
      to: 'ann@example.test',
      url: 'nothing',
      bounce: { type: 'soft' },
    });
    const { data } = await trigger({
      event: 'email.opened',
      to: 'ann@example.test',
      url: 'https://shop.test/',
    });
    const [mail, ...others] = await emulator.inbox.list();
    expect([data.data.message_id, others]).toEqual([mail?.id, []]);
  });

  it('lets a reader act on the newest mail, also one from outside', async () => {
    const { emulator, trigger } = await useTrigger();
    const client = await useSmtp(emulator);
    const mail = (text: string) => client.mail('ann@example.test', `Subject: x\r\n\r\n${text}\r\n.\r\n`);
    await mail('See https://x.test/a');
    const { data } = await trigger({ event: 'email.clicked', to: 'ann@example.test' });
    expect(data.data).toMatchObject({ email: 'ann@example.test', url: 'https://x.test/a' });
    await mail('Nothing to click');
    const { status, error } = await trigger({ event: 'email.clicked', to: 'Ann@Example.test' });
    expect([status, error.details.issue]).toEqual([400, expect.stringContaining('link')]);
    expect(await emulator.inbox.list()).toHaveLength(2);
  });

  it('delivers a deferred mail to its reader, and the retry is off', async () => {
    const { emulator, trigger, types } = await useTrigger();
    await trigger({ event: 'email.opened', to: 'ann+defer@example.test' });
    await emulator.clock.advance('1d');
    expect(await types()).toEqual(['email.sent', 'email.deferred', 'email.delivered', 'email.opened']);
  });

  it('refuses to defer the mail of a campaign that was delivered', async () => {
    const { emulator, trigger } = await useTrigger();
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@example.test' } });
    const body = {
      name: 'C',
      subject: 'x',
      from_email: 'n@shop.test',
      recipients: { type: 'all' },
      content: { text: 'x' },
    };
    const { data } = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
    await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    await emulator.settle();
    await emulator.clock.advance('1h');
    const answer = await trigger({ event: 'email.deferred', to: 'ann@example.test', campaign: data.id });
    expect([answer.status, answer.error.details.field]).toEqual([400, 'event']);
    expect(answer.error.message).toMatch(/email\.deferred cannot happen to email_\w+, which is delivered/);
  });
});
