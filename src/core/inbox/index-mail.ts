import { folded } from '../../contract/text/folding.js';
import type { Mailbox } from '../../contract/message.js';
import { searchHeadOf } from '../messages/search-text.js';
import type { IndexedRow, MailContent, MailIndexEntry } from '../ports/mail-reader.js';
import type { BloomHasher } from '../ports/ports.js';
import { writtenTarget } from '../tracking/tracking.js';
import { textOfMail } from './derive.js';

/** The sender that a mail names; an address that it lacks is that of the envelope. */
function senderOf({ from }: MailContent, row: IndexedRow): Mailbox {
  if (from === null || (from.name === '' && from.address === '')) return row.from;
  return from.address === '' ? { ...from, address: row.from.address } : from;
}

/** What a list shows; the envelope stands in where a header is missing or names nobody. */
function summaryOf(mail: MailContent, row: IndexedRow) {
  const to = mail.to.filter(({ address }) => address !== '');
  return {
    from: senderOf(mail, row),
    to: to.length > 0 ? to : row.to,
    cc: mail.cc.filter(({ address }) => address !== ''),
    subject: mail.subject,
    attachment_count: mail.attachments.filter(({ inline }) => !inline).length,
  };
}

/** Fields that name people whom no other field of the row has: further authors, and who is in the header alone. */
const otherPeople = new Set(['from', 'sender', 'bcc']);

/** What a mail brings to the lists and to the search: its links and codes are found when somebody looks at it. */
export function indexMail(mail: MailContent, row: IndexedRow, hasher: BloomHasher): MailIndexEntry {
  const summary = summaryOf(mail, row);
  // What we sent is found by where its links lead, also where its text is read anew: as it was when it was written.
  const { preview, words } = textOfMail(mail, row.kind === 'smtp' ? undefined : writtenTarget);
  const head = searchHeadOf(row.kind === 'smtp' ? { ...row, ...summary } : row);
  // Reply-To is searched too; the row has the other fields of the head.
  const replyTo = mail.reply_to.map(({ name, address }) => folded(`${name} <${address}>`));
  const others =
    row.kind === 'smtp' ? mail.headers.filter(({ name }) => otherPeople.has(name.toLowerCase())) : [];
  const text = head + [words, ...replyTo, ...others.map(({ value }) => folded(value))].join('\n');
  return { summary: { ...summary, preview }, text, filter: hasher.of(text) };
}
