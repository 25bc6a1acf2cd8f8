import { expect, it } from 'vitest';
import type { Attempt, DeliveryRecord } from '../../contract/delivery.js';
import type { EventRecord } from '../../contract/event.js';
import { workspaceTimeline } from './workspace-timeline.js';
import type { MessageList } from '../inbox/message-list.js';
import type { TimelineSource } from './workspace-timeline.js';

const many = 500;
const minute = (number: number): number => Date.UTC(2030, 0, 1) + number * 60_000;

const attempt = (number: number, at: number, status = 500): Attempt => ({
  ...{ number, at, duration_ms: 1, status, error: null, faults: [], trimmed: false },
  ...{ request_headers: {}, response_headers: {}, response_body: '' },
});
/** A delivery made at a minute, and attempted then and perhaps once more. */
const delivery = (made: number, again?: number): DeliveryRecord => ({
  ...{ id: `dlv_${made}`, seq: made, webhook_id: 'wh_1', event_id: 'evt_1', event_type: 'email.sent' },
  ...{
    test: false,
    body: '',
    status: 'pending',
    next_attempt_at: null,
    draw: null,
    created_at: minute(made),
  },
  attempts: [attempt(1, minute(made)), ...(again === undefined ? [] : [attempt(2, minute(again), 200)])],
});

/** An event of a minute; its number is far above those before it, since most numbers are changes of mail. */
const event = (made: number): EventRecord => ({
  ...{ id: `evt_${made}`, seq: 1 + made * 1000, type: 'email.sent', created_at: minute(made) },
  data: { message_id: `email_${made}`, email: 'a@x.test' },
});

const noMail: Partial<MessageList> = { rows: [] };

async function linesOf(given: { deliveries?: DeliveryRecord[]; events?: EventRecord[] }): Promise<string[]> {
  const { deliveries = [], events = [] } = given;
  const source: TimelineSource = {
    ...{
      id: 'default',
      now: () => minute(2 * many),
      webhooks: { list: () => [] },
      requests: { list: () => [] },
    },
    messages: { list: () => Promise.resolve(noMail as MessageList) },
    deliveries: { attempted: () => deliveries },
    events: {
      all: ({ since = 0 }) => events.filter(({ seq }) => seq > since),
      last: () => events.at(-1)?.seq ?? 0,
    },
  };
  return (await workspaceTimeline(source)).split('\n').filter((line) => line.startsWith('- '));
}
const newestFirst = (count: number, one: (number: number) => DeliveryRecord) =>
  Array.from({ length: count }, (_, index) => one(count - 1 - index));

it('has the latest attempts, of deliveries that were made long ago, too', async () => {
  const lines = await linesOf({
    deliveries: newestFirst(many, (made) => (made === 3 ? delivery(made, many) : delivery(made))),
  });
  expect(lines).toHaveLength(201);
  expect(lines[0]).toBe('- (earlier ones are left out)');
  expect(lines.at(-1)).toMatch(/attempt 2 of email\.sent: 200 .*dlv_3/);
  expect(lines.at(-2)).toMatch(new RegExp(`dlv_${many - 1},`));
});

it('has attempts of one moment in the order of their deliveries, the newest of them', async () => {
  const atOnce = (made: number): DeliveryRecord => ({ ...delivery(made), attempts: delivery(0).attempts });
  const lines = await linesOf({ deliveries: newestFirst(many, atOnce) });
  const ids = lines.slice(1).map((line) => /dlv_(\d+)/.exec(line)?.[1]);
  expect(ids).toEqual(Array.from({ length: 200 }, (_, index) => String(many - 200 + index)));
});

it('has the latest events, however much else happened between them', async () => {
  const lines = await linesOf({ events: Array.from({ length: many }, (_, made) => event(made)) });
  expect(lines).toHaveLength(201);
  expect(lines[1]).toContain(`evt_${many - 200})`);
  const few = await linesOf({ events: [event(0), event(many)] });
  expect(few).toHaveLength(2);
});
