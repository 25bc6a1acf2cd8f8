import type { CampaignRecord } from '../../contract/campaign.js';
import type { Outcome } from '../../contract/message.js';

/** The html and the settings of a mail. */
interface Tracked {
  content: Pick<CampaignRecord['content'], 'html'>;
  settings: Pick<CampaignRecord['settings'], 'track_opens' | 'track_clicks'>;
}

/**
 * An outcome without the actions that the service would never hear of. Undocumented: we chose that simulated recipients
 * open only what has a pixel, and click only where clicks are tracked: both need html.
 */
export function seenOutcome(outcome: Outcome, { content, settings }: Tracked): Outcome {
  const opens = content.html !== null && settings.track_opens;
  const clicks = content.html !== null && settings.track_clicks;
  const isUnseen = (action: Outcome['actions'][number]) =>
    (action === 'opened' && !opens) || (action === 'clicked' && !clicks);
  if (!outcome.actions.some(isUnseen)) return outcome;
  return { ...outcome, actions: outcome.actions.filter((action) => !isUnseen(action)) };
}
