import { useState } from 'preact/hooks';
import type { WebhookEventType } from '../../src/contract/event.js';
import type { RetryPreset } from '../../src/contract/retry-schedules.js';
import { reasonOf } from '../shell/workspace/control.js';

/** What a person may choose of an endpoint. */
export interface EndpointValues {
  url: string;
  events: WebhookEventType[];
  retries: RetryPreset;
}

const eventWords: Record<WebhookEventType, string> = {
  'email.sent': 'sent',
  'email.delivered': 'delivered',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
  'email.bounced': 'bounced',
  'email.unsubscribed': 'unsubscribed',
};
export const allEvents = Object.keys(eventWords) as WebhookEventType[];

const retryWords: Record<RetryPreset, string> = {
  standard: 'over a day of the clock',
  fast: 'within seconds',
  none: 'not at all',
};

export interface EndpointFormProps {
  initial: EndpointValues;
  action: string;
  /** Rejects with what was expected. */
  send(values: EndpointValues): Promise<unknown>;
}

/** Where deliveries go, which events, and how failed ones are retried. */
export function EndpointForm({ initial, action, send }: EndpointFormProps) {
  const [values, setValues] = useState(initial);
  const [issue, setIssue] = useState<string | null>(null);
  const change = (patch: Partial<EndpointValues>) => setValues((held) => ({ ...held, ...patch }));
  const submit = (event: Event) => {
    event.preventDefault();
    setIssue(null);
    send({ ...values, url: values.url.trim() }).catch((error: unknown) => setIssue(reasonOf(error)));
  };
  return (
    <form class="form" onSubmit={submit}>
      <label>
        URL of your receiver
        <input
          type="url"
          required
          class="field"
          placeholder="http://localhost:3000/webhooks"
          value={values.url}
          aria-invalid={issue !== null}
          aria-describedby={issue === null ? undefined : 'endpoint-issue'}
          onInput={({ currentTarget }) => change({ url: currentTarget.value })}
          data-first-focus={initial.url === '' || undefined}
        />
      </label>
      <EventBoxes events={values.events} onChange={(events) => change({ events })} />
      <label>
        Failed deliveries are tried again
        <select
          class="field"
          value={values.retries}
          onChange={({ currentTarget }) => change({ retries: currentTarget.value as RetryPreset })}
        >
          {Object.entries(retryWords).map(([preset, word]) => (
            <option key={preset} value={preset}>
              {word}
            </option>
          ))}
        </select>
      </label>
      {issue !== null && (
        <p class="bad" id="endpoint-issue" role="alert">
          {issue}
        </p>
      )}
      <button type="submit" class="button primary">
        {action}
      </button>
    </form>
  );
}

const EventBoxes = ({
  events,
  onChange,
}: {
  events: readonly WebhookEventType[];
  onChange(events: WebhookEventType[]): void;
}) => (
  <fieldset class="event-boxes">
    <legend>When a mail is</legend>
    {allEvents.map((type) => (
      <label key={type}>
        <input
          type="checkbox"
          checked={events.includes(type)}
          onChange={({ currentTarget: { checked } }) =>
            onChange(allEvents.filter((each) => (each === type ? checked : events.includes(each))))
          }
        />
        {eventWords[type]}
      </label>
    ))}
  </fieldset>
);
