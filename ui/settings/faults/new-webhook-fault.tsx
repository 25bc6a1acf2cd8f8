import { useState } from 'preact/hooks';
import { ActButton } from '../../shell/act-button.js';
import { Choice, onSubmit, TextInput } from '../parts.js';
import type { NewFaultProps } from './new-fault.js';
import { shownUrl } from '../../words/endpoint-words.js';

const shares = [
  { name: 'duplicate', word: 'Sent twice (%)' },
  { name: 'corrupt_signature', word: 'With a wrong signature (%)' },
  { name: 'truncate_body', word: 'With half a body (%)' },
] as const;
const waits = [
  { name: 'delay', word: 'Held back' },
  { name: 'reorder', word: 'Out of order within' },
] as const;
type Name = (typeof shares | typeof waits)[number]['name'] | 'drop_first';

/** What goes wrong on the way to an endpoint; it replaces what went wrong before. */
export function NewWebhookFault({ control, endpoints, act, isBusy }: NewFaultProps) {
  const [id, setId] = useState(endpoints[0]?.id ?? '');
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({});
  const set = (name: Name) => (value: string) => setTyped((held) => ({ ...held, [name]: value.trim() }));
  const given = Object.entries(typed).filter(([, value]) => value !== '');
  const add = () => {
    const faults: Record<string, string | number> = Object.fromEntries(
      given.map(([name, value]): [string, string | number] => {
        if (waits.some((wait) => wait.name === name)) return [name, value];
        return [name, name === 'drop_first' ? Number(value) : Number(value) / 100];
      }),
    );
    void act(
      () => control.change('PATCH', `/webhooks/${id}`, { faults }),
      'The faults of the endpoint are in force',
    );
  };
  if (endpoints.length === 0)
    return (
      <p class="muted">
        There is no endpoint yet: <a href="#/webhooks/new">add one</a>.
      </p>
    );
  return (
    <form class="set-form" onSubmit={onSubmit(add)}>
      <div class="set-grid">
        <Choice
          label="Endpoint"
          value={id}
          choices={endpoints.map((endpoint) => ({ value: endpoint.id, word: shownUrl(endpoint.url) }))}
          onChoose={setId}
        />
        <TextInput
          label="First attempts that are lost"
          field="faults.drop_first"
          type="number"
          min={0}
          step={1}
          value={typed.drop_first ?? ''}
          onInput={set('drop_first')}
        />
        {shares.map(({ name, word }) => (
          <TextInput
            key={name}
            label={word}
            field={`faults.${name}`}
            type="number"
            min={0}
            max={100}
            step="any"
            value={typed[name] ?? ''}
            onInput={set(name)}
          />
        ))}
        {waits.map(({ name, word }) => (
          <TextInput
            key={name}
            label={word}
            field={`faults.${name}`}
            hint="such as 5s or 2m"
            value={typed[name] ?? ''}
            onInput={set(name)}
          />
        ))}
      </div>
      <ActButton
        type="submit"
        class="button"
        isOff={isBusy || given.length === 0}
        title={given.length === 0 ? 'Nothing goes wrong yet: fill in a field' : undefined}
      >
        Set the faults
      </ActButton>
    </form>
  );
}
