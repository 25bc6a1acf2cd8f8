import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import { isEditable } from '../campaign-words.js';

type Audience = CampaignReport['audience'];

const reasons: readonly [Exclude<keyof Audience, 'matched' | 'recipients'>, string][] = [
  ['excluded', 'have an excluded tag'],
  ['unsubscribed', 'are unsubscribed'],
  ['bounced', 'are suppressed after a hard bounce'],
  ['complained', 'are suppressed after a complaint'],
  ['manual', 'are suppressed by hand'],
];

/** Who got a campaign, or would get it now, and who is left out and why. */
export const AudienceView = ({ report: { audience, campaign } }: { report: CampaignReport }) => (
  <section class="cmp-section" aria-labelledby="cmp-audience">
    <h3 id="cmp-audience">{isEditable(campaign) ? 'Who would get it now' : 'Who got it'}</h3>
    <AudienceTable audience={audience} />
    {audience.recipients === 0 && (
      <p class="bad">Nobody would get it, so it cannot be sent. Change its recipients or add contacts.</p>
    )}
  </section>
);

export const AudienceTable = ({ audience }: { audience: Audience }) => (
  <ul class="cmp-audience">
    <li>
      <span>contacts match</span>
      <b class="cmp-number">{audience.matched.toLocaleString()}</b>
    </li>
    {reasons
      .filter(([reason]) => audience[reason] > 0)
      .map(([reason, words]) => (
        <li key={reason} class="muted">
          <span>{words}</span>
          <span class="cmp-number">−{audience[reason].toLocaleString()}</span>
        </li>
      ))}
    <li class="cmp-sum">
      <span>recipients</span>
      <b class="cmp-number">{audience.recipients.toLocaleString()}</b>
    </li>
  </ul>
);
