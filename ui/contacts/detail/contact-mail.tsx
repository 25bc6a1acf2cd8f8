import { Chip } from '../../shell/chip.js';
import { stateIcons, stateOf, stateWords } from '../../words/mail-state.js';
import { subjectOf } from '../../words/mailbox-words.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { PartOfDetail } from './part-of-detail.js';
import type { ContactMails } from './use-contact-mail.js';

/** The mails of a contact, each opened in the inbox. */
export function ContactMail({ mail: { list, loadMore }, now }: { mail: ContactMails; now: number }) {
  return (
    <PartOfDetail title="Mail" list={list} none="No mail of this contact is kept." onMore={loadMore}>
      <ul class="contacts-mails">
        {list.rows.map((mail) => {
          const state = stateOf(mail);
          return (
            <li key={mail.id}>
              <a href={`#/inbox/${mail.id}`} dir="auto">
                <bdi>{subjectOf(mail)}</bdi>
              </a>
              <Chip tiny icon={stateIcons[state]} state={state}>
                {stateWords[state]}
              </Chip>
              <time class="muted" dateTime={mail.received_at} title={exactWords(mail.received_at)}>
                {relativeWords(mail.received_at, now)}
              </time>
            </li>
          );
        })}
      </ul>
    </PartOfDetail>
  );
}
