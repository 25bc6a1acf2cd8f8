import { useState } from 'preact/hooks';
import type { CreatedFault, SmtpStage } from '../../../src/contract/fault.js';
import { Choice, onSubmit, TextInput } from '../parts.js';
import { frequencyOf, FrequencyFields, useFrequency } from './frequency-fields.js';
import type { NewFaultProps } from './new-fault.js';

const stageWords: Record<SmtpStage, string> = {
  connect: 'connecting',
  ehlo: 'EHLO',
  auth: 'AUTH',
  mail: 'MAIL FROM',
  rcpt: 'RCPT TO',
  data: 'DATA',
  end: 'the end of the mail',
};
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
        <TextInput label="A part of the recipient" hint="Empty: any" value={to} onInput={setTo} />
        <TextInput label="Reply" hint="4xx or 5xx; empty: none, only late" value={reply} onInput={setReply} />
        <TextInput label="Delay" hint="such as 500ms or 5s" value={delay} onInput={setDelay} />
        <FrequencyFields frequency={frequency} />
      </div>
      <button type="submit" class="button" disabled={isBusy}>
        Add the rule
      </button>
    </form>
  );
}
