import type { HeaderLine } from '@zone-eu/mailsplit';
import type { AddressObject, EmailAddress } from 'mailparser';
import type { Header, Mailbox } from '../../contract/message.js';
import { oneLine } from '../../core/compose/mime.js';
import { cidPictures } from '../../core/inbox/cid-pictures.js';
import { derive } from '../../core/inbox/derive.js';
import { indexMail } from '../../core/inbox/index-mail.js';
import type { IndexedRow, MailContent, MailIndexEntry, ParsedMail } from '../../core/ports/mail-reader.js';
import type { BloomHasher } from '../../core/ports/ports.js';
import { addressesOf } from './address-fields.js';
import { bodyOf, isListed } from './body.js';
import { addressCharacters, withoutExcess } from './excess.js';
import { contentOf as fieldOf, decodeField, withSafeWords } from './header-fields.js';
import { headEnd, largeHead } from './head-end.js';
import { linesOfHead, normalizeHead } from './normalize-head.js';
import type { NormalizedMail } from './normalize-head.js';
import { charsetOfParts, readParts } from './parts.js';
import type { MailPart, MailParts } from './parts.js';
import { isShown, leavesOf } from './shown-parts.js';

const flatten = (address: EmailAddress): EmailAddress[] => address.group?.flatMap(flatten) ?? [address];

/** The fields of a name as they were sent: an encoded word says nothing of how an address is written. */
const sentAs = (lines: readonly HeaderLine[], field: string): string =>
  lines
    .filter(({ key }) => key === field)
    .map((line) => Buffer.from(withSafeWords(fieldOf(line).latin1), 'latin1').toString())
    .join(',')
    .slice(0, addressCharacters);

const addressShape = /^[^\s@<>",;:]+@[^\s@<>",;:]+\.[^\s@<>",;:]+$/;

/** How the addresses of a field are written, which tells a bare word from a name in quotes or before brackets. */
interface Spelling {
  hasName: boolean;
  hasComment: boolean;
  /** Brackets within brackets. */
  isDoubled: boolean;
  bracketed: ReadonlySet<string>;
}

const spellingOf = (sent: string): Spelling => ({
  hasName: /["<]/.test(sent),
  hasComment: sent.includes('('),
  isDoubled: /<\s*<|>\s*>/.test(sent),
  bracketed: new Set(Array.from(sent.matchAll(/<([^<>\s]{1,320})>/g), ([, address = '']) => address)),
});

/** Addresses with nothing but a blank between them: mailparser takes all but the first for its name. */
function addressesIn(name: string, { hasName, hasComment, bracketed }: Spelling): string[] {
  if (name === '') return [];
  const isBare = !hasName && !hasComment;
  return name.split(/\s+/).filter((word) => addressShape.test(word) && (isBare || bracketed.has(word)));
}

/**
 * `To: root`: mailparser takes an address without a domain for a name. Undocumented: we chose that a bare word is an address
 * where it is written as logins are, and says nothing of recipients who are not named.
 */
const isLocalName = (name: string): boolean =>
  /^(?:[a-z\d_][a-z\d_.+-]*|MAILER-DAEMON)$/.test(name) &&
  !/recipient|undisclosed|unlisted|suppressed/.test(name);

function mailboxesOf({ name, address = '' }: EmailAddress, spelling: Spelling): Mailbox[] {
  if (address === '' && !spelling.hasName && isLocalName(name)) return [{ name: '', address: oneLine(name) }];
  // Some programs write addresses as links, or in quotes or brackets of their own.
  const bare = address
    .replace(/^<+|>+$/g, '')
    .replace(/^mailto:/i, '')
    .replace(/^'(.+)'$/, '$1')
    .replace(/^\[([^\s@[\]]+@[^\s@[\]]+)\]$/, '$1');
  const more = addressesIn(name, spelling);
  if (more.length > 0) return [bare, ...more].map((each) => ({ name: '', address: oneLine(each) }));
  return [
    {
      name: oneLine(name.replace(spelling.isDoubled ? /^[<>\s]+|[<>\s]+$/g : /^[<>\s]+$/, '')),
      address: oneLine(bare.startsWith('@') ? '' : bare),
    },
  ];
}

function mailboxes(header: AddressObject | AddressObject[] | undefined, sent: string): Mailbox[] {
  const spelling = spellingOf(sent);
  return [header ?? []]
    .flat()
    .flatMap(({ value }) => value.flatMap(flatten))
    .flatMap((address) => mailboxesOf(address, spelling));
}

/** Of a name of a file they become blanks, since programs put names into lines; a tab and blanks around it stay. */
const lineEndsAndControls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]+/g;

/** Parts that are files, with the html that may show them, and where it does. */
function attachmentsOf(root: MailPart, html: string | null): Pick<MailContent, 'attachments' | 'cids'> {
  const parts = leavesOf(root).filter(isListed);
  const attachments = parts.map((part, index) => ({
    index,
    filename: part.filename?.replace(lineEndsAndControls, ' ') ?? null,
    content_type: part.type,
    size: part.content.length,
    content_id: part.contentId,
    inline: isShown(part),
    content: part.content,
  }));
  const cids = cidPictures(html, attachments);
  const shown = new Set(cids.map(({ id }) => id));
  for (const each of attachments) each.inline ||= each.content_id !== null && shown.has(each.content_id);
  return { attachments, cids };
}

function noteOf(root: MailPart): string | null {
  const faults = leavesOf(root).flatMap(({ fault, filename, type }) =>
    fault === null ? [] : [`The part ${oneLine(filename ?? type)} could not be decoded whole: ${fault}.`],
  );
  return faults.length > 0 ? faults.join(' ') : null;
}

function headOf(parts: MailParts, charset: string | null) {
  const { headerLines } = parts;
  const headers = headerLines.map((field) => decodeField(field, charset));
  const senders = mailboxes(parts.from, sentAs(headerLines, 'from'));
  return {
    from: senders.find(({ address }) => address !== '') ?? senders[0] ?? null,
    to: mailboxes(parts.to, sentAs(headerLines, 'to')),
    cc: mailboxes(parts.cc, sentAs(headerLines, 'cc')),
    reply_to: mailboxes(parts.replyTo, sentAs(headerLines, 'reply-to')),
    subject: headers.find(({ name }) => name.toLowerCase() === 'subject')?.value ?? '',
    headers,
  };
}

function contentOf(parts: MailParts, charset: string | null): MailContent {
  const { root } = parts;
  const body = root ? bodyOf(root) : { html: null, text: null };
  return {
    ...headOf(parts, charset),
    ...body,
    ...(root ? attachmentsOf(root, body.html) : { attachments: [], cids: [] }),
    note: root ? noteOf(root) : null,
  };
}

const maxShown = 100_000;

/** UTF-8 where it is, single bytes otherwise. */
function rawText(raw: Buffer): string {
  const text = raw.toString('utf8');
  return (text.includes('\ufffd') ? raw.toString('latin1') : text).slice(0, maxShown);
}

const headerLine = /^[\x21-\x39\x3b-\x7e]+[ \t]*:/;

/** Whether there is something to see that the parser made nothing of. */
function isOverlooked({ text, html, attachments }: MailContent, raw: Buffer): boolean {
  if (html !== null || attachments.length > 0 || (text ?? '').trim() !== '') return false;
  const source = raw.toString('latin1', 0, maxShown);
  const body = /\r?\n[ \t]*\r?\n([\s\S]*)$/.exec(source)?.[1] ?? '';
  return body.trim() !== '' || (source.trim() !== '' && !headerLine.test(source));
}

const shownRaw = (mail: MailContent, raw: Buffer): MailContent => ({
  ...mail,
  text: rawText(raw),
  note: ['No readable part was found in this mail; the raw text is shown instead.', mail.note ?? '']
    .join(' ')
    .trim(),
});

/** A mail of which the head alone is read. */
function headAlone({ raw, charset }: NormalizedMail): Omit<MailContent, 'text' | 'note'> {
  const headerLines = linesOfHead(raw);
  const head = headOf({ root: null, headerLines, ...addressesOf(headerLines) }, charset);
  return { ...head, html: null, attachments: [], cids: [] };
}

/** A mail that the parser gave up on; its head is readable by itself. */
function unreadable(mail: NormalizedMail, reason: string): MailContent {
  return {
    ...headAlone(mail),
    text: rawText(mail.raw),
    note: `This mail could not be parsed (${reason}); the raw text is shown instead.`,
  };
}

/** With its head in the charset of its parts, where that names none. */
async function normalize(given: Buffer): Promise<NormalizedMail> {
  const mail = normalizeHead(given);
  if (!mail.lacksCharset) return mail;
  // Of more parts than can be read none tells anything.
  return normalizeHead(given, await charsetOfParts(mail.raw).catch(() => null));
}

async function contentIn(given: Buffer): Promise<MailContent> {
  const normalized = await normalize(given);
  const { raw, charset } = normalized;
  try {
    const mail = withoutExcess(contentOf(await readParts(raw), charset));
    return isOverlooked(mail, raw) ? shownRaw(mail, raw) : mail;
  } catch (error) {
    return withoutExcess(unreadable(normalized, (error as Error).message));
  }
}

/** A mail that could not be read in time. Its head tells what it is, unless that may be what takes so long. */
function unread(given: Buffer): MailContent {
  const end = headEnd(given);
  return withoutExcess({
    ...headAlone(normalizeHead(given.subarray(0, end > largeHead ? 0 : end + 2))),
    text: rawText(given.subarray(0, maxShown)),
    note: 'Reading this mail took too long; the beginning of the raw text is shown instead.',
  });
}

/** Whether a mail is read, or shown as it came in, since it could not be read in time. */
export type Reading = 'whole' | 'raw';

/** A head as RFC 5322 has it: fields, their folded lines, a blank line. */
const soundHead = /^(?:[\x21-\x39\x3b-\x7e]+:[^\r\n\0]*\r?\n(?:[ \t]+[^\s\0][^\r\n\0]*\r?\n)*)+\r?\n/;

/** The headers of a mail as `readMail` reads them, given its head with the blank line; null where the rest may matter. */
export function readHeaders(head: Buffer): Header[] | null {
  const { raw, charset, lacksCharset } = normalizeHead(head);
  if (lacksCharset || !soundHead.test(raw.toString('latin1'))) return null;
  return linesOfHead(raw).map((field) => decodeField(field, charset));
}

/** Reads raw mail, with all that is derived from it. Never rejects: what cannot be read is named in `note`. */
export async function readMail(raw: Buffer, reading: Reading = 'whole'): Promise<ParsedMail> {
  return derive(reading === 'raw' ? unread(raw) : await contentIn(raw));
}

/** Reads of raw mail what lists and search need. Never rejects. */
export async function readEntry(
  raw: Buffer,
  row: IndexedRow,
  { hasher, reading = 'whole' }: { hasher: BloomHasher; reading?: Reading },
): Promise<MailIndexEntry> {
  return indexMail(reading === 'raw' ? unread(raw) : await contentIn(raw), row, hasher);
}
