import type { ContactRecord } from '../../contract/contact.js';
import { AppError, invalid } from '../../contract/errors.js';
import type { EmailInput } from '../../contract/email.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Clock } from '../time/clock.js';
import { mailboxOf } from '../compose/composer.js';
import type { MessageTemplate } from '../compose/composer.js';
import type { WholeMail } from '../compose/mail-job.js';
import type { FindTemplateFaults } from '../compose/require-templates.js';
import { partNames } from '../compose/template-budget.js';
import type { OpenMailWriter } from '../compose/mail-writer.js';
import { outcomeOfAddress, plainOutcome } from '../engagement/outcome.js';
import type { Outbox, QueuedMail } from './outbox.js';
import type { Blobs, MailSearchIndex, Tx } from '../ports/ports.js';
import type { Quota } from '../access/quota.js';
import { createQueuedSingleMail } from './queued-single-mail.js';
import type { QueuedSingleMail, QueuedSingleMailDeps } from './queued-single-mail.js';

export interface TransactionalDeps extends QueuedSingleMailDeps {
  blobs: Blobs;
  clock: Clock;
  outbox: Outbox;
  quota: Quota;
  text: MailSearchIndex;
  /** Refuses to send a mail that lacks a value which its template names. */
  strict: boolean;
  openMailWriter: OpenMailWriter;
  findTemplateFaults: FindTemplateFaults;
}

/** Single mails: those of `POST /v2/emails` and the welcome mail. */
export interface Transactional {
  send(input: EmailInput): Promise<MessageRecord>;
  /** Queues a welcome mail in the same change as what `alongside` puts, which may throw: nothing is left behind then. */
  welcome(contact: ContactRecord, alongside: (tx: Tx) => void): Promise<MessageRecord>;
  resume: QueuedSingleMail['resume'];
}

const tracked = { track_opens: true, track_clicks: true, google_analytics: false };

/** The welcome mail of every workspace. */
const welcomeContent = {
  subject: 'Welcome{{#if first_name}}, {{first_name}}{{/if}}!',
  html: `<!doctype html>
<html><body style="font-family: system-ui, sans-serif; color: #1f2430; max-width: 32rem; margin: 2rem auto">
<h1 style="font-size: 1.25rem">Welcome{{#if first_name}}, {{first_name}}{{/if}}</h1>
<p>{{email}} is on our list now. We are glad to have you.</p>
<p style="color: #667; font-size: 0.8rem">If this was not you, <a href="{{unsubscribe_url}}">unsubscribe</a>.</p>
</body></html>
`,
};

/** The 400 of a template, with the faults of the other parts. */
async function withOtherFaults(
  error: unknown,
  { subject, content }: MessageTemplate,
  findTemplateFaults: FindTemplateFaults,
): Promise<unknown> {
  if (!(error instanceof AppError) || !partNames.some((part) => part === error.details.field)) return error;
  const found = await findTemplateFaults({ subject, content });
  const issues = partNames.flatMap((field) => {
    const issue =
      field === error.details.field ? error.details.issue : found.find(({ part }) => part === field)?.issue;
    return issue === undefined ? [] : [{ field, issue }];
  });
  return issues.length > 1 ? invalid(issues) : error;
}

export function createTransactional(deps: TransactionalDeps): Transactional {
  const { store, blobs, clock, outbox, quota } = deps;
  const queuedMail = createQueuedSingleMail(deps);

  interface Job {
    kind: QueuedMail['kind'];
    source: MessageTemplate;
    to: QueuedMail['to'];
    contact: Partial<ContactRecord>;
    contact_id: ContactRecord['id'] | null;
    variables?: Record<string, unknown>;
    alongside?: (tx: Tx) => void;
  }

  async function compose(job: Job, { id, sender }: { id: MessageId; sender: string }): Promise<WholeMail> {
    const { source, to, contact, variables = {} } = job;
    const writer = deps.openMailWriter(source, { ...contact, ...variables });
    try {
      if (deps.strict) await writer.requireVariables([contact], variables);
      return await writer.write({ id, to, contact, at: clock.now(), variables, sender });
    } finally {
      writer.close();
    }
  }

  /**
   * The mail is written before anything changes, so that a fault of a template is the caller's 400 and nothing is left behind. Its
   * bytes are kept before its row, so that whatever comes after the answer it is sent.
   */
  async function dispatch(job: Job): Promise<MessageRecord> {
    const id = store.newId('email');
    const sender = outbox.senderOf(id);
    const mail = await compose(job, { id, sender }).catch(async (error: unknown) => {
      throw await withOtherFaults(error, job.source, deps.findTemplateFaults);
    });
    await blobs.put(id, mail.raw);
    let row: MessageRecord;
    try {
      row = enqueue(job, { id, sender, mail });
    } catch (error) {
      await blobs.remove(id);
      throw error;
    }
    deps.text.put(id, mail.search.text, mail.search.filter);
    queuedMail.send(id);
    return row;
  }

  function enqueue(
    { kind, source, to, contact_id, alongside }: Job,
    { id, sender, mail }: { id: MessageId; sender: string; mail: WholeMail },
  ): MessageRecord {
    const { raw, subject, preview, missing } = mail;
    const outcome = outcomeOfAddress(to.address) ?? plainOutcome;
    return store.commit((tx) => {
      alongside?.(tx);
      // Others may have used it up meanwhile.
      quota.require(1, kind === 'welcome' ? 'send_welcome' : 'to');
      quota.charge(tx, 1);
      const queued: QueuedMail = {
        kind,
        campaign_id: null,
        contact_id,
        from: source.from,
        to,
        sender,
        outcome,
      };
      return outbox.enqueue(tx, id, queued, { subject, preview, missing, stored: true, size: raw.length });
    });
  }

  return {
    async send(input) {
      quota.require(1, 'to');
      const contact = store.contacts.byEmail(input.to.address);
      return dispatch({
        kind: 'transactional',
        source: {
          subject: input.subject,
          content: input.content,
          from: { name: input.from_name ?? '', address: input.from_email },
          reply_to: input.reply_to ?? null,
          settings: tracked,
          campaign: null,
          bulk: false,
        },
        to: input.to,
        contact: contact ?? { email: input.to.address, custom_fields: {} },
        contact_id: contact?.id ?? null,
        variables: input.variables ?? {},
      });
    },
    welcome: (contact, alongside) =>
      dispatch({
        kind: 'welcome',
        source: {
          subject: welcomeContent.subject,
          content: { html: welcomeContent.html, text: null },
          from: { name: 'Maildrone', address: 'welcome@mail.maildrone.test' },
          reply_to: null,
          settings: tracked,
          campaign: null,
          bulk: true,
        },
        to: mailboxOf(contact),
        contact,
        contact_id: contact.id,
        alongside,
      }),
    resume: queuedMail.resume,
  };
}
