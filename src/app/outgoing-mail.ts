import { join } from 'node:path';
import type { CampaignRecord } from '../contract/campaign.js';
import type { WorkspaceId } from '../contract/ids.js';
import type { BulkSender } from '../core/outbox/bulk-sender.js';
import type { MailTransport } from '../core/ports/ports.js';
import { systemTimers } from '../core/time/clock.js';
import type { Random } from '../core/time/random.js';
import { createTransport } from '../smtp/client/pool.js';
import { openBulkSender } from './campaign-sender.js';
import { createCampaignThread } from './campaign-thread.js';
import type { CampaignJob } from './campaign-thread.js';
import { packageRoot } from './package-root.js';

/** How the mail of one workspace reaches the sink. */
export interface MailRoute {
  transport: MailTransport;
  /** The sender of a campaign to so many recipients. A large campaign is composed and sent in the campaign thread. */
  openBulkSender(job: CampaignJob, recipients: number): BulkSender;
  close(): void;
}

/** How our own mail leaves: over SMTP to the sink of the same process. */
export interface OutgoingMail {
  openRoute(workspace: WorkspaceId): MailRoute;
  /** Whether a client of the sink is one of our own connections. */
  isOwnPassword(password: string): boolean;
  /** Ends the campaign thread. */
  stop(): Promise<void>;
}

export interface OutgoingMailDeps {
  /** Where the sink listens; known once it does. */
  sink(): { host: string; port: number };
  /** Whether the sink takes credentials. */
  authenticates: boolean;
  random: Random;
}

// Starting a thread takes as long as composing some hundred mails.
const worthThread = 500;
// Composing one mail of more than that takes so long that calls would notice.
const lightCharacters = 128 * 1024;
const lightTags = 200;

/** Whether one mail of a campaign takes a millisecond or two to compose. */
function isLight({ content }: CampaignRecord): boolean {
  const { html, text } = content;
  const source = `${html ?? ''}${text ?? ''}`;
  return source.length <= lightCharacters && source.split('{{').length <= lightTags;
}

export function createOutgoingMail({ sink, authenticates, random }: OutgoingMailDeps): OutgoingMail {
  const password = random.hex(16);
  const thread = createCampaignThread(join(packageRoot(), 'dist', 'campaign-worker.js'));
  return {
    openRoute(workspace) {
      const options = () => ({ ...sink(), user: authenticates ? workspace : '', password });
      const transport = createTransport(options, systemTimers);
      return {
        transport,
        openBulkSender: (job, recipients) =>
          recipients < worthThread && isLight(job.campaign)
            ? openBulkSender(job, { transport })
            : thread.open({ ...job, smtp: options() }),
        close: transport.close,
      };
    },
    isOwnPassword: (given) => given === password,
    stop: thread.stop,
  };
}
