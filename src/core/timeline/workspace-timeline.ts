import type { ApiCall } from '../../contract/request.js';
import type { DeliveryRecord } from '../../contract/delivery.js';
import type { EventRecord } from '../../contract/event.js';
import type { MessageRecord } from '../../contract/message.js';
import { toIso } from '../../contract/time.js';
import { shownUrl } from '../../contract/web/endpoint-url.js';
import type { EventLog } from '../events/event-log.js';
import type { Messages } from '../inbox/messages.js';
import type { Requests } from '../traffic/request-log.js';
import type { Deliveries } from '../webhooks/deliveries.js';
import type { Webhooks } from '../webhooks/endpoints.js';
import { attemptLine, callLine, eventLine, mailLine } from './happenings.js';

/** The services that a timeline is read from. */
export interface TimelineSource {
  id: string;
  now(): number;
  events: Pick<EventLog, 'all' | 'last'>;
  messages: Pick<Messages, 'list'>;
  requests: Pick<Requests, 'list'>;
  deliveries: Pick<Deliveries, 'attempted'>;
  webhooks: Pick<Webhooks, 'list'>;
}

/** Happenings of a page, the newest: what is longer nobody reads, and no agent has room for. */
const mostLines = 200;
/** Events and changes of mail share their numbers: so many of the newest are looked at, and more where few are events. */
const leastNumbers = 5000;
/** One of a kind more than there are lines, so that it shows where some are left out. */
const mostRows = mostLines + 1;

/** One happening: its time in ms, what comes first at the same time, and its words. */
interface Happening {
  at: number;
  place: number;
  words: string;
}

const ofCall = (call: ApiCall): Happening => ({ at: Date.parse(call.at), place: 0, words: callLine(call) });
const ofMail = (mail: MessageRecord): Happening => ({
  at: mail.received_at,
  place: 1,
  words: mailLine(mail),
});
const ofEvent = (event: EventRecord): Happening => ({
  at: event.created_at,
  place: 2,
  words: eventLine(event),
});
const ofDelivery = (delivery: DeliveryRecord, url: string | undefined): Happening[] =>
  delivery.attempts.map((attempt) => ({
    at: attempt.at,
    place: 3,
    words: attemptLine(delivery, attempt, url),
  }));

function newestEvents(events: TimelineSource['events']): EventRecord[] {
  for (let numbers = leastNumbers; ; numbers *= 4) {
    const since = Math.max(0, events.last() - numbers);
    const found = [...events.all({ since })];
    if (found.length >= mostRows || since === 0) return found.slice(-mostRows);
  }
}

const lastAttemptOf = ({ attempts }: DeliveryRecord): number => attempts.at(-1)?.at ?? -Infinity;

/** Those that were attempted last, however long ago they were made; newest first, as they are given. */
function lastAttempted(rows: readonly DeliveryRecord[]): DeliveryRecord[] {
  const bound = Float64Array.from(rows, lastAttemptOf).sort().at(-mostRows) ?? -Infinity;
  let left = mostRows - rows.filter((row) => lastAttemptOf(row) > bound).length;
  return rows.filter((row) => {
    const at = lastAttemptOf(row);
    return at > bound || (at === bound && left-- > 0);
  });
}

/** Calls, mail from outside, events and attempts of webhooks from a moment of the clock on, in order. */
async function happenings(source: TimelineSource, since: number): Promise<Happening[]> {
  const { events, messages, requests, deliveries, webhooks } = source;
  const urls = new Map(webhooks.list().map(({ id, url }) => [String(id), shownUrl(url)]));
  const mail = await messages.list({ q: 'kind:smtp' }, mostRows);
  const attempted = lastAttempted(deliveries.attempted({}, Infinity)).toReversed();
  // Lists are newest first: what stands at one moment comes in the order in which it happened, since the sort is stable.
  const all = [
    ...requests.list({}).toReversed().map(ofCall),
    ...mail.rows.toReversed().map(ofMail),
    ...newestEvents(events).map(ofEvent),
    ...attempted.flatMap((row) => ofDelivery(row, urls.get(row.webhook_id))),
  ];
  return all.filter(({ at }) => at >= since).sort((a, b) => a.at - b.at || a.place - b.place);
}

/** What happened in a workspace from a moment of its clock on, as Markdown: a line a happening, the newest last. */
export async function workspaceTimeline(source: TimelineSource, since = 0): Promise<string> {
  const all = await happenings(source, since);
  const shown = all.slice(-mostLines);
  const now = toIso(source.now());
  const from = since === 0 ? 'the beginning' : toIso(since);
  return [
    `# What happened in ${source.id}`,
    '',
    `From ${from} to ${now}, the clock of the workspace (UTC). What comes later: \`/_emulator/timeline?since=${now}\``,
    '',
    ...(shown.length < all.length ? ['- (earlier ones are left out)'] : []),
    ...(shown.length === 0 ? ['Nothing happened.'] : shown.map(({ at, words }) => `- ${toIso(at)} ${words}`)),
    '',
  ].join('\n');
}
