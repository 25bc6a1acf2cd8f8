import type { ApiCall } from '../../contract/request.js';
import type { DeliveryRecord } from '../../contract/delivery.js';
import { toLogEvent } from '../../contract/event.js';
import type { EventRecord } from '../../contract/event.js';
import type { MessageRecord } from '../../contract/message.js';
import type { MessageTimeline, TimelineEntry } from '../../contract/message-timeline.js';
import { toIso } from '../../contract/time.js';
import { shownUrl } from '../../contract/web/endpoint-url.js';
import type { EventLog } from '../events/event-log.js';
import type { Requests } from '../traffic/request-log.js';
import type { Deliveries } from '../webhooks/deliveries.js';
import type { Webhooks } from '../webhooks/endpoints.js';
import type { Messages } from '../inbox/messages.js';
import { markdownOf } from './message-markdown.js';

/** The services that a timeline is read from. */
export interface TimelineServices {
  now(): number;
  messages: Pick<Messages, 'get'>;
  events: Pick<EventLog, 'all'>;
  deliveries: Pick<Deliveries, 'list'>;
  webhooks: Pick<Webhooks, 'list'>;
  requests: Pick<Requests, 'list'>;
}

const mostEvents = 500;
/** Deliveries of one event: one an endpoint, and more only where endpoints came and went. */
const mostDeliveries = 50;

/** An entry with what orders it: its time in ms, then its place in the life of a mail. */
interface Placed {
  at: number;
  place: number;
  entry: TimelineEntry;
}
const placed = (at: number, place: number, entry: TimelineEntry): Placed => ({ at, place, entry });

/** The call that made a mail, and that which started its campaign. */
function isOrigin({ kind, id, campaign_id, contact_id }: MessageRecord): (call: ApiCall) => boolean {
  const answers = ({ path, response }: ApiCall, route: string, made: string | null) =>
    path === route && made !== null && (response.body?.includes(made) ?? false);
  return (call) => {
    if (call.method !== 'POST' || call.status === null || call.status >= 300) return false;
    switch (kind) {
      case 'campaign':
        return (
          call.path === `/v2/campaigns/${campaign_id}/send` || answers(call, '/v2/campaigns', campaign_id)
        );
      case 'welcome':
        return answers(call, '/v2/contacts', contact_id);
      case 'transactional':
        return answers(call, '/v2/emails', id);
      case 'smtp':
        return false;
    }
  };
}

const callEntry = ({ id, at, method, path, status, duration_ms, key }: ApiCall): Placed =>
  placed(Date.parse(at), 0, {
    ...{ kind: 'call', at, request_id: id, method, path, status, duration_ms },
    key: key?.name ?? null,
  });

function ownEntries(message: MessageRecord): Placed[] {
  const { kind, subject, missing, envelope, size, attempts, reply, transcript_id } = message;
  const isFromOutside = kind === 'smtp';
  const at = isFromOutside ? message.received_at : message.sent_at;
  const composed: TimelineEntry = { kind: 'composed', at: toIso(message.received_at), subject, missing };
  return [
    ...(isFromOutside ? [] : [placed(message.received_at, 1, composed)]),
    ...(at === null
      ? []
      : [placed(at, 2, { kind: 'smtp', at: toIso(at), ...envelope, size, attempts, reply, transcript_id })]),
  ];
}

const planOf = ({ schedule }: MessageRecord): Placed[] =>
  schedule.map(({ do: what, at }) =>
    placed(at, 0, { kind: 'planned', at: toIso(at), do: what, delivery_id: null, url: null }),
  );

/** A delivery of an event of the mail; `place` is that of the event. */
interface EventDelivery {
  delivery: DeliveryRecord;
  place: number;
  url: string | null;
}

/** The attempts of a delivery, each after its event where both have one time. */
function attemptsOf({ delivery, place, url }: EventDelivery): Placed[] {
  const { id: delivery_id, webhook_id, event_id, event_type } = delivery;
  return delivery.attempts.map(({ at, number, status, error, duration_ms, faults }) =>
    placed(at, place + 0.5, {
      ...{ kind: 'attempt', at: toIso(at), delivery_id, webhook_id, url, event_id, event_type },
      ...{ number, status, error, duration_ms, faults },
    }),
  );
}

function nextAttemptOf({ delivery, url }: EventDelivery, now: number): Placed[] {
  if (delivery.status !== 'pending') return [];
  const at = delivery.next_attempt_at ?? now;
  return [placed(at, 1, { kind: 'planned', at: toIso(at), do: 'attempt', delivery_id: delivery.id, url })];
}

/** The place of an event in the life of a mail: after what the mail itself did. */
const placeOf = ({ seq }: EventRecord): number => seq + 2;

function eventEntry(event: EventRecord): Placed {
  const logged = toLogEvent(event);
  return placed(event.created_at, placeOf(event), { kind: 'event', at: logged.created_at, event: logged });
}

const inOrder = (entries: readonly Placed[]): TimelineEntry[] =>
  [...entries].sort((a, b) => a.at - b.at || a.place - b.place).map(({ entry }) => entry);

/** All that happened to a mail, from the call of the API to the last attempt of a webhook. Throws a 404 where there is none. */
export function messageTimeline(services: TimelineServices, id: string): MessageTimeline {
  const message = services.messages.get(id);
  const urls = new Map(services.webhooks.list().map((webhook) => [webhook.id, shownUrl(webhook.url)]));
  const events: EventRecord[] = [];
  let events_skipped = 0;
  for (const event of services.events.all({ message: id })) {
    if (events.length < mostEvents) events.push(event);
    else events_skipped += 1;
  }
  const deliveries = events.flatMap((event) =>
    services.deliveries.list({ event: event.id }, mostDeliveries).rows.map((delivery): EventDelivery => {
      return { delivery, place: placeOf(event), url: urls.get(delivery.webhook_id) ?? null };
    }),
  );
  const happened = [
    // Newest first, as the log has them: two of one second would change places.
    ...services.requests.list({}).filter(isOrigin(message)).reverse().map(callEntry),
    ...ownEntries(message),
    ...events.map(eventEntry),
    ...deliveries.flatMap(attemptsOf),
  ];
  const now = services.now();
  const planned = [...planOf(message), ...deliveries.flatMap((delivery) => nextAttemptOf(delivery, now))];
  const entries = [...inOrder(happened), ...inOrder(planned)];
  const markdown = markdownOf({ message, entries, events_skipped });
  return { message_id: message.id, entries, events_skipped, markdown };
}
