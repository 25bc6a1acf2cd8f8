import { useState } from 'preact/hooks';
import type { CreatedFault } from '../../../src/contract/fault.js';
import { ActButton } from '../../shell/act-button.js';
import { Choice, onSubmit, TextInput } from '../parts.js';
import { frequencyOf, FrequencyFields, useFrequency } from './frequency-fields.js';
import type { NewFaultProps } from './new-fault.js';

const methods = ['*', 'GET', 'POST', 'PUT', 'DELETE'].map((value) => ({
  value,
  word: value === '*' ? 'Any method' : value,
}));

const effects = [
  { value: 'status', word: 'answered with an error' },
  { value: 'reset', word: 'the connection drops' },
  { value: 'hang', word: 'no answer ever comes' },
  { value: 'delay', word: 'the answer is late' },
] as const;
type Effect = (typeof effects)[number]['value'];

/** A rule for calls of `/v2`. */
export function NewHttpFault({ control, act, isBusy }: NewFaultProps) {
  const [method, setMethod] = useState('*');
  const [path, setPath] = useState('**');
  const [effect, setEffect] = useState<Effect>('status');
  const [status, setStatus] = useState('500');
  const [delay, setDelay] = useState('');
  const frequency = useFrequency();
  const add = () => {
    const outcome = {
      status: { respond: { status: Number(status) } },
      reset: { socket: 'reset' },
      hang: { socket: 'hang' },
      delay: {},
    }[effect];
    const rule = {
      match: { method, path },
      ...(delay.trim() === '' ? {} : { delay: delay.trim() }),
      ...outcome,
      ...frequencyOf(frequency),
    };
    void act(
      () => control.change<CreatedFault>('POST', '/faults', rule),
      ({ warnings: [warning] }) => warning ?? 'The rule is in force',
    );
  };
  return (
    <form class="set-form" onSubmit={onSubmit(add)}>
      <div class="set-grid">
        <Choice label="Method" value={method} choices={methods} onChoose={setMethod} />
        <TextInput
          label="Path"
          field="match.path"
          hint="* is one segment, ** any number"
          required
          value={path}
          onInput={setPath}
        />
        <Choice label="What happens" value={effect} choices={effects} onChoose={setEffect} />
        {effect === 'status' && (
          <TextInput
            label="Status"
            field="respond.status"
            type="number"
            min={400}
            max={599}
            step={1}
            required
            value={status}
            onInput={setStatus}
          />
        )}
        <TextInput
          label="Delay"
          field="delay"
          hint="such as 500ms or 5s"
          required={effect === 'delay'}
          value={delay}
          onInput={setDelay}
        />
        <FrequencyFields frequency={frequency} />
      </div>
      <ActButton type="submit" class="button" isOff={isBusy}>
        Add the rule
      </ActButton>
    </form>
  );
}
