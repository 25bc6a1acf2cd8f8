import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import { Icon } from '../../shell/late-icons.js';
import { rateWords } from '../../words/rate-words.js';
import { sentenceWords } from '../../words/time-phrases.js';
import { exactWords } from '../../words/time-words.js';
import { momentOf, recipientsWords, StateChip } from '../campaign-words.js';

const missed: readonly (keyof CampaignReport['campaign']['settings'])[] = ['track_opens', 'track_clicks'];
const missedWords = {
  track_opens: 'Opens are not tracked',
  track_clicks: 'Clicks are not tracked',
  google_analytics: '',
} as const;

/** What a campaign is called, how far it is, whom it is from and for. */
export function Head({ report, now }: { report: CampaignReport; now: number }) {
  const { campaign, problem, progress } = report;
  const { at, word } = momentOf(campaign);
  return (
    <header class="cmp-head">
      <h2 dir="auto" title={campaign.name}>
        {campaign.name}
      </h2>
      <p class="cmp-subject" dir="auto" title={campaign.subject}>
        {campaign.subject}
      </p>
      <p class="facts">
        <StateChip status={campaign.status} problem={problem} />
        <time dateTime={at} title={exactWords(at)}>
          {word} {sentenceWords(at, now)}
        </time>
        <span>
          From <bdi>{campaign.from_name ?? campaign.from_email}</bdi>
        </span>
        <span>
          For <bdi>{recipientsWords(campaign.recipients)}</bdi>
        </span>
        <code>{campaign.id}</code>
        {missed
          .filter((setting) => !campaign.settings[setting])
          .map((setting) => (
            <span key={setting}>{missedWords[setting]}</span>
          ))}
      </p>
      {problem && (
        <p class="notice state-bounced" role="alert">
          <Icon name="warning" />
          <span>
            {campaign.status === 'sent' ? (
              'Its mails could not be sent: '
            ) : (
              <>
                It was due <time title={exactWords(problem.at)}>{sentenceWords(problem.at, now)}</time> and
                could not be sent, so it is a draft again:{' '}
              </>
            )}
            <bdi>{problem.issue}</bdi>
          </span>
        </p>
      )}
      {campaign.status === 'sending' && (
        <p class="cmp-sending" role="status">
          <progress value={progress.sent} max={Math.max(1, progress.total)} aria-label="Sent so far" />
          <span>
            {progress.sent.toLocaleString()} of {progress.total.toLocaleString()} sent (
            {rateWords(progress.total === 0 ? 0 : progress.sent / progress.total)})
          </span>
        </p>
      )}
    </header>
  );
}
