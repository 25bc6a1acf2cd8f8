import type { CampaignRecord, CampaignStatus } from '../../contract/campaign.js';
import type { ContactRecord, ContactStatus } from '../../contract/contact.js';
import type { EventData, EventRecord, EventType } from '../../contract/event.js';
import type { CampaignId, ContactId, Id, IdPrefix, MessageId, WebhookId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { SmtpReply } from '../../contract/smtp-reply.js';
import type { TableName, Tables } from '../../contract/tables.js';
import type { DeliveryRecord } from '../../contract/delivery.js';
import type { MetaOf, MetaRecord } from '../../contract/workspace-records.js';

/** Rows by id. Iteration is in the order of insertion. */
export interface Rows<T> {
  readonly size: number;
  get(id: string): T | undefined;
  values(): IterableIterator<T>;
  /** All rows of this moment: for many a tenth of the time that spreading `values()` takes. */
  list(): T[];
}

/** One page of rows and how many there are in all. */
export interface RowPage<T> {
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
  /** The row that came last first, whatever the times of the rows. */
  page(filter: ContactFilter, offset: number, limit: number): RowPage<ContactRecord>;
  /** How many of those that match come before a contact in the same order; null where it is none of them. */
  placeOf(filter: ContactFilter, id: string): number | null;
}

export interface CampaignFilter {
  search?: string | undefined;
  status?: CampaignStatus | undefined;
}

/** A position in a list, newest first: what comes strictly after it is the next page. */
export interface ListPosition {
  /** The row that stands there. */
  id: string;
  /** Its number in the order in which rows came. */
  ordinal: number;
}

export interface CampaignRows extends Rows<CampaignRecord> {
  withStatus(status: CampaignStatus): Iterable<CampaignRecord>;
  /** The row that came last first, whatever the times of the rows. */
  page(filter: CampaignFilter, offset: number, limit: number): RowPage<CampaignRecord>;
  /** In the same order, from after a position or so many rows on; `next` is that of the last row, null at the end of the list. */
  from(
    filter: CampaignFilter,
    limit: number,
    after?: ListPosition | number,
  ): RowPage<CampaignRecord> & { next: ListPosition | null };
  /** How many of those that match come before a campaign in the same order; null where it is none of them. */
  placeOf(filter: CampaignFilter, id: string): number | null;
}

/** Kept mail that has an index of its own. `waiting` is what has not arrived yet. */
export type MessageGroup = 'all' | 'unread' | 'waiting' | `${'campaign' | 'contact' | 'status'}:${string}`;

export interface MessageRows extends Rows<MessageRecord> {
  ofCampaign(id: CampaignId): Iterable<MessageRecord>;
  /** Mail that is kept, that which arrived last first; from after `position` on, of one group when given. */
  newestFirst(position?: ListPosition, group?: MessageGroup): Iterable<MessageRecord>;
  oldestFirst(): Iterable<MessageRecord>;
  positionOf(id: string): ListPosition | undefined;
  /** Where a page goes on that was asked for by the position of an answer. */
  pageStart(given: ListPosition): ListPosition;
  /** Where the mail stands that comes after `before` others, newest first. */
  positionAt(before: number, group?: MessageGroup): ListPosition | undefined;
  /** How many mails come before one, newest first; null where it is not among them. */
  placeOf(id: string, group?: MessageGroup): number | null;
  /** How many mails are kept, of one group when given. */
  countKept(group?: MessageGroup): number;
  /** Whether no mail came with an earlier time than one before it: false where the clock was set back. */
  isInTime(): boolean;
  /** Where mail is in time: how much is kept, of one group when given, that came at `since` or later. */
  countSince(since: number, group?: MessageGroup): number;
  /** The first that changed after `seq`, in order of change, as many as `most` and those of the same number as the last. */
  changedSince(seq: number, most?: number): MessageRecord[];
}

export interface EventRows extends Rows<EventRecord> {
  /** Each in order and, when `seq` is given, after it. */
  ofType(type: string, seq?: number): Iterable<EventRecord>;
  ofMessage(id: MessageId, seq?: number): Iterable<EventRecord>;
  ofCampaign(id: CampaignId, seq?: number, type?: string): Iterable<EventRecord>;
  ofContact(id: ContactId, seq?: number, type?: string): Iterable<EventRecord>;
  /** Events after `seq`, in order. */
  since(seq: number): Iterable<EventRecord>;
}

/** Which deliveries: everything given must hold. */
export interface DeliveryFilter {
  webhook?: string | undefined;
  /** An event's id or type. */
  event?: string | undefined;
  status?: DeliveryRecord['status'] | undefined;
  /** Only those that were tried at least once. */
  attempted?: true;
}

/** `total` is exact where `total_exact` says so, else at least that many; `more` says that others follow. */
export interface DeliveryPage extends RowPage<DeliveryRecord> {
  total_exact: boolean;
  more: boolean;
}

export interface DeliveryRows extends Rows<DeliveryRecord> {
  /** Newest first, from before the sequence number `before` on, or from the newest. */
  page(filter: DeliveryFilter, limit: number, before?: number): DeliveryPage;
  /** Newest first. */
  ofWebhook(id: WebhookId): Iterable<DeliveryRecord>;
  /** Those still to be delivered, oldest first. */
  pending(): Iterable<DeliveryRecord>;
  /** Those that succeeded or failed for good, oldest first. */
  settled(): Iterable<DeliveryRecord>;
  countSettled(): number;
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
  /** The next sequence number: events and changed messages have one each. */
  nextSeq(): number;
}

/** One row after a commit and before it; null where there is none. Rows and their fields are never written into. */
export type RowChange = {
  [K in TableName]: { table: K; id: string; row: Tables[K] | null; before: Tables[K] | null };
}[TableName];

/** A commit of many rows that did not happen now (a data set, a whole state): one of several, or the last of them. */
export type Bulk = 'part' | 'end';

/** What one commit did, as everything that listens gets it. */
export interface Commit {
  seq: number;
  /** Null for what happens now. Listeners that report news pass over the others. */
  bulk: Bulk | null;
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
  /** The sequence number of the last bulk change of this process; 0 before the first. */
  readonly bulkSeq: number;
  /** Applies a change whole or, when it throws, not at all; then calls the listeners. */
  commit<T>(change: (tx: Tx) => T, bulk?: Bulk): T;
  /** Throws while nothing can be stored, as `commit` does: for a change of which only a part is in the store. */
  requireWritable(): void;
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

/** A mail on its way out. `from` is a return path, by which the sink knows the mail as ours. */
export interface OutboundMail {
  from: string;
  to: string;
  raw: Buffer;
}

/** Sends one mail over SMTP and answers the server's reply. Rejects when no server answers. */
export interface MailTransport {
  send(mail: OutboundMail): Promise<SmtpReply>;
}

/** Mail that may hold a text. */
export interface CandidateSet {
  /** In no order; null when they are more than `most`. */
  ids(most: number): MessageId[] | null;
  has(id: MessageId): boolean;
}

/** Makes the Bloom filters by which texts are searched. */
export interface BloomHasher {
  of(text: string): Uint32Array;
  /**
   * For texts that all have these pieces: makes the filter of one from the ranges in `windows` besides (from, to, from, to, …;
   * what lies outside the text does not count).
   */
  precomputed(pieces: readonly string[]): (text: string, windows: readonly number[]) => Uint32Array;
}

/** The words of mail, for search: kept apart from the rows, and not in memory where there is a disk. */
export interface MailSearchIndex {
  /** Takes the text of a mail, folded, in place of the one before, with its Bloom filter where that is known. */
  put(id: MessageId, text: string, filter?: Uint32Array | null): void;
  remove(id: MessageId): void;
  has(id: MessageId): boolean;
  /** Another number after every change. */
  revision(): number;
  /** Which mail may hold all of these parts; any other certainly does not. */
  candidates(parts: readonly string[]): CandidateSet;
  /** The text of a mail (lower case, single spaces); undefined where it is not known. */
  textOf(id: MessageId): string | undefined;
}
