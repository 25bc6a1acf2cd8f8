import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Webhook } from '../../src/contract/webhook.js';
import { reasonOf } from '../shell/workspace/control.js';
import { Fact } from '../shell/fact.js';
import { Icon } from '../shell/late-icons.js';
import type { PageProps } from '../shell/page.js';
import { SplitDetail } from '../shell/panes/split-detail.js';
import { shownUrl } from '../words/endpoint-words.js';
import { webhookFaultWords } from '../words/fault-words.js';
import { exactWords } from '../words/time-words.js';
import { CheckSignature } from './check-signature.js';
import { EndpointForm } from './endpoint-form.js';
import { ReceiverCode } from './receiver-code.js';
import type { Webhooks } from './use-webhooks.js';
import { SecretOnce } from './secret-once.js';

export interface EndpointDetailProps extends PageProps {
  endpoint: Webhook;
  webhooks: Webhooks;
  onEdit(isEditing: boolean): void;
  onClose(): void;
}

/** One endpoint: what it gets, and what can be done with it. */
export function EndpointDetail({ endpoint, webhooks, onEdit, onClose, ...page }: EndpointDetailProps) {
  const { control, show } = page;
  const { id, enabled } = endpoint;
  const { route, navigate } = webhooks;
  const { isEditing } = route;
  const isAlone = route.endpoint === id;
  const [secret, setSecret] = useState<string | null>(null);
  const run = (work: Promise<unknown>, done: string) =>
    work.then(
      () => show(done),
      (error: unknown) => show(reasonOf(error), 'bad'),
    );
  const rotate = () =>
    control
      .change<{ secret: string }>('POST', `/webhooks/${id}/rotate`)
      .then((rotated) => setSecret(rotated.secret));
  const remove = () => {
    onClose();
    webhooks.removal.remove({ id, path: `/webhooks/${id}`, name: shownUrl(endpoint.url) });
  };
  return (
    <SplitDetail page="Webhooks" label="Endpoint">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
        <button
          type="button"
          class="button quiet"
          disabled={!enabled}
          title={enabled ? 'Sends an example event' : 'The endpoint is disabled'}
          onClick={() => void run(control.change('POST', `/webhooks/${id}/test`), 'A test event was sent')}
        >
          <Icon name="sent" size={14} /> Send a test
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() =>
            void run(
              control.change('PATCH', `/webhooks/${id}`, { enabled: !enabled }),
              enabled ? 'The endpoint is disabled' : 'The endpoint is enabled',
            )
          }
        >
          <Icon name={enabled ? 'pause' : 'check'} size={14} /> {enabled ? 'Disable' : 'Enable'}
        </button>
        <button type="button" class="button quiet" onClick={() => onEdit(!isEditing)}>
          <Icon name="edit" size={14} /> {isEditing ? 'Do not edit' : 'Edit'}
        </button>
        <button type="button" class="button quiet danger" title="Its deliveries go with it" onClick={remove}>
          <Icon name="trash" size={14} /> Remove
        </button>
      </div>
      {isEditing ? (
        <div class="detail-body">
          <EndpointForm
            initial={{ url: endpoint.url, events: [...endpoint.events], retries: endpoint.retries }}
            action="Save the endpoint"
            send={async ({ url, events, retries }) => {
              await control.change('PATCH', `/webhooks/${id}`, { url, events, retries });
              onEdit(false);
              show('The endpoint is changed');
            }}
          />
        </div>
      ) : (
        <EndpointBody endpoint={endpoint} secret={secret} page={page}>
          <div class="endpoint-tools">
            <button
              type="button"
              class="button small"
              aria-pressed={isAlone}
              title={
                isAlone ? 'The list has the deliveries of all endpoints again' : 'The list has no others then'
              }
              onClick={() => navigate({ endpoint: isAlone ? null : id }, 'replace')}
            >
              Only its deliveries
            </button>
            <button
              type="button"
              class="button small"
              title="Both sign for a day"
              onClick={() => void run(rotate(), 'A new secret signs from now on')}
            >
              Rotate the secret
            </button>
          </div>
        </EndpointBody>
      )}
    </SplitDetail>
  );
}

const EndpointBody = ({
  endpoint,
  secret,
  page: { control, clip },
  children,
}: {
  endpoint: Webhook;
  secret: string | null;
  page: Pick<PageProps, 'control' | 'clip'>;
  /** What can be done beside reading. */
  children: ComponentChildren;
}) => (
  <div class="detail-body">
    <h2 class="mono">
      <bdi>{endpoint.url}</bdi>
    </h2>
    {endpoint.origin === 'play' && (
      <p class="notice">
        <Icon name="info" />{' '}
        <span>
          The demo brought this receiver with it, since there was no endpoint: it checks the signature, is
          busy at times, and goes when the demo is stopped.
        </span>
      </p>
    )}
    {secret !== null && <SecretOnce secret={secret} clip={clip} />}
    {!endpoint.enabled && endpoint.disabled_reason !== null && (
      <p class="notice state-bounced">
        <Icon name="warning" /> <span>Disabled: {endpoint.disabled_reason}</span>
      </p>
    )}
    {endpoint.failing_since !== null && (
      <p class="notice state-deferred">
        <Icon name="warning" />{' '}
        <span>Every attempt has failed since {exactWords(endpoint.failing_since)}</span>
      </p>
    )}
    <dl class="values">
      <Fact name="Events">{endpoint.events.join(', ')}</Fact>
      <Fact name="Retries">{endpoint.retries}</Fact>
      <Fact name="Made">{exactWords(endpoint.created_at)}</Fact>
      {endpoint.previous_secret_until !== null && (
        <Fact name="Former secret">
          signs beside the new one until {exactWords(endpoint.previous_secret_until)}
        </Fact>
      )}
      {endpoint.faults && <Fact name="Faults">{webhookFaultWords(endpoint.faults)}</Fact>}
    </dl>
    {children}
    <CheckSignature control={control} webhook={endpoint.id} />
    <details>
      <summary>Code of a receiver</summary>
      <ReceiverCode clip={clip} />
    </details>
  </div>
);
