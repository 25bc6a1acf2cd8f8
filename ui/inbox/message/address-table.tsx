import type { Mailbox, Message, MessageSummary } from '../../../src/contract/message.js';
import { CopyButton } from '../../shell/copy-button.js';
import type { Clip } from '../../shell/use-copy.js';
import { mailboxWords } from '../../words/mailbox-words.js';

export interface AddressTableProps {
  mail: MessageSummary;
  message: Message | null;
  /** The date in full. */
  exact: string;
  clip: Clip;
}

export function AddressTable({ mail, message, exact, clip }: AddressTableProps) {
  const lines: [string, readonly Mailbox[]][] = [
    ['From', [mail.from]],
    ['To', mail.to],
    ['Cc', mail.cc],
    ['Reply-To', message?.reply_to ?? []],
  ];
  return (
    <dl class="address-table">
      {lines.map(
        ([name, boxes]) =>
          boxes.length > 0 && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{boxes.map(mailboxWords).join(', ')}</dd>
            </div>
          ),
      )}
      <div>
        <dt>Date</dt>
        <dd>{exact}</dd>
      </div>
      <div>
        <dt>Id</dt>
        <dd class="mono">
          {mail.id} <CopyButton clip={clip} text={mail.id} label="Copy the id" />
        </dd>
      </div>
      {mail.campaign_id && (
        <div>
          <dt>Campaign</dt>
          <dd class="mono">{mail.campaign_id}</dd>
        </div>
      )}
    </dl>
  );
}
