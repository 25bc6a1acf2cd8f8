import type { AddressObject, EmailAddress, ParsedMail as MailparserMail } from 'mailparser';
import type { Header, Mailbox } from '../contract/message.js';
import type { MailReader, ParsedMail } from '../core/ports.js';

/** Most of the start-up cost of the program: loaded when the first mail is looked at. */
const loadParser = async () => (await import('mailparser')).simpleParser;

const flatten = (address: EmailAddress): EmailAddress[] => address.group?.flatMap(flatten) ?? [address];

const mailboxes = (header: AddressObject | AddressObject[] | undefined): Mailbox[] =>
  [header ?? []]
    .flat()
    .flatMap(({ value }) => value.flatMap(flatten))
    .map(({ name, address }) => ({ name, address: address ?? '' }));

/** A header line unfolded, as it was sent: encoded words stay, since this is the place to see them. */
function headerOf({ key, line }: { key: string; line: string }): Header {
  const colon = line.indexOf(':');
  const name = colon < 0 ? key : line.slice(0, colon);
  return {
    name,
    value: line
      .slice(colon + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim(),
  };
}

const toParsed = (mail: MailparserMail): ParsedMail => ({
  from: mailboxes(mail.from)[0] ?? null,
  to: mailboxes(mail.to),
  cc: mailboxes(mail.cc),
  reply_to: mailboxes(mail.replyTo),
  subject: mail.subject ?? '',
  html: typeof mail.html === 'string' ? mail.html : null,
  text: mail.text ?? null,
  headers: mail.headerLines.map(headerOf),
  attachments: mail.attachments.map((part, index) => ({
    index,
    filename: part.filename ?? null,
    content_type: part.contentType,
    size: part.size,
    content_id: part.cid ?? null,
    inline: part.contentDisposition === 'inline' || part.related === true,
    content: part.content,
  })),
  note: mail.textConversionError
    ? `The html could not be turned into text: ${mail.textConversionError.message}`
    : null,
});

const unreadable = (raw: Buffer, reason: string): ParsedMail => ({
  from: null,
  to: [],
  cc: [],
  reply_to: [],
  subject: '',
  html: null,
  text: raw.toString('latin1').slice(0, 100_000),
  headers: [],
  attachments: [],
  note: `This mail could not be parsed (${reason}); the raw text is shown instead.`,
});

/** Reads mail with mailparser; what it cannot read is given back raw with a note. */
export function createMailReader(): MailReader {
  return {
    async read(raw) {
      try {
        const parse = await loadParser();
        const options = {
          skipTextToHtml: true,
          skipHtmlToText: true,
          checksumAlgo: false,
          keepCidLinks: true,
        } as const;
        return toParsed(await parse(raw, options));
      } catch (error) {
        return unreadable(raw, (error as Error).message);
      }
    },
  };
}
