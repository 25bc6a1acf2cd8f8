import type { ContactOutcome } from '../../../src/contract/contact-outcome.js';
import type { Contact } from '../../../src/contract/contact.js';
import { Chip } from '../../shell/chip.js';
import { CopyButton } from '../../shell/copy-button.js';
import type { PageProps } from '../../shell/page.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { statusMarks } from '../contact-words.js';
import { ContactEvents } from './contact-events.js';
import { ContactMail } from './contact-mail.js';
import { OutcomeNote } from './outcome-note.js';
import { SuppressionNote } from './suppression-note.js';
import { useContactMail } from './use-contact-mail.js';
import { Fact } from '../../shell/fact.js';
import { nameOf } from '../../words/contact-words.js';

export interface ContactBodyProps extends PageProps {
  contact: Contact;
  outcome: ContactOutcome;
  onTag(tag: string): void;
}

/** All that is known of a contact. */
export function ContactBody({ contact, outcome, onTag, ...page }: ContactBodyProps) {
  const name = nameOf(contact);
  const mail = useContactMail(page, contact.id);
  const { state, icon, word } = statusMarks[contact.status];
  return (
    <div class="detail-body">
      <h2 class="contacts-name" title={name}>
        <bdi>{name === '' ? contact.email : name}</bdi>
      </h2>
      <p class="facts">
        <Chip tiny icon={icon} state={state}>
          {word}
        </Chip>
        <span class="contacts-copied">
          <bdi>{contact.email}</bdi>
          <CopyButton clip={page.clip} text={contact.email} label="Copy the address" word="" />
        </span>
        <span class="contacts-copied">
          <code>{contact.id}</code>
          <CopyButton clip={page.clip} text={contact.id} label="Copy the id" word="" />
        </span>
      </p>
      {outcome.suppression && <SuppressionNote {...page} suppression={outcome.suppression} />}
      <OutcomeNote outcome={outcome} />
      <Fields contact={contact} now={page.now} onTag={onTag} />
      <CustomFields fields={contact.custom_fields} />
      <ContactMail {...{ mail }} now={page.now} />
      <ContactEvents {...page} id={contact.id} isKept={mail.isKept} />
    </div>
  );
}

function Fields({ contact, now, onTag }: Pick<ContactBodyProps, 'contact' | 'onTag'> & { now: number }) {
  const time = (at: string) => (
    <time dateTime={at} title={relativeWords(at, now)}>
      {exactWords(at)}
    </time>
  );
  return (
    <dl class="values contacts-values" aria-label="Fields">
      <Fact name="First name">{contact.first_name}</Fact>
      <Fact name="Last name">{contact.last_name}</Fact>
      <Fact name="Phone">{contact.phone}</Fact>
      <Fact name="Company">{contact.company}</Fact>
      <div>
        <dt>Tags</dt>
        <dd class="contacts-tags">
          {contact.tags.length === 0 && <span class="muted">none</span>}
          {contact.tags.map((tag) => (
            <button
              key={tag}
              type="button"
              class="contacts-tag"
              title="Show all contacts with this tag"
              onClick={() => onTag(tag)}
            >
              <bdi>{tag}</bdi>
            </button>
          ))}
        </dd>
      </div>
      <Fact name="Subscribed">{time(contact.subscribed_at)}</Fact>
      <Fact name="Created">{time(contact.created_at)}</Fact>
      <Fact name="Updated">{time(contact.updated_at)}</Fact>
    </dl>
  );
}

const CustomFields = ({ fields }: { fields: Contact['custom_fields'] }) => {
  const entries = Object.entries(fields);
  if (entries.length === 0) return null;
  return (
    <section class="contacts-part" aria-label="Custom fields">
      <h3>Custom fields</h3>
      <dl class="values contacts-values">
        {entries.map(([key, value]) => (
          <div key={key}>
            <dt>
              <bdi>{key}</bdi>
            </dt>
            <dd>
              <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
