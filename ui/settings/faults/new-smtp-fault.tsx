import { useState } from 'preact/hooks';
import type { CreatedFault, SmtpStage } from '../../../src/contract/fault.js';
import { ActButton } from '../../shell/act-button.js';
import { Choice, onSubmit, TextInput } from '../parts.js';
import { stageWords } from './fault-words.js';
import { frequencyOf, FrequencyFields, useFrequency } from './frequency-fields.js';
import type { NewFaultProps } from './new-fault.js';

const stages = (Object.keys(stageWords) as SmtpStage[]).map((value) => ({ value, word: stageWords[value] }));

/** A rule for SMTP sessions. */
export function NewSmtpFault({ control, act, isBusy }: NewFaultProps) {
  const [stage, setStage] = useState<SmtpStage>('rcpt');
  const [to, setTo] = useState('');
  const [reply, setReply] = useState('452 4.2.2 Mailbox full');
  const [delay, setDelay] = useState('');
  const frequency = useFrequency();
  const add = () => {
    const smtp = {
      stage,
      match: to.trim() === '' ? {} : { to: to.trim() },
      ...(reply.trim() === '' ? {} : { reply: reply.trim() }),
      ...(delay.trim() === '' ? {} : { delay: delay.trim() }),
    };
    void act(
      () => control.change<CreatedFault>('POST', '/faults', { smtp, ...frequencyOf(frequency) }),
      ({ warnings: [warning] }) => warning ?? 'The rule is in force',
    );
  };
  return (
    <form class="set-form" onSubmit={onSubmit(add)}>
      <div class="set-grid">
        <Choice label="At" value={stage} choices={stages} onChoose={setStage} />
        <TextInput
          label="A part of the recipient"
          field="smtp.match.to"
          hint="Empty: any"
          value={to}
          onInput={setTo}
        />
        <TextInput
          label="Reply"
          field="smtp.reply"
          hint="4xx or 5xx; empty: none, only late"
          value={reply}
          onInput={setReply}
        />
        <TextInput
          label="Delay"
          field="smtp.delay"
          hint="such as 500ms or 5s"
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
