import type { CampaignRecord, CampaignStatus } from '../contract/campaign.js';
import type { ContactRecord, ContactStatus } from '../contract/contact.js';
import type { EventData, EventRecord, EventType } from '../contract/event.js';
import type { CampaignId, ContactId, Id, IdPrefix, MessageId, WebhookId } from '../contract/ids.js';
import type { Attachment, Header, Mailbox, MessageRecord } from '../contract/message.js';
import type { TableName, Tables } from '../contract/tables.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import type { MetaOf, MetaRecord } from '../contract/workspace-records.js';

/** Rows by id. Iteration is in the order of insertion. */
export interface Rows<T> {
  readonly size: number;
  get(id: string): T | undefined;
  values(): IterableIterator<T>;
}

/** One page of rows and how many there are in all. */
export interface Page<T> {
  rows: T[];
  total: number;
}

export interface ContactFilter {
  search?: string | undefined;
  tags?: readonly string[] | undefined;
  /** How several tags combine. */
  match: 'all' | 'any';
  status?: ContactStatus | undefined;
}

export interface ContactRows extends Rows<ContactRecord> {
  byEmail(email: string): ContactRecord | undefined;
  /** Contacts that have the tag, compared without regard to case. */
  withTag(tag: string): Iterable<ContactRecord>;
  /** Newest first, ties by id. */
  page(filter: ContactFilter, offset: number, limit: number): Page<ContactRecord>;
}

export interface CampaignFilter {
  search?: string | undefined;
  status?: CampaignStatus | undefined;
}

export interface CampaignRows extends Rows<CampaignRecord> {
  withStatus(status: CampaignStatus): Iterable<CampaignRecord>;
  /** Newest first, ties by id. */
  page(filter: CampaignFilter, offset: number, limit: number): Page<CampaignRecord>;
}

/** A position in a list of messages, newest first: what comes strictly after it is the next page. */
export interface MessagePosition {
  received_at: number;
  id: MessageId;
}

export interface MessageRows extends Rows<MessageRecord> {
  ofCampaign(id: CampaignId): Iterable<MessageRecord>;
  ofContact(id: ContactId): Iterable<MessageRecord>;
  /** Mail that is kept, newest first, ties by id; from after `position` on. */
  newestFirst(position?: MessagePosition): Iterable<MessageRecord>;
  /** How many mails are kept. */
  countKept(): number;
  countUnread(): number;
  /** Rows changed after `seq`, in order of change. */
  changedSince(seq: number): MessageRecord[];
}

export interface EventRows extends Rows<EventRecord> {
  ofMessage(id: MessageId): readonly EventRecord[];
  ofCampaign(id: CampaignId): readonly EventRecord[];
  ofContact(id: ContactId): readonly EventRecord[];
  /** Events after `seq`, in order. */
  since(seq: number): Iterable<EventRecord>;
}

export interface DeliveryRows extends Rows<DeliveryRecord> {
  /** From before the sequence number `before` on, or from the newest. */
  newestFirst(before?: number): Iterable<DeliveryRecord>;
  /** Newest first. */
  ofWebhook(id: WebhookId): Iterable<DeliveryRecord>;
  /** Those still owed, oldest first. */
  pending(): Iterable<DeliveryRecord>;
}

export interface MetaRows {
  get<K extends MetaRecord['id']>(id: K): MetaOf<K> | undefined;
}

/** What a change may do. Nothing of it is seen by anyone until the whole change is done. */
export interface Tx {
  put<K extends TableName>(table: K, row: Tables[K]): void;
  remove(table: TableName, id: string): void;
  /** Appends to the event log. */
  emit(type: EventType, data: EventData): EventRecord;
  /** The next sequence number: events and changed messages bear one each. */
  nextSeq(): number;
}

/** One row as it became, or null where it went away. */
export type RowChange = { [K in TableName]: { table: K; id: string; row: Tables[K] | null } }[TableName];

/** What one commit did, as everything that listens gets it. */
export interface Commit {
  seq: number;
  changes: readonly RowChange[];
  events: readonly EventRecord[];
}

/** The state of a workspace: read at will, written by `commit` alone. */
export interface Store {
  readonly contacts: ContactRows;
  readonly campaigns: CampaignRows;
  readonly messages: MessageRows;
  readonly events: EventRows;
  readonly deliveries: DeliveryRows;
  readonly webhooks: Rows<Tables['webhooks']>;
  readonly keys: Rows<Tables['keys']> & { byDigest(digest: string): Tables['keys'] | undefined };
  readonly suppressions: Rows<Tables['suppressions']>;
  readonly audiences: Rows<Tables['audiences']>;
  readonly meta: MetaRows;
  /** The sequence number of the last change. */
  readonly seq: number;
  /** Applies a change whole or, when it throws, not at all; then tells the listeners. */
  commit<T>(change: (tx: Tx) => T): T;
  /** Resolves when everything committed so far is written; rejects while it cannot be. */
  durable(): Promise<void>;
  subscribe(listener: (commit: Commit) => void): () => void;
  /** An id that no row of the workspace has. */
  newId<P extends IdPrefix>(prefix: P): Id<P>;
}

/** The raw bytes of mail, by message. */
export interface Blobs {
  put(id: MessageId, raw: Buffer): Promise<void>;
  /** null where there is none. */
  get(id: MessageId): Promise<Buffer | null>;
  remove(id: MessageId): Promise<void>;
}

/** A mail on its way out. `ticket` proves to the sink that the mail is ours, and which. */
export interface OutgoingMail {
  from: string;
  to: string;
  raw: Buffer;
}

/** What the receiving server said last. */
export interface SmtpReply {
  code: number;
  /** Enhanced status code, such as 5.1.1; empty where the server gave none. */
  status: string;
  text: string;
}

/** The way out: hands one mail over SMTP and says what the server replied. Rejects when no server answers. */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<SmtpReply>;
}

/** What a reader makes of raw mail. */
export interface ParsedMail {
  from: Mailbox | null;
  to: Mailbox[];
  cc: Mailbox[];
  reply_to: Mailbox[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Header[];
  attachments: (Attachment & { content: Buffer })[];
  /** What could not be read; null when all could. */
  note: string | null;
}

/** Reads raw mail. Never rejects: what cannot be read is said in `note`. */
export interface MailReader {
  read(raw: Buffer): Promise<ParsedMail>;
}

/** One line on the console, with what belongs to it. */
export type Say = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details?: Record<string, unknown>,
) => void;

/** The words of mail, for search. */
export interface MailText {
  put(id: MessageId, text: string): void;
  remove(id: MessageId): void;
  /** Whether the text of a mail holds these words (lower case) in a row. */
  holds(id: MessageId, words: string): boolean;
}
