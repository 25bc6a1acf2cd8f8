import type { ContactRecord } from '../../contract/contact.js';
import type { EmailInput } from '../../contract/email.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Clock } from '../time/clock.js';
import { createComposer, mailboxOf } from '../compose/composer.js';
import type { ComposerDeps, MessageTemplate } from '../compose/composer.js';
import { outcomeOfAddress } from '../engagement/outcome.js';
import type { Outbox, QueuedMail } from './outbox.js';
import type { MailSearchIndex, Store } from '../ports/ports.js';
import type { Quota } from '../access/quota.js';

export interface TransactionalDeps {
  store: Store;
  clock: Clock;
  outbox: Outbox;
  quota: Quota;
  text: MailSearchIndex;
  composer: ComposerDeps;
  watch(what: string, work: Promise<unknown>): void;
}

/** Single mails: those of `POST /v2/emails` and the welcome mail. */
export interface Transactional {
  send(input: EmailInput): MessageRecord;
  welcome(contact: ContactRecord): void;
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

export function createTransactional(deps: TransactionalDeps): Transactional {
  const { store, clock, outbox, quota } = deps;

  interface Job {
    kind: QueuedMail['kind'];
    source: MessageTemplate;
    to: QueuedMail['to'];
    contact: Partial<ContactRecord>;
    contact_id: ContactRecord['id'] | null;
    variables?: Record<string, unknown>;
  }

  /** The mail is written before anything changes, so that a fault of a template is the caller's 400 and nothing is left behind. */
  function dispatch({ kind, source, to, contact, contact_id, variables = {} }: Job): MessageRecord {
    const composer = createComposer(source, deps.composer);
    if (deps.composer.strict) composer.requireVariables(contact, variables);
    const at = clock.now();
    const outcome = outcomeOfAddress(to.address) ?? { result: 'accept', actions: [], bot: false };
    const id = store.newId('email');
    const { raw, search, subject, preview, missing } = composer.write({ id, to, contact, at, variables });
    const row = store.commit((tx) => {
      quota.charge(tx, 1);
      const sender = outbox.senderOf(id);
      const queued: QueuedMail = {
        kind,
        campaign_id: null,
        contact_id,
        from: source.from,
        to,
        sender,
        outcome,
      };
      return outbox.enqueue(tx, id, queued, { subject, preview, missing });
    });
    deps.text.put(id, search(row).text);
    deps.watch(
      `sending ${id}`,
      outbox.send(row, raw).then((sentMails) => outbox.recordReplies([sentMails])),
    );
    return row;
  }

  return {
    send(input) {
      quota.require(1);
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
    welcome(contact) {
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
      });
    },
  };
}
