import { describe, expect, it } from 'vitest';
import { actionNames, actions, hasHappened } from '../../contract/actions.js';
import { MessageStatus } from '../../contract/message.js';
import type { Bounce, MessageRecord, ScheduledAction } from '../../contract/message.js';
import { acted, answered, bounced, deferred, delivered, hasArrived } from './lifecycle.js';
import type { Change } from './lifecycle.js';
import { newMessage } from './new-message.js';

const at = 1_000_000;
const schedule: ScheduledAction[] = [
  { do: 'deliver', at },
  ...actionNames.map((action) => ({ do: action, at })),
];
const retry: ScheduledAction = { do: 'retry', at };
const visitor = { user_agent: 'Test', ip: '192.0.2.1', bot: false };
const hard: Bounce = { type: 'hard', smtp_code: 550, status: '5.1.1', diagnostic: '550 5.1.1 No' };
const soft: Bounce = { type: 'soft', smtp_code: 452, status: '4.2.2', diagnostic: '452 4.2.2 Full' };
const reply = (code: number) => ({ code, status: '', text: '' });

const message = (more: Partial<MessageRecord> = {}): MessageRecord => ({
  ...newMessage({
    id: 'email_00000001',
    kind: 'campaign',
    campaign_id: 'campaign_00000001',
    contact_id: 'contact_00000001',
    from: { name: '', address: 'news@shop.test' },
    to: [{ name: 'Ann', address: 'ann@example.test' }],
    envelope: { from: '', to: ['ann@example.test'] },
    received_at: 0,
  }),
  ...more,
});
const data = {
  message_id: 'email_00000001',
  campaign_id: 'campaign_00000001',
  contact_id: 'contact_00000001',
  email: 'ann@example.test',
};

type Step = (from: MessageRecord) => Change | null;
const answer =
  (code: number): Step =>
  (from) =>
    answered(from, { reply: reply(code), at, schedule: () => schedule });
const actionSteps = Object.fromEntries(
  actionNames.map((action): [string, Step] => [action, (from) => acted(from, action)]),
);
const steps: Readonly<Record<string, Step>> = {
  'answer 250': answer(250),
  'answer 452': answer(452),
  'answer 550': answer(550),
  deliver: delivered,
  defer: (from) => deferred(from, soft, [retry]),
  bounce: (from) => bounced(from, hard),
  ...actionSteps,
};

/** Where each step leads from queued, sent, delivered, deferred and bounced; `-` where it is refused. */
const table: Readonly<Record<string, string>> = {
  'answer 250': 'sent    sent       delivered  sent       bounced',
  'answer 452': 'queued  sent       delivered  deferred   bounced',
  'answer 550': 'queued  sent       delivered  deferred   bounced',
  deliver: '     -       delivered  -          delivered  -',
  defer: '       deferred deferred  -          deferred   -',
  bounce: '      bounced bounced    bounced    bounced    bounced',
  ...Object.fromEntries(actionNames.map((action) => [action, 'queued sent delivered deferred bounced'])),
};
const rows = Object.entries(table).flatMap(([step, line]) =>
  line
    .trim()
    .split(/\s+/)
    .map((to, index) => [step, MessageStatus.options[index] ?? 'queued', to] as const),
);

describe('the life of a message', () => {
  it('has a row for every step and a column for every status', () => {
    expect(Object.keys(table)).toEqual(Object.keys(steps));
    expect(MessageStatus.options).toEqual(['queued', 'sent', 'delivered', 'deferred', 'bounced']);
    expect(rows).toHaveLength(Object.keys(steps).length * MessageStatus.options.length);
  });

  it.each(rows)('%s of a %s mail leads to %s', (step, status, to) => {
    const before = message({ status });
    const untouched = structuredClone(before);
    expect(steps[step]?.(before)?.row.status ?? '-').toBe(to);
    expect(before).toEqual(untouched);
  });

  it('lets a recipient have what was sent or delivered', () => {
    const having = MessageStatus.options.filter((status) => hasArrived({ status }));
    expect(having).toEqual(['sent', 'delivered']);
  });
});

describe('an answer', () => {
  it('is email.sent the first time, and counts each attempt', () => {
    const first = answered(message(), { reply: reply(452), at, schedule: () => schedule });
    expect(first.event).toEqual({ type: 'email.sent', data });
    expect(first.row).toMatchObject({ attempts: 1, sent_at: at, schedule: [] });
    const second = answered(first.row, { reply: reply(250), at: at + 1, schedule: () => schedule });
    expect(second.event).toBeNull();
    expect(second.row).toMatchObject({ attempts: 2, sent_at: at, reply: reply(250), schedule });
  });

  it('that accepts forgets the refusal before it', () => {
    const refused = message({ status: 'deferred', bounce: soft, schedule: [retry] });
    expect(steps['answer 250']?.(refused)?.row).toMatchObject({ status: 'sent', bounce: null, schedule });
  });

  it('that comes when the mail has bounced schedules nothing', () => {
    const late = steps['answer 250']?.(message({ status: 'bounced', bounce: hard }));
    expect(late?.row).toMatchObject({ bounce: hard, schedule: [], attempts: 1 });
    expect(late?.event?.type).toBe('email.sent');
  });
});

describe('a refusal', () => {
  it.each([
    ['hard', 'bounced'],
    ['soft', null],
    ['blocked', null],
  ] as const)('that is %s suppresses the address: %s', (type, suppresses) => {
    const bounce = { ...hard, type };
    const change = bounced(message({ status: 'sent', schedule }), bounce);
    expect(change).toMatchObject({ suppresses, leaves: false, row: { bounce, schedule: [] } });
    expect(change?.event).toEqual({ type: 'email.bounced', data: { ...data, bounce } });
  });

  it('for now leaves the retry alone to be done, or nothing where the sender retries', () => {
    const sent = message({ status: 'sent', schedule });
    expect(deferred(sent, soft, [retry])).toMatchObject({ suppresses: null, row: { schedule: [retry] } });
    expect(deferred(sent, soft, [])?.row.schedule).toEqual([]);
    expect(deferred(sent, soft, [retry])?.event?.data).toEqual({ ...data, bounce: soft });
  });
});

it('a delivery drops itself and a retry from the schedule, and nothing else', () => {
  const acting = schedule.slice(1);
  expect(delivered(message({ status: 'sent', schedule }))?.row.schedule).toEqual(acting);
  const row = message({ status: 'deferred', bounce: soft, schedule: [retry] });
  expect(delivered(row)?.row).toMatchObject({ schedule: [], bounce: null });
});

describe.each(actionNames)('the action %s', (action) => {
  const { event, field, repeats, link, leaves, suppresses, visitor: named } = actions[action];
  const detail = { visitor, url: 'https://shop.test/' };
  const once = acted(message({ schedule }), action, detail);
  const row = once?.row ?? message();

  it('is one event that says what it may', () => {
    const expectedData = { ...data, ...(link ? { url: detail.url } : {}), ...(named ? visitor : {}) };
    expect(once).toMatchObject({ event: { type: event }, leaves, suppresses });
    expect(once?.event?.data).toEqual(expectedData);
    expect(acted(message(), action)?.event?.data).toEqual(data);
  });

  it('is kept in its own field alone, and leaves the schedule', () => {
    expect(hasHappened(message(), action)).toBe(false);
    expect(actionNames.filter((each) => hasHappened(row, each))).toEqual([action]);
    expect(row).toEqual({ ...message(), [field]: repeats ? 1 : true, schedule: row.schedule });
    expect(row.schedule).toEqual(schedule.filter((each) => each.do !== action));
  });

  it(repeats ? 'adds up' : 'happens once', () => {
    const again = acted(row, action, detail);
    if (repeats) expect(again?.row[field]).toBe(2);
    else expect(again).toBeNull();
  });
});
