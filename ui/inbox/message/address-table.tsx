import { Fragment } from 'preact';
import type { Mailbox, Message, MessageSummary } from '../../../src/contract/message.js';
import { CopyButton } from '../../shell/copy-button.js';
import type { Clip } from '../../shell/use-copy.js';

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
              <dd>
                <Mailboxes boxes={boxes} />
              </dd>
            </div>
          ),
      )}
      {mail.subject.length > 100 && (
        <div>
          <dt>Subject</dt>
          <dd>
            <bdi>{mail.subject}</bdi>
          </dd>
        </div>
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

/** Name and address each keep their own direction: a name in Hebrew does not turn the address around. */
const Mailboxes = ({ boxes }: { boxes: readonly Mailbox[] }) => (
  <>
    {boxes.map(({ name, address }, at) => (
      <Fragment key={at}>
        {at > 0 && ', '}
        {name === '' ? (
          <bdi>{address}</bdi>
        ) : (
          <>
            <bdi>{name}</bdi> &lt;<bdi>{address}</bdi>&gt;
          </>
        )}
      </Fragment>
    ))}
  </>
);
