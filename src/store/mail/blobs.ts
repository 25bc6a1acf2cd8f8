import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { MessageId } from '../../contract/ids.js';
import type { Blobs } from '../../core/ports/ports.js';
import type { MailPlace } from './find-mail.js';

/** Answers null where there is none. */
export type GetMail = (id: MessageId) => Promise<Buffer | null>;

/** Raw mail that is open to be read. */
export interface OpenMail {
  get: GetMail;
  /** Where in which file a mail stands; undefined where it is in memory, or in a file that is damaged. */
  placeOf(id: MessageId): MailPlace | undefined;
}

/** Raw mail of a state that does not change any more. */
export interface MailSet {
  /** Opens its files for as long as `use` runs. */
  read<T>(use: (mail: OpenMail) => Promise<T>): Promise<T>;
}

/** Raw mail as it is now: none of it goes away until it is released. */
export interface PinnedMail extends MailSet {
  get: GetMail;
  release(): void;
}

/** A place for the raw mail of a state that is to come. */
export interface StagedMail {
  /** The name of its folder; null in memory. */
  folder: string | null;
  put(id: MessageId, raw: Buffer): Promise<void>;
  /** Takes over mail of another state; what is missing there stays missing. Answers how many are. */
  copyFrom(from: MailSet, ids: readonly MessageId[]): Promise<number>;
  /** From now on this is the mail of the workspace. Answers how to let go of the former, once the new state is kept. */
  activate(): () => Promise<void>;
  /** Throws it away, unless it is in use. */
  drop(): Promise<void>;
}

/** Raw mail and what keeping it asks for besides. */
export interface KeptBlobs extends Blobs {
  pin(): PinnedMail;
  next(): StagedMail;
  /** From now on nothing is written any more. */
  close(): Promise<void>;
}

/** Mails in memory that are copied before others have their turn. */
const copiedAtOnce = 2000;

const inMemory = (get: GetMail): OpenMail => ({ get, placeOf: () => undefined });

function copyMail(into: Map<MessageId, Buffer>, from: MailSet, ids: readonly MessageId[]): Promise<number> {
  let missing = 0;
  return from.read(async ({ get }) => {
    for (const [index, id] of ids.entries()) {
      if (index % copiedAtOnce === copiedAtOnce - 1) await yieldToEventLoop();
      const raw = await get(id);
      if (raw) into.set(id, raw);
      else missing += 1;
    }
    return missing;
  });
}

/** These mails in memory, apart from where they come from. Bytes are never changed, so they are shared. */
export async function copyInMemory(from: MailSet, ids: readonly MessageId[]): Promise<MailSet> {
  const mail = new Map<MessageId, Buffer>();
  await copyMail(mail, from, ids);
  return { read: (use) => use(inMemory((id) => Promise.resolve(mail.get(id) ?? null))) };
}

/** Raw mail in memory, for `--memory`. */
export function createMemoryBlobs(): KeptBlobs {
  let mail = new Map<MessageId, Buffer>();
  /** For each that holds the mail of this moment, what was removed since. */
  const pins = new Set<Map<MessageId, Buffer>>();
  function remove(id: MessageId): void {
    const raw = mail.get(id);
    if (raw) for (const removed of pins) removed.set(id, raw);
    mail.delete(id);
  }
  return {
    put(id, raw) {
      mail.set(id, raw);
      return Promise.resolve();
    },
    get: (id) => Promise.resolve(mail.get(id) ?? null),
    remove(id) {
      remove(id);
      return Promise.resolve();
    },
    pin() {
      const held = mail;
      const removed = new Map<MessageId, Buffer>();
      pins.add(removed);
      const get: GetMail = (id) => Promise.resolve(held.get(id) ?? removed.get(id) ?? null);
      return { get, read: (use) => use(inMemory(get)), release: () => void pins.delete(removed) };
    },
    next() {
      const coming = new Map<MessageId, Buffer>();
      return {
        folder: null,
        put(id, raw) {
          coming.set(id, raw);
          return Promise.resolve();
        },
        copyFrom: (from, ids) => copyMail(coming, from, ids),
        activate() {
          mail = coming;
          return () => Promise.resolve();
        },
        drop: () => Promise.resolve(),
      };
    },
    close() {
      mail = new Map();
      return Promise.resolve();
    },
  };
}
