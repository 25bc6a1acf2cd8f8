import type { Mailbox } from '../../contract/message.js';
import type { MailContent } from '../../core/ports/mail-reader.js';

/** A mail may have hundreds of thousands, which nobody reads, and which would hold up others on their way. */
const mostHeaders = 10_000;
/** So many of a field are in the row of a mail, which is written with each of its changes. RFC 5321 4.5.3.1.8 asks for 100. */
const mostAddresses = 1000;
/** Characters of them all, and of the subject or one name: each list and each change of a mail has them. */
const mostInAddresses = 64 * 1024;
const mostInText = 10_000;
/** Characters of the fields of one name in which addresses are looked for: more than so many have. */
export const addressCharacters = 512 * 1024;

const addressFields = [
  ['to', 'To'],
  ['cc', 'Cc'],
  ['reply_to', 'Reply-To'],
] as const;

/** The text, or its beginning without half a character at the end. */
const beginningOf = (text: string): string =>
  text.length <= mostInText ? text : text.slice(0, mostInText).replace(/[\ud800-\udbff]$/, '');

const shortened = ({ name, address }: Mailbox): Mailbox => ({
  name: beginningOf(name),
  address: beginningOf(address),
});

/** How many of the first are no more than a row may have. */
function countOfFirst(all: readonly Mailbox[]): number {
  let characters = 0;
  const last = all.findIndex(({ name, address }, index) => {
    characters += name.length + address.length;
    return index === mostAddresses || characters > mostInAddresses;
  });
  return last < 0 ? all.length : last;
}

/** A mail without what nobody could read of its head; `note` says so. */
export function withoutExcess(mail: MailContent): MailContent {
  const notes: string[] = [];
  const { length } = mail.headers;
  if (length > mostHeaders)
    notes.push(`Of ${length} headers the first ${mostHeaders} are listed; the raw mail has all.`);
  if (mail.subject.length > mostInText)
    notes.push(`Of the subject the first ${mostInText} characters are shown; its header has all.`);
  const first = (name: string, given: Mailbox[]): Mailbox[] => {
    const all = given.map(shortened);
    const count = countOfFirst(all);
    if (count < all.length)
      notes.push(`Of the addresses of ${name} the first ${count} are listed; the raw mail has all.`);
    return all.slice(0, count);
  };
  const [to = [], cc = [], reply_to = []] = addressFields.map(([field, name]) => first(name, mail[field]));
  return {
    ...mail,
    from: mail.from && shortened(mail.from),
    ...{ to, cc, reply_to },
    subject: beginningOf(mail.subject),
    headers: mail.headers.slice(0, mostHeaders),
    note: notes.length > 0 ? [...notes, mail.note ?? ''].join(' ').trim() : mail.note,
  };
}
