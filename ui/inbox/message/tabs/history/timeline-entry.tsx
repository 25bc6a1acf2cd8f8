import type { ComponentChildren } from 'preact';
import type { TimelineEntry } from '../../../../../src/contract/message-timeline.js';
import { Chip } from '../../../../shell/chip.js';
import { Icon } from '../../../../shell/late-icons.js';
import type { IconName } from '../../../../shell/late-icons.js';
import { StateMark } from '../../../state-marks.js';
import { stateOfEvent, stateWords } from '../../../../words/mail-state.js';
import { sizeWords } from '../../../../words/size-words.js';

type Of<K extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: K }>;

const plannedWords: Record<Of<'planned'>['do'], string> = {
  deliver: 'Will be delivered',
  retry: 'Will be sent again',
  opened: 'Will be opened',
  clicked: 'Will be clicked',
  unsubscribed: 'The recipient will unsubscribe',
  spam_reported: 'Will be reported as spam',
  attempt: 'Next attempt of a webhook',
};

/** What happened, in a few words. */
export function entryWords(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'call':
      return 'API call';
    case 'composed':
      return 'Rendered';
    case 'smtp':
      return 'SMTP';
    case 'event':
      return stateWords[stateOfEvent[entry.event.type]];
    case 'attempt':
      return `Webhook, attempt ${entry.number}`;
    case 'planned':
      return plannedWords[entry.do];
  }
}

const isReceived = ({ status, error }: Of<'attempt'>): boolean =>
  status !== null && status >= 200 && status < 300 && error === null;

/** The drawing beside an entry, in the colour of what it means. */
export function EntryMark({ entry }: { entry: TimelineEntry }) {
  switch (entry.kind) {
    case 'call':
      return <Mark icon="requests" isBad={entry.status === null || entry.status >= 400} />;
    case 'composed':
      return <Mark icon="edit" />;
    case 'smtp':
      return <Mark icon="mail" isBad={(entry.reply?.code ?? 0) >= 400} />;
    case 'event':
      return <StateMark state={stateOfEvent[entry.event.type]} />;
    case 'attempt':
      return <Mark icon="webhook" isBad={!isReceived(entry)} isGood={isReceived(entry)} />;
    case 'planned':
      return <Mark icon="clock" />;
  }
}

const Mark = ({
  icon,
  isBad = false,
  isGood = false,
}: {
  icon: IconName;
  isBad?: boolean;
  isGood?: boolean;
}) => (
  <span class={`state-mark ${isBad ? 'state-bounced' : isGood ? 'state-delivered' : 'state-queued'}`}>
    <Icon name={icon} size={14} />
  </span>
);

/** What else is known of an entry. */
export function EntryDetails({ entry, isRepeated }: { entry: TimelineEntry; isRepeated: boolean }) {
  switch (entry.kind) {
    case 'call':
      return <CallDetails {...entry} />;
    case 'composed':
      return (
        <>
          <p dir="auto">{entry.subject}</p>
          {entry.missing.length > 0 && (
            <p class="bad">
              No value for <bdi class="mono">{entry.missing.join(', ')}</bdi>
            </p>
          )}
        </>
      );
    case 'smtp':
      return <SmtpDetails {...entry} />;
    case 'event':
      return <EventDetails {...entry} />;
    case 'attempt':
      return <AttemptDetails {...entry} isRepeated={isRepeated} />;
    case 'planned':
      return entry.url === null ? null : <Mono>{entry.url}</Mono>;
  }
}

const Mono = ({ children, isBad = false }: { children: ComponentChildren; isBad?: boolean }) => (
  <p class={isBad ? 'mono bad' : 'mono'}>
    <bdi>{children}</bdi>
  </p>
);

const CallDetails = ({ method, path, status, duration_ms, request_id, key }: Of<'call'>) => (
  <>
    <p class="mono">
      <a href={`#/requests/${request_id}`}>
        {method} <bdi>{path}</bdi>
      </a>
    </p>
    <p class="muted">
      {status ?? 'No answer'} in {Math.round(duration_ms)} ms
      {key !== null && (
        <>
          {' '}
          · key <bdi>{key}</bdi>
        </>
      )}
    </p>
  </>
);

const SmtpDetails = ({ from, to, reply, attempts, size }: Of<'smtp'>) => (
  <>
    {reply && (
      <Mono isBad={reply.code >= 400}>
        {[reply.code, reply.status, reply.text].filter(Boolean).join(' ')}
      </Mono>
    )}
    <p class="muted">
      <bdi>{from === '' ? '<>' : from}</bdi> → <bdi>{to[0] ?? 'nobody'}</bdi>
      {to.length > 1 && ` and ${to.length - 1} more`}
      {size > 0 && ` · ${sizeWords(size)}`}
      {attempts > 1 && ` · ${attempts} attempts`}
    </p>
  </>
);

function EventDetails({ event }: Of<'event'>) {
  const { url, user_agent, ip, bot, bounce } = event.data;
  return (
    <>
      {bot && (
        <p>
          <Chip tiny title="Done by a scanner, not by a person">
            <Icon name="bot" size={14} />
            bot
          </Chip>
        </p>
      )}
      {url && <Mono>{url}</Mono>}
      {bounce && (
        <Mono isBad>
          {bounce.type}: {bounce.diagnostic}
        </Mono>
      )}
      {(user_agent ?? ip) && (
        <p class="muted">
          <bdi>{[ip, user_agent].filter(Boolean).join(' · ')}</bdi>
        </p>
      )}
      <p class="event-name mono">
        {event.type} · {event.id}
      </p>
    </>
  );
}

const AttemptDetails = ({
  url,
  delivery_id,
  status,
  error,
  duration_ms,
  event_type,
  faults,
  isRepeated,
}: Of<'attempt'> & { isRepeated: boolean }) => (
  <>
    {!isRepeated && (
      <p class="mono">
        <a href={`#/webhooks/${delivery_id}`}>
          <bdi>{url ?? 'an endpoint that is gone'}</bdi>
        </a>
      </p>
    )}
    <p class="muted">
      {error === null ? (status ?? 'No answer') : <bdi>{error}</bdi>} in {Math.round(duration_ms)} ms ·{' '}
      {isRepeated ? (
        <a href={`#/webhooks/${delivery_id}`}>{delivery_id}</a>
      ) : (
        `${event_type} · ${delivery_id}`
      )}
      {faults.length > 0 && ` · injected: ${faults.join(', ')}`}
    </p>
  </>
);
