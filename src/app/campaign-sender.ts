import { createComposer, templateOfCampaign } from '../core/compose/composer.js';
import { createBulkSender } from '../core/outbox/bulk-sender.js';
import type { BulkSender } from '../core/outbox/bulk-sender.js';
import type { BloomHasher, MailTransport } from '../core/ports/ports.js';
import { createTracking } from '../core/tracking/tracking.js';
import type { CampaignJob } from './campaign-thread.js';

interface SenderDeps {
  transport: MailTransport;
  /** Makes the Bloom filters of the texts here; without it the search index makes them. */
  bloomHasher?: BloomHasher;
}

/** The sender of one campaign in the thread that calls this. */
export function openBulkSender(
  { campaign, workspace, secret, publicUrl, strict }: CampaignJob,
  { transport, ...hasher }: SenderDeps,
): BulkSender {
  const tracking = createTracking({ publicUrl: () => publicUrl, secret });
  const composer = createComposer(templateOfCampaign(campaign), { tracking, workspace, strict, ...hasher });
  return createBulkSender({ composer, transport });
}
