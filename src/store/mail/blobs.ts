import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { MessageId } from '../../contract/ids.js';
import type { Blobs } from '../../core/ports/ports.js';

/** Answers null where there is none. */
export type GetMail = (id: MessageId) => Promise<Buffer | null>;

/** Raw mail of a state that does not change any more. */
export interface MailSet {
  /** Opens its files for as long as `use` runs. */
  read<T>(activate: (get: GetMail) => Promise<T>): Promise<T>;
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
  /** Takes over mail of another state; what is missing there stays missing. */
  copyFrom(from: MailSet, ids: readonly MessageId[]): Promise<void>;
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

/** Raw mail in memory, for `--memory`. Bytes are never changed, so a copy of the map is a copy of it all. */
export function createMemoryBlobs(): KeptBlobs {
  let mail = new Map<MessageId, Buffer>();
  const getFrom =
    (map: ReadonlyMap<MessageId, Buffer>): GetMail =>
    (id) =>
      Promise.resolve(map.get(id) ?? null);
  return {
    put(id, raw) {
      mail.set(id, raw);
      return Promise.resolve();
    },
    get: (id) => Promise.resolve(mail.get(id) ?? null),
    remove(id) {
      mail.delete(id);
      return Promise.resolve();
    },
    pin() {
      const get = getFrom(new Map(mail));
      return { get, read: (activate) => activate(get), release: () => undefined };
    },
    next() {
      const coming = new Map<MessageId, Buffer>();
      return {
        folder: null,
        put(id, raw) {
          coming.set(id, raw);
          return Promise.resolve();
        },
        copyFrom: (from, ids) =>
          from.read(async (get) => {
            for (const [index, id] of ids.entries()) {
              if (index % copiedAtOnce === copiedAtOnce - 1) await yieldToEventLoop();
              const raw = await get(id);
              if (raw) coming.set(id, raw);
            }
          }),
        activate() {
          mail = coming;
          return () => Promise.resolve();
        },
        drop: () => Promise.resolve(),
      };
    },
    close() {
      mail.clear();
      return Promise.resolve();
    },
  };
}
