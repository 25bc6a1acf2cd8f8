import type { Mailbox } from '../../contract/message.js';
import type { MailContent } from '../../core/ports/mail-reader.js';

/** A mail may have hundreds of thousands, which nobody reads, and which would hold up others on their way. */
const mostHeaders = 10_000;
/** So many of a field are in the row of a mail, which is written with each of its changes. RFC 5321 4.5.3.1.8 asks for 100. */
const mostAddresses = 1000;
/** Characters of the fields of one name in which addresses are looked for: more than so many have. */
export const addressCharacters = 512 * 1024;

const addressFields = [
  ['to', 'To'],
  ['cc', 'Cc'],
  ['reply_to', 'Reply-To'],
] as const;

/** A mail without what nobody could read of its head; `note` says so. */
export function withoutExcess(mail: MailContent): MailContent {
  const notes: string[] = [];
  const { length } = mail.headers;
  if (length > mostHeaders)
    notes.push(`Of ${length} headers the first ${mostHeaders} are listed; the raw mail has all.`);
  const first = (name: string, all: Mailbox[]): Mailbox[] => {
    if (all.length <= mostAddresses) return all;
    notes.push(`Of the addresses of ${name} the first ${mostAddresses} are listed; the raw mail has all.`);
    return all.slice(0, mostAddresses);
  };
  const [to, cc, reply_to] = addressFields.map(([field, name]) => first(name, mail[field]));
  if (notes.length === 0) return mail;
  return {
    ...mail,
    ...{ to: to ?? [], cc: cc ?? [], reply_to: reply_to ?? [] },
    headers: mail.headers.slice(0, mostHeaders),
    note: [...notes, mail.note ?? ''].join(' ').trim(),
  };
}
