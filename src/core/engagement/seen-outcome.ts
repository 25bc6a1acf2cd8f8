import type { CampaignRecord } from '../../contract/campaign.js';
import type { Outcome } from '../../contract/message.js';

type TrackingSettings = Pick<CampaignRecord['settings'], 'track_opens' | 'track_clicks'>;

/**
 * An outcome without the actions that the service would never hear of. Undocumented: we chose that simulated recipients
 * open and click only where that is tracked by the settings of the mail. Whether it has a pixel or a link is not asked: the
 * shares of a profile hold for whatever content a test sends.
 */
export function seenOutcome(outcome: Outcome, { track_opens, track_clicks }: TrackingSettings): Outcome {
  const isUnseen = (action: Outcome['actions'][number]) =>
    (action === 'opened' && !track_opens) || (action === 'clicked' && !track_clicks);
  if (!outcome.actions.some(isUnseen)) return outcome;
  return { ...outcome, actions: outcome.actions.filter((action) => !isUnseen(action)) };
}
