import type { ContactRecord } from '../contract/contact.js';
import { AppError } from '../contract/errors.js';
import type { MessageId, WorkspaceId } from '../contract/ids.js';
import type { MessageTemplate } from '../core/compose/composer.js';
import type { ComposedMail, MailJob, WholeMail } from '../core/compose/mail-job.js';
import type { MailWriter } from '../core/compose/mail-writer.js';
import type { FindTemplateFaults, FoundFault, Reader, Templates } from '../core/compose/require-templates.js';
import type { TemplateContext } from '../core/compose/template.js';
import type { BulkSender, SendResult } from '../core/outbox/bulk-sender.js';
import { createPace } from '../core/time/pace.js';
import type { ClientOptions } from '../smtp/client/connection.js';
import { asBuffer } from '../threads/as-buffer.js';
import { createThreadCalls } from '../threads/calls.js';

/** The template of mails to write, and how their links are made. */
export interface ComposeJob {
  template: MessageTemplate;
  workspace: WorkspaceId;
  /** The secret of the workspace: tracking links are made with it. */
  secret: string;
  publicUrl: string;
  strict: boolean;
}

/** How the thread reaches the sink. */
export interface ThreadJob extends ComposeJob {
  smtp: ClientOptions;
}

/** A mail whose bytes come from another thread: bare. */
type PostedMail = ComposedMail & { raw: Uint8Array };

export type CampaignCalls = {
  findFaults: { argument: { templates: Templates; reader: Reader | undefined }; reply: FoundFault[] };
  open: { argument: { job: number; what: ThreadJob }; reply: null };
  write: { argument: { job: number; mailJobs: readonly MailJob[] }; reply: (ComposedMail | string)[] };
  send: { argument: { job: number; ids: readonly MessageId[] }; reply: SendResult[] };
  compose: { argument: { job: number; mailJob: MailJob }; reply: PostedMail };
  requireVariables: {
    argument: {
      job: number;
      contacts: readonly Partial<ContactRecord>[];
      variables: TemplateContext | undefined;
    };
    reply: null;
  };
  close: { argument: { job: number }; reply: null };
};

/** A thread that composes and sends the mail of large campaigns and composes large mail, so that the servers answer meanwhile. */
export interface CampaignThread {
  openBulkSender(job: ThreadJob): BulkSender;
  openMailWriter(job: ThreadJob): MailWriter;
  findFaults: FindTemplateFaults;
  /** Ends the thread; its work fails. */
  stop(): Promise<void>;
}

const ignore = () => undefined;
/** Contacts that are posted to the thread at once. */
const contactsPerCall = 200;

/** The thread runs the program `file` and is started for the first campaign or mail that needs it. */
export function createCampaignThread(file: string): CampaignThread {
  const calls = createThreadCalls<CampaignCalls>({
    file,
    ended: () => new AppError('INTERNAL_SERVER_ERROR', 'The thread that composes and sends mail ended'),
  });
  let count = 0;

  /** The jobs of a thread end with it: the campaign opens another one then. */
  function openJob(what: ThreadJob) {
    const thread = calls.thread();
    const job = (count += 1);
    const opened = thread.ask('open', { value: { job, what } });
    // The first call reports it.
    opened.catch(ignore);
    const close = () => void thread.ask('close', { value: { job } }).catch(ignore);
    return { thread, job, opened, close };
  }

  return {
    openBulkSender(what) {
      const { thread, job, opened, close } = openJob(what);
      return {
        async write(mailJobs) {
          await opened;
          return thread.ask('write', { value: { job, mailJobs } });
        },
        send: (ids) => thread.ask('send', { value: { job, ids } }),
        close,
      };
    },
    openMailWriter(what) {
      const { thread, job, opened, close } = openJob(what);
      return {
        async write(mailJob) {
          await opened;
          return withBuffer(await thread.ask('compose', { value: { job, mailJob } }));
        },
        async requireVariables(contacts, variables) {
          await opened;
          const pace = createPace();
          for (let from = 0; from < contacts.length; from += contactsPerCall) {
            await pace();
            const some = contacts.slice(from, from + contactsPerCall);
            await thread.ask('requireVariables', { value: { job, contacts: some, variables } });
          }
        },
        close,
      };
    },
    findFaults: (templates, reader) => calls.thread().ask('findFaults', { value: { templates, reader } }),
    stop: calls.stop,
  };
}

const withBuffer = ({ raw, ...composed }: PostedMail): WholeMail => ({
  ...composed,
  raw: asBuffer(raw),
});
