import type { Attachment, Header, Mailbox, MessageRecord } from '../../contract/message.js';

/** What raw mail holds. */
export interface MailContent {
  from: Mailbox | null;
  to: Mailbox[];
  cc: Mailbox[];
  reply_to: Mailbox[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Header[];
  attachments: (Attachment & { content: Buffer })[];
  /** Where the html shows pictures of the mail (RFC 2392), by the ids of their parts; `bare` for an attribute value without quotes. */
  cids: { start: number; end: number; id: string; written: string; bare: boolean }[];
  /** What could not be read; null when all could. */
  note: string | null;
}

/** What a reader makes of raw mail: its content, and all that follows from it, so that nobody works it out again. */
export interface ParsedMail extends MailContent {
  /** The readable text: the plain one, else the html's. */
  readable: string;
  preview: string;
  /** What is searched besides the head: in lower case, with single spaces, in NFC. */
  words: string;
  /** Every http(s) link, those of the html first; targets as they stand in the mail. */
  links: { url: string; text: string }[];
  /** One-time codes. */
  codes: string[];
}

/** What of a row decides how its mail is indexed. */
export type IndexedRow = Pick<MessageRecord, 'kind' | 'from' | 'to' | 'cc' | 'subject' | 'envelope'>;

/** Raw mail with what decides how it is indexed. */
export interface UnparsedMail {
  raw: Buffer;
  row: IndexedRow;
}

/** What a mail brings to the lists and to the search. */
export interface MailIndexEntry {
  /** Fields of its row. */
  summary: Pick<MessageRecord, 'from' | 'to' | 'cc' | 'subject' | 'preview' | 'attachment_count'>;
  /** The text by which it is found, with its Bloom filter. */
  text: string;
  filter: Uint32Array;
}

/** Reads raw mail. Never rejects: `note` says what could not be read. */
export interface MailReader {
  /** Everything, for those who look at the mail. */
  read(raw: Buffer): Promise<ParsedMail>;
  /** The headers alone, for a search that looks at those of many mails. */
  headers(raw: Buffer): Promise<Header[]>;
  /** The entry of each alone; `inBackground` where others should not be held up by it: it may take longer then. */
  index(mails: readonly UnparsedMail[], inBackground?: boolean): Promise<MailIndexEntry[]>;
}
