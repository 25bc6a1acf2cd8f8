import { useMemo } from 'preact/hooks';
import type { MessageSummary } from '../../../src/contract/message.js';
import { Chip } from '../../shell/chip.js';
import { Icon } from '../../shell/icons.js';
import { campaignTerm } from './terms.js';
import { stateOf, stateWords } from '../../words/mail-state.js';
import { recipientOf, subjectOf } from '../../words/mailbox-words.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { StateMark } from '../state-marks.js';
import { isolated } from '../../words/isolated.js';

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
  isPicked: boolean;
  onClick(id: string, event: MouseEvent): void;
  onCampaign(q: string): void;
}

export const rowId = (id: string): string => `row-${id}`;

/** What a screen reader says of a row: who got it, what, how it fared, when. */
function nameOf(mail: MessageSummary, when: string): string {
  const { name, address } = recipientOf(mail);
  const who = name === '' ? address : `${name} ${address}`;
  const facts = [
    stateWords[stateOf(mail)],
    ...(mail.unread ? ['unread'] : []),
    ...(mail.attachment_count > 0 ? [`attachments: ${mail.attachment_count}`] : []),
    when,
  ];
  return `${who}: ${subjectOf(mail)} (${facts.join(', ')})`;
}

export function MailRow(props: MailRowProps) {
  const { mail, index, count, top, isOpen, isCursor, isFresh, isPicked, now } = props;
  const { campaign, onCampaign } = props;
  const when = relativeWords(mail.received_at, now);
  // Mail that comes in moves all rows and changes none: their content is made anew only where it is another.
  const content = useMemo(
    () => <RowContent {...{ mail, when, isPicked, campaign, onCampaign }} />,
    [mail, when, isPicked, campaign, onCampaign],
  );
  const marks = [
    mail.unread && 'unread',
    isOpen && 'open',
    isCursor && 'cursor',
    isFresh && 'fresh',
    isPicked && 'picked',
  ];
  return (
    <div
      role="option"
      id={rowId(mail.id)}
      data-testid="mail-row"
      data-id={mail.id}
      class={['row', ...marks].filter(Boolean).join(' ')}
      aria-selected={isOpen || isPicked}
      aria-posinset={index + 1}
      aria-setsize={count}
      style={{ top: `${top}rem` }}
      onMouseDown={(event) => {
        // Shift picks rows, not text.
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => props.onClick(mail.id, event)}
    >
      {content}
    </div>
  );
}

type RowContentProps = Pick<MailRowProps, 'mail' | 'isPicked' | 'campaign' | 'onCampaign'> & {
  /** How long ago it came in. */
  when: string;
};

function RowContent(props: RowContentProps) {
  const { mail, when, isPicked } = props;
  const state = stateOf(mail);
  const { name, address } = recipientOf(mail);
  const more = mail.to.length + mail.cc.length - 1;
  return (
    <>
      {/* A label would hide that it says other words than the row shows. */}
      <span class="hidden">{nameOf(mail, when)}</span>
      <div class="row-face" aria-hidden="true">
        {isPicked ? <PickMark /> : <StateMark state={state} title={stateWords[state]} />}
        <div class="row-top">
          <span class="row-who" title={address}>
            {name !== '' && <bdi>{name}</bdi>}
            <Address text={address} isMain={name === ''} />
          </span>
          {more > 0 && <span class="row-more">+{more}</span>}
          <time class="row-time" dateTime={mail.received_at} title={exactWords(mail.received_at)}>
            {when}
          </time>
        </div>
        <div class="row-bottom">
          <span class="row-line" dir="auto">
            <span class="row-subject">{subjectOf(mail)}</span> <bdi class="row-preview">{mail.preview}</bdi>
          </span>
          <RowChips {...props} />
        </div>
      </div>
    </>
  );
}

/** So many characters at the end of a local part tell one address from another: `mateo.andersen222`. */
const tailLength = 6;

/** An address that, where it does not fit, loses its domain first, then the middle of its local part. */
function Address({ text, isMain }: { text: string; isMain: boolean }) {
  const local = [...text.replace(/@[^@]*$/, '')];
  const head = local.slice(0, -tailLength).join('');
  return (
    <bdi class={isMain ? 'row-email' : 'row-email row-address'} dir="ltr">
      {/* An empty one would give the address its own baseline. */}
      {head !== '' && <span>{head}</span>}
      {local.slice(-tailLength).join('')}
      <span>{/@[^@]*$/.exec(text)}</span>
    </bdi>
  );
}

const PickMark = () => (
  <span class="state-mark pick-mark" title="Selected">
    <Icon name="check" size={14} />
  </span>
);

/** The name of the campaign; a click filters by it, as the button in the message does for the keyboard. */
const CampaignChip = ({
  id,
  name,
  onCampaign,
}: {
  id: string;
  name: string;
  onCampaign(q: string): void;
}) => (
  <span
    class="chip tiny row-campaign"
    title={`Campaign: ${isolated(name)}. Click for all of its mail`}
    onClick={(event) => {
      event.stopPropagation();
      onCampaign(campaignTerm(id));
    }}
  >
    <bdi>{name}</bdi>
  </span>
);

const RowChips = ({ mail, campaign, onCampaign }: RowContentProps) => (
  <>
    {mail.campaign_id && campaign !== null && (
      <CampaignChip id={mail.campaign_id} name={campaign} onCampaign={onCampaign} />
    )}
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
