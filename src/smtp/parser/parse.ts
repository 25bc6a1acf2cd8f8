import type { AddressObject, EmailAddress } from 'mailparser';
import type { Header, Mailbox } from '../../contract/message.js';
import { oneLine } from '../../core/compose/mime.js';
import type { MailReader, ParsedMail } from '../../core/ports/ports.js';
import { headEnd, legible } from './normalize-head.js';
import { createParserThread, parserOptions } from './thread.js';
import type { PlainMail, ParserThread } from './thread.js';

/** Most of the start-up cost of the program: loaded when the first mail is looked at. */
const loadParser = async () => (await import('mailparser')).simpleParser;

const flatten = (address: EmailAddress): EmailAddress[] => address.group?.flatMap(flatten) ?? [address];

const mailboxes = (header: AddressObject | AddressObject[] | undefined): Mailbox[] =>
  [header ?? []]
    .flat()
    .flatMap(({ value }) => value.flatMap(flatten))
    .map(({ name, address = '' }) => {
      // `To: root`: mailparser takes an address without a domain for a name.
      const isLocal = address === '' && /^[^\s@]+$/.test(name);
      return { name: isLocal ? '' : oneLine(name), address: oneLine(isLocal ? name : address) };
    });

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

/** Of mail that is html alone mailparser says that its text is empty; it has none, and is read from the html. */
const shownText = ({ text, html }: PlainMail): string | null =>
  text === undefined || (typeof html === 'string' && text.trim() === '') ? null : text;

const toParsed = (mail: PlainMail): ParsedMail => ({
  from: mailboxes(mail.from)[0] ?? null,
  to: mailboxes(mail.to),
  cc: mailboxes(mail.cc),
  reply_to: mailboxes(mail.replyTo),
  subject: oneLine(mail.subject ?? ''),
  html: typeof mail.html === 'string' ? mail.html : null,
  text: shownText(mail),
  headers: mail.headerLines.map(headerOf),
  attachments: mail.attachments.map((part, index) => ({
    index,
    filename: part.filename === undefined ? null : oneLine(part.filename),
    content_type: part.contentType,
    size: part.size,
    content_id: part.cid ?? null,
    inline: part.contentDisposition === 'inline' || part.related === true,
    // From another thread it comes as bare bytes.
    content: Buffer.from(part.content.buffer, part.content.byteOffset, part.content.byteLength),
  })),
  note: mail.textConversionError
    ? `The html could not be turned into text: ${mail.textConversionError.message}`
    : null,
});

const maxShown = 100_000;

/** A mail that the parser gave up on; its headers may well be readable by themselves. */
const unreadable = (raw: Buffer, head: PlainMail | null, reason: string): ParsedMail => ({
  ...toParsed(head ?? { headerLines: [], attachments: [] }),
  html: null,
  text: rawText(raw),
  attachments: [],
  note: `This mail could not be parsed (${reason}); the raw text is shown instead.`,
});

/** UTF-8 where it is, single bytes otherwise. */
function rawText(raw: Buffer): string {
  const text = raw.toString('utf8');
  return (text.includes('\ufffd') ? raw.toString('latin1') : text).slice(0, maxShown);
}

const headerLine = /^[\x21-\x39\x3b-\x7e]+[ \t]*:/;

/** Whether there is something to see that the parser made nothing of. */
function isOverlooked({ text, html, attachments }: ParsedMail, raw: Buffer): boolean {
  if (html !== null || attachments.length > 0 || (text ?? '').trim() !== '') return false;
  const source = raw.toString('latin1', 0, maxShown);
  const body = /\r?\n[ \t]*\r?\n([\s\S]*)$/.exec(source)?.[1] ?? '';
  return body.trim() !== '' || (source.trim() !== '' && !headerLine.test(source));
}

const shownRaw = (mail: ParsedMail, raw: Buffer): ParsedMail => ({
  ...mail,
  text: rawText(raw),
  note: 'No readable part was found in this mail; the raw text is shown instead.',
});

// mailparser takes about 24 ms per MB, too long to hold up everything else.
const largeMail = 128 * 1024;

/** Reads mail with mailparser, in `threadFile` where it takes long; what it cannot read is given back raw with a note. */
export function createMailReader(threadFile: string): MailReader & Pick<ParserThread, 'stop'> {
  const thread = createParserThread(threadFile);
  const parse = async (raw: Buffer, patient: boolean): Promise<PlainMail> =>
    patient || raw.length > largeMail ? thread.parse(raw) : (await loadParser())(raw, parserOptions);
  const parseHead = (raw: Buffer): Promise<PlainMail | null> =>
    parse(plainHead(raw.subarray(0, headEnd(raw))), true).catch(() => null);
  return {
    async read(given, patient = false) {
      const raw = legible(given);
      try {
        const mail = toParsed(await parse(raw, patient));
        return isOverlooked(mail, raw) ? shownRaw(mail, raw) : mail;
      } catch (error) {
        return unreadable(raw, await parseHead(raw), (error as Error).message);
      }
    },
    stop: thread.stop,
  };
}

/** Headers without the one that says how to take the body apart. */
const plainHead = (head: Buffer): Buffer =>
  Buffer.from(head.toString('latin1').replace(/^Content-Type:.*$/im, 'X-$&'), 'latin1');
