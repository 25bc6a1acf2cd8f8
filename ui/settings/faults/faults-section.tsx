import type { CreatedFault } from '../../../src/contract/fault.js';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Webhook } from '../../../src/contract/webhook.js';
import { ActButton } from '../../shell/act-button.js';
import { Icon } from '../../shell/late-icons.js';
import type { PageProps } from '../../shell/page.js';
import { shownUrl } from '../../words/endpoint-words.js';
import { webhookFaultWords } from '../../words/fault-words.js';
import { Loaded, Part, Section } from '../parts.js';
import { useAct } from '../use-act.js';
import { useResource } from '../use-resource.js';
import { effectOf, placeOf, useOf } from './fault-words.js';
import { NewFault } from './new-fault.js';

// A call may use a fault up.
const isCall = ({ type }: LiveFrame): boolean => type === 'request' || type === 'message';
const isEndpoint = (frame: LiveFrame): boolean =>
  frame.type === 'changed' && frame.tables.includes('webhooks');

/** What goes wrong on purpose: in calls of `/v2`, SMTP sessions and deliveries. */
export function FaultsSection(props: PageProps) {
  const { control } = props;
  const faults = useResource<CreatedFault[]>(props, '/faults', { isNews: isCall, looks: true });
  const endpoints = useResource<Webhook[]>(props, '/webhooks', { isNews: isEndpoint });
  const reload = () => {
    faults.reload();
    endpoints.reload();
  };
  const { act, isBusy } = useAct(props, reload);
  return (
    <Section
      title="Faults"
      lead="What goes wrong on purpose, so that an application shows whether it copes. The first rule that matches is injected; rules hold until they are used up, cleared, or the emulator stops."
    >
      <Loaded of={endpoints}>
        {(known) => <NewFault {...props} endpoints={known} act={act} isBusy={isBusy} />}
      </Loaded>
      <Part title="Calls and SMTP sessions">
        <Loaded of={faults}>
          {(rules) =>
            rules.length === 0 ? (
              <p class="muted">No rule: everything goes well.</p>
            ) : (
              <>
                <ul class="set-list">
                  {rules.map((rule) => (
                    <FaultItem
                      key={rule.id}
                      rule={rule}
                      isBusy={isBusy}
                      onRemove={() =>
                        void act(() => control.change('DELETE', `/faults/${rule.id}`), 'The rule is removed')
                      }
                    />
                  ))}
                </ul>
                <ActButton
                  class="button"
                  isOff={isBusy}
                  onClick={() => void act(() => control.change('DELETE', '/faults'), 'All rules are removed')}
                >
                  Clear all
                </ActButton>
              </>
            )
          }
        </Loaded>
      </Part>
      <Part title="Webhooks">
        <Loaded of={endpoints}>
          {(known) => (
            <EndpointFaults
              endpoints={known}
              isBusy={isBusy}
              onClear={(id) =>
                void act(
                  () => control.change('PATCH', `/webhooks/${id}`, { faults: null }),
                  'Deliveries go well again',
                )
              }
            />
          )}
        </Loaded>
      </Part>
    </Section>
  );
}

interface FaultItemProps {
  rule: CreatedFault;
  isBusy: boolean;
  onRemove(): void;
}

const FaultItem = ({ rule, isBusy, onRemove }: FaultItemProps) => (
  <li>
    <div class="set-name">
      <bdi class="mono">{placeOf(rule)}</bdi>
      <span>
        <bdi>{effectOf(rule)}</bdi> <span class="muted">· {useOf(rule)}</span>
      </span>
      {rule.warnings.map((warning) => (
        <p key={warning} class="notice state-deferred">
          <Icon name="warning" /> <bdi>{warning}</bdi>
        </p>
      ))}
    </div>
    <ActButton
      class="button quiet small"
      isOff={isBusy}
      aria-label={`Remove the rule for ${placeOf(rule)}`}
      onClick={onRemove}
    >
      Remove
    </ActButton>
  </li>
);

interface EndpointFaultsProps {
  endpoints: readonly Webhook[];
  isBusy: boolean;
  onClear(id: string): void;
}

function EndpointFaults({ endpoints, isBusy, onClear }: EndpointFaultsProps) {
  const faulty = endpoints.flatMap(({ id, url, faults }) =>
    faults ? [{ id, url: shownUrl(url), faults }] : [],
  );
  if (faulty.length === 0)
    return (
      <p class="muted">
        {endpoints.length === 0 ? 'There is no endpoint.' : 'Deliveries reach every endpoint as they are.'}
      </p>
    );
  return (
    <ul class="set-list">
      {faulty.map(({ id, url, faults }) => (
        <li key={id}>
          <div class="set-name">
            <bdi class="mono">{url}</bdi>
            <span>{webhookFaultWords(faults)}</span>
          </div>
          <ActButton
            class="button quiet small"
            isOff={isBusy}
            aria-label={`Clear the faults of ${url}`}
            onClick={() => onClear(id)}
          >
            Clear
          </ActButton>
        </li>
      ))}
    </ul>
  );
}
