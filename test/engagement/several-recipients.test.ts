import { describe, expect, it } from 'vitest';
import type { Connection, Contact } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

async function frozen() {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  return emulator;
}

/** One mail from outside to several recipients, and 40 days; `a+tag` stands for `a+tag@x.test`. */
async function send(emulator: Connection, to: string, { isOver = true } = {}) {
  const addresses = to.split(' ').map((name) => (name.includes('@') ? name : `${name}@x.test`));
  const client = await useSmtp(emulator);
  const reply = await client.mail(addresses, 'To: team@x.test\r\n\r\nhttps://shop.test/x\r\n.\r\n');
  if (isOver) await emulator.clock.advance('40d');
  return reply;
}

/** What happened to each recipient, in order. */
async function eventsBy(emulator: Connection): Promise<Record<string, string>> {
  const happened: Record<string, string> = {};
  for (const { type, data } of await emulator.events.list()) {
    const name = data.email.replace('@x.test', '');
    happened[name] = [happened[name], type.slice(6)].filter(Boolean).join(' ');
  }
  return happened;
}

const putOff = 'deferred deferred deferred bounced';

it.each<[to: string, reply: string, status: string, expected: Record<string, string>]>([
  ['plain b+spam', '250', 'delivered', { 'b+spam': 'sent delivered spam_reported' }],
  ['plain b+click', '250', 'delivered', { 'b+click': 'sent delivered opened clicked' }],
  ['b+click plain', '250', 'delivered', { 'b+click': 'sent delivered opened clicked' }],
  [
    'a+open b+click',
    '250',
    'delivered',
    { 'a+open': 'sent delivered opened', 'b+click': 'sent delivered opened clicked' },
  ],
  [
    'a+unsubscribe b+unsubscribe',
    '250',
    'delivered',
    { 'a+unsubscribe': 'sent delivered unsubscribed', 'b+unsubscribe': 'sent delivered unsubscribed' },
  ],
  ['b+bounce c+open', '250', 'delivered', { 'b+bounce': 'sent bounced', 'c+open': 'sent delivered opened' }],
  ['c+mpp b+blocked', '250', 'delivered', { 'b+blocked': 'sent bounced', 'c+mpp': 'sent delivered opened' }],
  [
    'a+softbounce c+ignore',
    '250',
    'delivered',
    { 'a+softbounce': `sent ${putOff}`, 'c+ignore': 'sent delivered' },
  ],
  ['plain d+defer', '250', 'delivered', { 'd+defer': 'sent deferred delivered' }],
  ['plain other', '250', 'delivered', {}],
  [
    'a+bounce b+defer',
    '250',
    'delivered',
    { 'a+bounce': 'sent bounced', 'b+defer': 'sent deferred delivered' },
  ],
  [
    'a+softbounce b+bounce',
    '250',
    'bounced',
    { 'a+softbounce': `sent ${putOff}`, 'b+bounce': 'sent bounced' },
  ],
  [
    'click@simulator.maildrone.test a+open',
    '250',
    'delivered',
    {
      'click@simulator.maildrone.test': 'sent delivered opened clicked',
      'a+open': 'sent delivered opened',
    },
  ],
])('of a mail to %s each recipient has an outcome of its own', async (to, reply, status, expected) => {
  const emulator = await frozen();
  expect(await send(emulator, to)).toMatch(new RegExp(`^${reply} `));
  expect(await eventsBy(emulator)).toEqual(expected);
  const mails = await emulator.inbox.list();
  expect(mails.map((mail) => mail.status)).toEqual([status]);
  const count = (type: string) => Object.values(expected).filter((types) => types.includes(type)).length;
  expect(mails).toMatchObject([{ opens: count('opened'), clicks: count('clicked') }]);
});

const tags = ['bounce', 'softbounce', 'blocked', 'defer', 'open', 'click', 'unsubscribe', 'spam', 'ignore'];
const pairs = [...tags, 'bot', 'mpp', 'nothing'].flatMap((tag, index, all) =>
  all.slice(index).map((other) => [`a+${tag}`, `b+${other}`] as const),
);
const isForGood = (to: string): boolean => /\+(?:bounce|blocked)$/.test(to);
const isForNow = (to: string): boolean => /\+(?:softbounce|defer)$/.test(to);

/** What becomes of a mail whose sender comes again where it is asked to. */
async function inTurn(to: string) {
  const emulator = await frozen();
  const replies = [await send(emulator, to, { isOver: false })];
  if (/^4/.test(replies[0] ?? '')) replies.push(await send(emulator, to, { isOver: false }));
  await emulator.clock.advance('40d');
  const statuses = (await emulator.inbox.list()).map(({ status }) => status);
  return { replies, statuses, events: await eventsBy(emulator) };
}

describe('the order of two recipients matters to nobody, and who puts a mail off gets it or bounces', () => {
  it.each(pairs)('%s %s', async (one, other) => {
    const outcomes = await Promise.all([inTurn(`${one} ${other}`), inTurn(`${other} ${one}`)]);
    expect(outcomes[1]).toEqual(outcomes[0]);
    const [{ replies, events }] = outcomes;
    const both = [one, other];
    const first = both.every(isForGood) ? /^550 / : both.every(isForNow) ? /^45\d / : /^250 /;
    expect(replies[0]).toMatch(first);
    const waiting = /^4/.test(replies.at(-1) ?? '') ? [] : both.filter(isForNow);
    for (const to of waiting) {
      expect(events[to]).toMatch(to.endsWith('+defer') ? /deferred.* delivered/ : /deferred bounced$/);
      expect(events[to]?.match(/delivered|bounced/g), to).toHaveLength(1);
    }
  });

  it('nor is anything of it remembered: the next mail is put off anew', async () => {
    const emulator = await frozen();
    await send(emulator, 'a+bounce b+defer', { isOver: false });
    expect(await send(emulator, 'b+defer')).toMatch(/^451 /);
  });
});

it('who complains, leaves or bounces is the recipient who asked for it, and no other of the same mail', async () => {
  const emulator = await frozen();
  const names = ['plain', 'b+spam', 'p2', 'u+unsubscribe', 'p3', 'd+bounce'];
  for (const name of names)
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: `${name}@x.test` } });
  for (const [index, name] of names.entries())
    if (index % 2 === 0) await send(emulator, `${name} ${names[index + 1]}`);
  const { data: contacts } = await callApi<Contact[]>(emulator, '/contacts');
  const left = contacts.filter((contact) => contact.status === 'unsubscribed').map(({ email }) => email);
  expect(left.sort()).toEqual(['b+spam@x.test', 'u+unsubscribe@x.test']);
  const { data } = await callControl<{ address: string; reason: string }[]>(emulator, '/suppressions');
  expect(data.map(({ address, reason }) => `${address} ${reason}`).sort()).toEqual([
    'b+spam@x.test complained',
    'd+bounce@x.test bounced',
  ]);
});

it.each(['opened', 'clicked', 'unsubscribed', 'spam_reported'] as const)(
  '%s that is triggered happens to the recipient that it names, one of several',
  async (action) => {
    const emulator = await frozen();
    await send(emulator, 'ann bob');
    const event = await emulator.trigger(`email.${action}`, { to: 'Bob@x.test' });
    expect(event.data.email).toBe('bob@x.test');
    expect(await emulator.inbox.list()).toHaveLength(1);
  },
);
