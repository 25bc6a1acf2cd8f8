import type { Message } from '../../../../../src/contract/message.js';
import type { Fetched } from '../../../../shell/loading/use-fetched.js';
import { recipientOf } from '../../../../words/mailbox-words.js';
import { mostOffered } from './use-others.js';
import type { Others } from './use-others.js';

export interface RecipientPickerProps {
  others: Fetched<Others>;
  /** A part of the address by which recipients are offered. */
  recipient: string;
  /** The mail beside the opened one. */
  chosen: Message | null;
  onRecipient(text: string): void;
  onChoose(id: string): void;
}

/** Whose mail stands at the right; a field finds recipients where there are more than a menu can offer. */
export function RecipientPicker({ others, recipient, chosen, onRecipient, onChoose }: RecipientPickerProps) {
  const { rows, total } = others.phase === 'ready' ? others.value : { rows: [], total: 0 };
  const isKnown = rows.some(({ id }) => id === chosen?.id);
  const options = chosen && !isKnown ? [chosen, ...rows] : rows;
  const isLong = recipient !== '' || total > mostOffered + 1;
  return (
    <div class="compare-picker">
      <label>
        <span>Beside</span>
        <select
          aria-label="Recipient to compare with"
          value={chosen?.id ?? ''}
          disabled={options.length === 0}
          onChange={({ currentTarget: { value } }) => onChoose(value)}
        >
          {chosen === null && <option value="">Choose a recipient</option>}
          {options.map((mail) => (
            <option key={mail.id} value={mail.id} dir="auto">
              {recipientOf(mail).address}
            </option>
          ))}
        </select>
      </label>
      {isLong && (
        <input
          type="search"
          dir="auto"
          aria-label="Find a recipient"
          placeholder="Find a recipient"
          value={recipient}
          onChange={({ currentTarget }) => onRecipient(currentTarget.value)}
        />
      )}
    </div>
  );
}
