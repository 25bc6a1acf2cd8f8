import { createComposer } from '../core/compose/composer.js';
import type { Composer } from '../core/compose/composer.js';
import { createMailWriter } from '../core/compose/mail-writer.js';
import type { MailWriter } from '../core/compose/mail-writer.js';
import { createBulkSender } from '../core/outbox/bulk-sender.js';
import type { BulkSender } from '../core/outbox/bulk-sender.js';
import type { BloomHasher, MailTransport } from '../core/ports/ports.js';
import { createTracking } from '../core/tracking/tracking.js';
import type { ComposeJob } from './campaign-thread.js';

interface WriterDeps {
  /** Makes the Bloom filters of the texts. */
  bloomHasher: BloomHasher;
}

function composerOf(
  { template, workspace, secret, publicUrl, strict }: ComposeJob,
  { bloomHasher }: WriterDeps,
): Composer {
  const tracking = createTracking({ publicUrl: () => publicUrl, secret });
  return createComposer(template, { tracking, workspace, strict, bloomHasher });
}

/** The sender of one campaign in the thread that calls this. */
export const openBulkSender = (
  job: ComposeJob,
  { transport, ...deps }: WriterDeps & { transport: MailTransport },
): BulkSender => createBulkSender({ composer: composerOf(job, deps), transport });

/** The writer of one template in the thread that calls this. */
export const openMailWriter = (job: ComposeJob, deps: WriterDeps): MailWriter =>
  createMailWriter(composerOf(job, deps));
