import type { MessageRecord } from '../../contract/message.js';
import type { TimelineEntry } from '../../contract/message-timeline.js';
import { code, ms } from './markdown.js';

const plannedWords = {
  deliver: 'will be delivered',
  retry: 'will be sent again',
  opened: 'will be opened',
  clicked: 'will be clicked',
  unsubscribed: 'recipient will unsubscribe',
  spam_reported: 'will be reported as spam',
} as const;

/** What an entry says, after its time. */
function wordsOf(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'call':
      return `API call ${code(`${entry.method} ${entry.path}`)}: ${entry.status ?? 'no answer'} in ${ms(entry.duration_ms)} (${entry.request_id})`;
    case 'composed': {
      const { missing, subject } = entry;
      const without =
        missing.length === 0 ? '' : `, without a value for ${missing.map((each) => code(each)).join(', ')}`;
      return `rendered ${code(subject)}${without}`;
    }
    case 'smtp': {
      const { from, to, reply, attempts } = entry;
      const answer = reply ? `: ${code(`${reply.code} ${reply.status} ${reply.text}`)}` : '';
      const tries = attempts > 1 ? `, ${attempts} attempts` : '';
      return `SMTP from ${code(from || '<>')} to ${to.map((each) => code(each)).join(', ')}${tries}${answer}`;
    }
    case 'event': {
      const { id, type, data } = entry.event;
      const { url, bounce, bot, user_agent } = data;
      const details = [url, bounce?.diagnostic, user_agent].flatMap((text) => (text ? [code(text)] : []));
      return [`**${type}**`, ...(bot ? ['by a machine'] : []), ...details, `(${id})`].join(' ');
    }
    case 'attempt': {
      const { event_type, url, number, status, error, duration_ms, faults, delivery_id } = entry;
      const answer = error === null ? (status ?? 'no answer') : code(error);
      const onPurpose = faults.length === 0 ? '' : `, injected: ${faults.join(', ')}`;
      return `webhook ${code(url ?? 'an endpoint that is gone')} attempt ${number} of ${event_type}: ${answer} in ${ms(duration_ms)}${onPurpose} (${delivery_id})`;
    }
    case 'planned':
      return entry.do === 'attempt'
        ? `planned: next attempt at ${code(entry.url ?? 'an endpoint that is gone')} (${entry.delivery_id ?? ''})`
        : `planned: ${plannedWords[entry.do]}`;
  }
}

export interface WrittenTimeline {
  message: MessageRecord;
  entries: readonly TimelineEntry[];
  events_skipped: number;
}

/** A timeline as Markdown: a line an entry, times in UTC on the clock of the workspace. */
export function markdownOf({ message, entries, events_skipped }: WrittenTimeline): string {
  const { id, subject, kind, status, to } = message;
  const head = `### ${code(subject)} to ${code(to[0]?.address ?? 'undisclosed recipients')}`;
  const lines = entries.map((entry) => `- ${entry.at} ${wordsOf(entry)}`);
  const rest = events_skipped === 0 ? [] : [`- and ${events_skipped} more events`];
  return `${[head, '', `${id}, ${kind}, ${status}`, '', ...lines, ...rest].join('\n')}\n`;
}
