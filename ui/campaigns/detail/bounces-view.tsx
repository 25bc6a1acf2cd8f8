import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import { Chip } from '../../shell/chip.js';
import { MailsLink } from './mails-link.js';

/** Bounces by reason, most first. */
export const BouncesView = ({ report: { bounces, campaign } }: { report: CampaignReport }) => (
  <section class="cmp-section" aria-labelledby="cmp-bounces">
    <h3 id="cmp-bounces">Bounces by reason</h3>
    {bounces.length === 0 ? (
      <p class="muted">Nothing bounced.</p>
    ) : (
      <ul class="cmp-reasons">
        {bounces.map(({ type, smtp_code, status, diagnostic, count, kept }) => (
          <li key={`${type} ${smtp_code} ${status}`}>
            <Chip tiny state={type === 'soft' ? 'deferred' : 'bounced'}>
              {type}
            </Chip>
            <span>
              <code>
                {smtp_code} {status}
              </code>{' '}
              <bdi class="muted">{diagnostic.replace(`${smtp_code} ${status} `, '')}</bdi>
            </span>
            <MailsLink
              class="cmp-number"
              campaign={campaign.id}
              term={`bounce:"${type} ${smtp_code} ${status}"`}
              {...{ count, kept }}
            >
              {count.toLocaleString()}
            </MailsLink>
          </li>
        ))}
      </ul>
    )}
  </section>
);
