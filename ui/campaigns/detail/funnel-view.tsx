import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import { Icon } from '../../shell/late-icons.js';
import { countWords } from '../../words/count-words.js';
import { rateWords } from '../../words/rate-words.js';
import { stateIcons, stateWords } from '../../words/mail-state.js';
import type { MailState } from '../../words/mail-state.js';
import { MailsLink } from './mails-link.js';

interface Step {
  state: MailState;
  count: number;
  /** How many of these mails are kept. */
  kept: number;
  rate: number | null;
  /** Of what the rate is a share. */
  of: string;
  /** The mails of the step, as the inbox searches them. */
  term: string;
}

const stepsOf = ({ funnel, rates, kept }: CampaignReport): Step[] => [
  { state: 'sent', count: funnel.sent, kept: kept.mails, rate: null, of: '', term: '' },
  {
    state: 'delivered',
    count: funnel.delivered,
    kept: kept.delivered,
    rate: rates.delivery_rate,
    of: 'sent',
    term: 'status:delivered',
  },
  {
    state: 'opened',
    count: funnel.opened,
    kept: kept.opened,
    rate: rates.open_rate,
    of: 'delivered',
    term: 'is:opened',
  },
  {
    state: 'clicked',
    count: funnel.clicked,
    kept: kept.clicked,
    rate: rates.click_rate,
    of: 'delivered',
    term: 'is:clicked',
  },
  {
    state: 'unsubscribed',
    count: funnel.unsubscribed,
    kept: kept.unsubscribed,
    rate: rates.unsubscribe_rate,
    of: 'delivered',
    term: 'is:unsubscribed',
  },
  {
    state: 'bounced',
    count: funnel.bounced,
    kept: kept.bounced,
    rate: rates.bounce_rate,
    of: 'sent',
    term: 'is:bounced',
  },
  {
    state: 'spam',
    count: funnel.spam_reports,
    kept: kept.spam_reports,
    rate: rates.spam_rate,
    of: 'delivered',
    term: 'is:spam',
  },
];

/** What became of the recipients, each counted once; a step leads to its mails. */
export function FunnelView({ report }: { report: CampaignReport }) {
  const { campaign, funnel, kept, progress } = report;
  const whole = Math.max(1, progress.total, funnel.sent);
  const others: readonly [word: string, count: number, kept: number, term: string][] = [
    [
      'delivered and not opened',
      funnel.delivered - funnel.opened,
      kept.delivered - kept.opened,
      'status:delivered -is:opened',
    ],
    ['put off for now', funnel.deferred, kept.deferred, 'status:deferred'],
    ['waiting to be sent', progress.queued, kept.queued, 'status:queued'],
  ];
  return (
    <section class="cmp-section" aria-labelledby="cmp-funnel">
      <h3 id="cmp-funnel">What became of it</h3>
      <table class="cmp-funnel">
        <thead class="hidden">
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Bar</th>
            <th scope="col">Recipients</th>
            <th scope="col">Rate</th>
          </tr>
        </thead>
        <tbody>
          {stepsOf(report).map(({ state, count, kept, rate, of, term }) => (
            <tr key={state} class={`state-${state}`}>
              <th scope="row">
                <MailsLink class="cmp-step" campaign={campaign.id} {...{ term, count, kept }}>
                  <Icon name={stateIcons[state]} size={14} />
                  {stateWords[state]}
                </MailsLink>
              </th>
              <td class="cmp-bar-cell" aria-hidden="true">
                <span class="cmp-bar">
                  {count > 0 && <i style={{ width: `max(2px, ${(count / whole) * 100}%)` }} />}
                </span>
              </td>
              <td class="cmp-number">{count.toLocaleString()}</td>
              <td class="cmp-number muted" title={rate === null ? undefined : `Of ${of}`}>
                {rate === null ? '' : rateWords(rate)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Readers report={report} />
      <p class="cmp-others">
        {others
          .filter(([, count]) => count > 0)
          .map(([word, count, kept, term]) => (
            <MailsLink key={term} campaign={campaign.id} {...{ term, count, kept }}>
              {count.toLocaleString()} {word}
            </MailsLink>
          ))}
      </p>
      <Kept kept={kept.mails} of={funnel.sent + progress.queued} />
    </section>
  );
}

/** How many of the mails can be looked at; nothing where all can. */
function Kept({ kept, of }: { kept: number; of: number }) {
  if (kept >= of) return null;
  return (
    <p class="muted cmp-kept">
      {kept.toLocaleString()} of {countWords(of, 'mail')} {kept === 1 ? 'is' : 'are'} kept
      {kept > 0 && ': the links show these'}.
    </p>
  );
}

/** People and machines apart; nothing where no machine looked at it. */
function Readers({ report: { people, machines } }: { report: CampaignReport }) {
  if (machines.opened + machines.clicked === 0) return null;
  return (
    <p class="muted cmp-readers">
      <Icon name="bot" size={14} />
      <span>
        Opened for {people.opened.toLocaleString()} by people and for {machines.opened.toLocaleString()} by
        machines (scanners and the proxies of mail clients); clicked for {people.clicked.toLocaleString()} and{' '}
        {machines.clicked.toLocaleString()}.
      </span>
    </p>
  );
}
