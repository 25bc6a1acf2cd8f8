import type { ContactRecord } from '../contract/contact.js';
import type { WorkspaceId } from '../contract/ids.js';
import type { MailWriter } from '../core/compose/mail-writer.js';
import { createFaultFinder } from '../core/compose/require-templates.js';
import type { FindTemplateFaults } from '../core/compose/require-templates.js';
import { isLight, largestOf, templateCharacters } from '../core/compose/weight.js';
import type { BulkSender } from '../core/outbox/bulk-sender.js';
import type { MailTransport } from '../core/ports/ports.js';
import { systemTimers } from '../core/time/clock.js';
import type { Random } from '../core/time/random.js';
import { createTransport } from '../smtp/client/pool.js';
import { bloomHasher } from '../store/search/bloom-filters.js';
import { openBulkSender, openMailWriter } from './campaign-sender.js';
import { createCampaignThread } from './campaign-thread.js';
import type { ComposeJob } from './campaign-thread.js';
import { packageFile } from './package-file.js';

/** How the mail of one workspace is composed and reaches the sink. */
export interface MailRoute {
  transport: MailTransport;
  /** The sender of a campaign. A large one is composed and sent in the campaign thread. */
  openBulkSender(job: ComposeJob, audience: readonly ContactRecord[]): BulkSender;
  /** Writes mails of a template: what takes long is composed in the campaign thread. */
  openMailWriter(job: ComposeJob, values: unknown): MailWriter;
  findTemplateFaults: FindTemplateFaults;
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
const fewMails = 500;
// And as long as composing so many characters of html.
const fewCharacters = 4 * 1024 * 1024;

/** Whether the mails of a campaign are few and light enough for the main thread. */
function isSmall({ template }: ComposeJob, audience: readonly ContactRecord[]): boolean {
  if (audience.length >= fewMails || audience.length * templateCharacters(template) > fewCharacters)
    return false;
  return isLight(template, largestOf(audience));
}

export function createOutgoingMail({ sink, authenticates, random }: OutgoingMailDeps): OutgoingMail {
  const password = random.hex(16);
  const program = packageFile('dist/campaign-worker.js');
  const thread = program === null ? null : createCampaignThread(program);
  return {
    openRoute(workspace) {
      const options = () => ({ ...sink(), user: authenticates ? workspace : '', password });
      const transport = createTransport(options, systemTimers);
      return {
        transport,
        openBulkSender: (job, audience) =>
          !thread || isSmall(job, audience)
            ? openBulkSender(job, { transport, bloomHasher })
            : thread.openBulkSender({ ...job, smtp: options() }),
        openMailWriter: (job, values) =>
          !thread || isLight(job.template, values)
            ? openMailWriter(job, { bloomHasher })
            : thread.openMailWriter({ ...job, smtp: options() }),
        findTemplateFaults: createFaultFinder(thread?.findFaults),
        close: transport.close,
      };
    },
    isOwnPassword: (given) => given === password,
    stop: async () => thread?.stop(),
  };
}
