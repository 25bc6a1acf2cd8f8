import { useEffect, useRef, useState } from 'preact/hooks';
import type { Issue } from '../../src/contract/errors.js';
import type { WebhookEventType } from '../../src/contract/event.js';
import type { RetryPreset } from '../../src/contract/retry-schedules.js';
import { FieldIssue } from '../shell/field-issue.js';
import { CallError, reasonOf } from '../shell/workspace/control.js';

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
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const form = useRef<HTMLFormElement | null>(null);
  // The field that is to be mended, once its mark is drawn.
  useEffect(() => {
    if (issues.length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .events-invalid input')?.focus();
  }, [issues]);
  const issueOf = (field: string) => issues.find((issue) => issue.field === field)?.issue;
  const [urlIssue, eventsIssue] = [issueOf('url'), issueOf('events')];
  const other = issues.find(({ field }) => field !== 'url' && field !== 'events');
  const change = (patch: Partial<EndpointValues>) => {
    setValues((held) => ({ ...held, ...patch }));
    setIssues((held) => held.filter(({ field }) => !(field in patch)));
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setIssues([]);
    send({ ...values, url: values.url.trim() }).catch((error: unknown) => setIssues(issuesOf(error)));
  };
  return (
    <form ref={form} class="form" onSubmit={submit}>
      <label>
        URL of your receiver
        <input
          type="url"
          required
          class="field"
          placeholder="http://localhost:3000/webhooks"
          value={values.url}
          aria-invalid={urlIssue !== undefined}
          aria-describedby={urlIssue === undefined ? undefined : 'endpoint-url-issue'}
          onInvalid={(event) => {
            // In the place of the browser's bubble, which goes by itself.
            event.preventDefault();
            setIssues([{ field: 'url', issue: event.currentTarget.validationMessage }]);
          }}
          onInput={({ currentTarget }) => change({ url: currentTarget.value })}
          data-first-focus={initial.url === '' || undefined}
        />
        {urlIssue !== undefined && <FieldIssue id="endpoint-url-issue" issue={urlIssue} />}
      </label>
      <EventBoxes events={values.events} issue={eventsIssue} onChange={(events) => change({ events })} />
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
      {other && (
        <p role="alert">
          <FieldIssue id="endpoint-issue" issue={other.issue} />
        </p>
      )}
      <button type="submit" class="button primary">
        {action}
      </button>
    </form>
  );
}

/** What was refused, by field; what has no field has an empty one. */
const issuesOf = (error: unknown): readonly Issue[] =>
  error instanceof CallError && error.issues.length > 0
    ? error.issues
    : [{ field: '', issue: reasonOf(error) }];

interface EventBoxesProps {
  events: readonly WebhookEventType[];
  issue: string | undefined;
  onChange(events: WebhookEventType[]): void;
}

function EventBoxes({ events, issue, onChange }: EventBoxesProps) {
  const isWell = issue === undefined;
  return (
    <fieldset
      class={isWell ? 'event-boxes' : 'event-boxes events-invalid'}
      aria-describedby={issue === undefined ? undefined : 'endpoint-events-issue'}
    >
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
      {issue !== undefined && <FieldIssue id="endpoint-events-issue" issue={issue} />}
    </fieldset>
  );
}
