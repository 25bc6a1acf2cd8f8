import type { LogEvent } from '../../../src/contract/event.js';
import type { Message, MessageSummary } from '../../../src/contract/message.js';
import { Chip } from '../../shell/chip.js';
import { Icon } from '../../shell/icons.js';
import type { Clip } from '../../shell/use-copy.js';
import type { MailState } from '../../words/mail-state.js';
import { mailboxWords, recipientOf, subjectOf } from '../../words/mailbox-words.js';
import { sizeWords } from '../../words/size-words.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import type { Addresses } from './message-api.js';
import { campaignTerm } from '../list/terms.js';
import { StateChip } from '../state-marks.js';
import { AddressTable } from './address-table.js';
import { Attachments } from './attachments.js';
import { isolated } from '../../words/isolated.js';

export interface HeaderProps {
  mail: MessageSummary;
  message: Message | null;
  events: readonly LogEvent[];
  campaign: string | null;
  /** Searches for the mail of a campaign. */
  onCampaign(q: string): void;
  /** How the clock differs from real time, to say so beside exact times; null when it does not. */
  odd: string | null;
  now: number;
  clip: Clip;
  addresses: Addresses;
}

const kindWords = {
  campaign: 'Campaign',
  welcome: 'Welcome mail',
  transactional: 'Transactional',
  smtp: 'Over SMTP',
} as const;

export function MessageHeader(props: HeaderProps) {
  const { mail, message, now, odd } = props;
  const others = mail.to.length + mail.cc.length - 1;
  const exact = exactWords(mail.received_at) + (odd ? ` on the workspace's clock (${odd})` : '');
  return (
    <header class="message-head">
      <h1 dir="auto" title={subjectOf(mail)}>
        {subjectOf(mail)}
      </h1>
      <details class="addresses">
        <summary title="Show all addresses">
          <bdi class="who" title={mailboxWords(mail.from)}>
            {mail.from.name || mail.from.address || 'no sender'}
          </bdi>
          <span class="arrow" aria-label="to">
            →
          </span>
          <bdi class="who strong" title={mailboxWords(recipientOf(mail))}>
            {recipientOf(mail).address}
          </bdi>
          {others > 0 && <span class="others">+{others}</span>}
          <span class="when">
            <span>
              <time dateTime={mail.received_at} title={exact}>
                {relativeWords(mail.received_at, now)}
              </time>
              {mail.size > 0 && ` · ${sizeWords(mail.size)}`}
            </span>
            <Icon name="down" size={14} />
          </span>
        </summary>
        <AddressTable {...props} exact={exact} />
      </details>
      <div class="chips">
        <States {...props} />
        <Origin {...props} />
        {message?.codes.map((code) => (
          <Code key={code} code={code} clip={props.clip} />
        ))}
      </div>
      {message && message.attachments.length > 0 && <Attachments {...props} message={message} />}
      {mail.bounce && (
        <p class="notice state-bounced">
          <Icon name="bounce" />
          <span>
            <b>{mail.bounce.type} bounce</b> <code>{`${mail.bounce.smtp_code} ${mail.bounce.status}`}</code>{' '}
            <bdi>{mail.bounce.diagnostic.replace(`${mail.bounce.smtp_code} ${mail.bounce.status} `, '')}</bdi>
          </span>
        </p>
      )}
      {message?.note && (
        <p class="notice">
          <Icon name="info" /> <span>{message.note}</span>
        </p>
      )}
    </header>
  );
}

/** The campaign, as a filter of the list; of other mail its kind. */
function Origin({ mail: { campaign_id, kind }, campaign, onCampaign }: HeaderProps) {
  if (campaign_id === null || campaign === null)
    return (
      <Chip icon={campaign_id ? 'campaign' : 'mail'} title={campaign_id ?? undefined}>
        {kindWords[kind]}
      </Chip>
    );
  return (
    <button
      type="button"
      class="chip campaign"
      title={`${isolated(campaign)}: show all of its mail`}
      onClick={() => onCampaign(campaignTerm(campaign_id))}
    >
      <Icon name="campaign" size={14} />
      <bdi>{campaign}</bdi>
    </button>
  );
}

const times = (count: number) => (count > 1 ? `×${count}` : undefined);

function States({ mail, events }: HeaderProps) {
  const happened = new Set(events.map(({ type }) => type));
  const later: [boolean, MailState, string | undefined][] = [
    [mail.opens > 0, 'opened', times(mail.opens)],
    [mail.clicks > 0, 'clicked', times(mail.clicks)],
    [happened.has('email.unsubscribed'), 'unsubscribed', undefined],
    [happened.has('email.spam_reported'), 'spam', undefined],
  ];
  return (
    <>
      <StateChip state={mail.status} />
      {later.map(([is, state, detail]) => is && <StateChip key={state} state={state} detail={detail} />)}
    </>
  );
}

const Code = ({ code, clip }: { code: string; clip: Clip }) => (
  <button
    type="button"
    class="chip code"
    aria-label={`Copy code ${code}`}
    title="Copy this code"
    onClick={() => clip.copy(code)}
  >
    <b dir="auto">{code}</b>
    <Icon name={clip.copied === code ? 'check' : 'copy'} size={14} />
    {clip.copied === code && 'Copied'}
  </button>
);
