import type { MessageSummary } from '../../../src/contract/message.js';
import { Chip } from '../../shell/chip.js';
import { stateOf, stateWords } from '../../words/mail-state.js';
import { recipientOf, subjectOf } from '../../words/mailbox-words.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { StateMark } from '../state-marks.js';

export interface MailRowProps {
  mail: MessageSummary;
  index: number;
  count: number;
  /** In rem. */
  top: number;
  isOpen: boolean;
  isCursor: boolean;
  isFresh: boolean;
  campaign: string | null;
  now: number;
  onOpen(id: string): void;
}

export const rowId = (id: string): string => `row-${id}`;

/** What a screen reader says of a row: who got it, what, how it fared, when. */
function nameOf(mail: MessageSummary, now: number): string {
  const { name, address } = recipientOf(mail);
  const who = name === '' ? address : `${name} ${address}`;
  const facts = [
    stateWords[stateOf(mail)],
    ...(mail.unread ? ['unread'] : []),
    ...(mail.attachment_count > 0 ? [`attachments: ${mail.attachment_count}`] : []),
    relativeWords(mail.received_at, now),
  ];
  return `${who}: ${subjectOf(mail)} (${facts.join(', ')})`;
}

export function MailRow(props: MailRowProps) {
  const { mail, index, count, top, isOpen, isCursor, isFresh, now, onOpen } = props;
  const state = stateOf(mail);
  const { name, address } = recipientOf(mail);
  const more = mail.to.length + mail.cc.length - 1;
  const marks = [mail.unread && 'unread', isOpen && 'open', isCursor && 'cursor', isFresh && 'fresh'];
  return (
    <div
      role="option"
      id={rowId(mail.id)}
      data-testid="mail-row"
      data-id={mail.id}
      class={['row', ...marks].filter(Boolean).join(' ')}
      aria-selected={isOpen}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-label={nameOf(mail, now)}
      style={{ top: `${top}rem` }}
      onClick={() => onOpen(mail.id)}
    >
      <StateMark state={state} title={stateWords[state]} />
      <div class="row-top">
        <span class="row-who" title={address}>
          <bdi>{name === '' ? address : name}</bdi>
          {name !== '' && (
            <span class="row-address">
              {' '}
              <bdi>{address}</bdi>
            </span>
          )}
        </span>
        {more > 0 && <span class="row-more">+{more}</span>}
        <time class="row-time" dateTime={mail.received_at} title={exactWords(mail.received_at)}>
          {relativeWords(mail.received_at, now)}
        </time>
      </div>
      <div class="row-bottom">
        <span class="row-line" dir="auto">
          <span class="row-subject">{subjectOf(mail)}</span> <bdi class="row-preview">{mail.preview}</bdi>
        </span>
        <RowChips {...props} />
      </div>
    </div>
  );
}

const RowChips = ({ mail, campaign }: MailRowProps) => (
  <>
    {mail.campaign_id && <Chip tiny icon="campaign" title={`Campaign: ${campaign ?? mail.campaign_id}`} />}
    {mail.attachment_count > 0 && (
      <Chip tiny icon="clip" title={`Attachments: ${mail.attachment_count}`}>
        {mail.attachment_count > 1 && mail.attachment_count}
      </Chip>
    )}
    {mail.status === 'bounced' && (
      <Chip tiny state="bounced">
        {mail.bounce?.type ?? ''} bounce
      </Chip>
    )}
    {mail.status === 'deferred' && (
      <Chip tiny state="deferred">
        deferred
      </Chip>
    )}
  </>
);
