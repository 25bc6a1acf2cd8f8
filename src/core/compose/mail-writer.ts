import type { ContactRecord } from '../../contract/contact.js';
import { createPace } from '../time/pace.js';
import type { Composer, MessageTemplate } from './composer.js';
import { composeJob } from './mail-job.js';
import type { MailJob, WholeMail } from './mail-job.js';
import type { TemplateContext } from './template.js';

/** Composes mails of one template, here or in a thread. */
export interface MailWriter {
  /** Rejects with a 400 that names the part of the template which failed. */
  write(job: MailJob): Promise<WholeMail>;
  /** Rejects with a 400 that names the first value that a mail to one of these contacts would lack. */
  requireVariables(contacts: readonly Partial<ContactRecord>[], variables?: TemplateContext): Promise<void>;
  close(): void;
}

/** Opens the writer of a template. `values` are those that its mails are filled with, or the largest of them. */
export type OpenMailWriter = (template: MessageTemplate, values: unknown) => MailWriter;

/** A writer that works in the thread that calls it, and yields to the event loop between mails. */
export function createMailWriter(composer: Composer): MailWriter {
  const pace = createPace();
  return {
    async write(job) {
      await pace();
      return composeJob(composer, job);
    },
    async requireVariables(contacts, variables) {
      for (const contact of contacts) {
        await pace();
        composer.requireVariables(contact, variables);
      }
    },
    close: () => undefined,
  };
}
