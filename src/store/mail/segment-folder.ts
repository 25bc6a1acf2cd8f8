import { yieldToEventLoop } from '../../contract/event-loop.js';
import { crc32 } from 'node:zlib';
import { AppError, cannotStore } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { diskError } from '../files/store-file-error.js';
import type { OpenMail } from './blobs.js';
import { findMail, findMailToRead, noMail } from './find-mail.js';
import type { KnownScans } from './find-mail.js';
import type { RawMail } from './segment-format.js';
import { createSegmentSet } from './segment-set.js';
import type { SegmentSet } from './segment-set.js';
import type { Segment } from './segment.js';
import type { Span } from './segment-scan.js';

/** Raw mail in files `<number>.mail` of one folder, appended as it comes. */
export interface MailFolder extends OpenMail {
  readonly root: string;
  put(id: MessageId, raw: Buffer): Promise<void>;
  /** Takes over a file of another folder with these mails in it. Answers false where its bytes are not there (any more). */
  takeFile(from: Segment, places: readonly [MessageId, Span][]): Promise<boolean>;
  remove(id: MessageId): Promise<void>;
  close(): Promise<void>;
  /** Removes its files, and the folder where nothing else is in it. */
  destroy(): Promise<void>;
}

interface Unwritten extends RawMail {
  resolve(): void;
  reject(error: Error): void;
}

export interface MailFolderDeps {
  root: string;
  log: Logger;
}

export interface OpenMailFolderDeps extends MailFolderDeps {
  /** The size of each mail whose bytes the store counts on. */
  known: ReadonlyMap<MessageId, number>;
  /** Whether the store was empty when it was opened. */
  isNew?: boolean;
}

const stateless =
  'has mail though there is no state that knows it (db.json and the journal are missing or empty)';

/** Opens the folder of a workspace. Files that are damaged are set aside whole; what can be read of them is copied. */
export async function openMailFolder(deps: OpenMailFolderDeps): Promise<MailFolder> {
  const { root, known, isNew = false, log } = deps;
  const found = await findMail(root, known, log);
  // Their state was moved away or lost: it may come back.
  if (isNew) for (const { segment } of found.places.values()) found.damaged.set(segment, stateless);
  if (isNew) found.writable = null;
  for (const id of [...found.places.keys()]) if (!known.has(id)) found.places.delete(id);
  const files = createSegmentSet(deps, found);
  for (const [segment, reason] of found.damaged) {
    const outcome = await files.giveUp(segment).then(
      (aside) => `the file is kept as ${aside}`,
      // On a full disk, say: the next start tries again.
      (error: Error) => `the file stays as it is, since it cannot be set aside (${error.message})`,
    );
    const served = reason === stateless ? '' : ', and what can be read of it is served';
    log('warn', `${segment.path}: ${reason}; ${outcome}${served}`);
  }
  await files.reclaimWorn();
  return createFolder(deps, files);
}

/** Opens a folder to which nothing is added any more. Nothing in it is changed. */
export const readMailFolder = async (deps: MailFolderDeps & { scans: KnownScans }): Promise<MailFolder> =>
  createFolder(deps, createSegmentSet(deps, await findMailToRead(deps.root, deps)));

/**
 * A folder that is not there yet. One file a mail would cost ten to thirty times as much (making a file is what file
 * systems are slow at, shared folders of containers most of all).
 */
export const createMailFolder = (deps: MailFolderDeps): MailFolder =>
  createFolder(deps, createSegmentSet(deps, noMail()));

function createFolder({ root, log }: MailFolderDeps, files: SegmentSet): MailFolder {
  let unwritten: Unwritten[] = [];
  let writing: Promise<void> | null = null;
  let closed = false;
  const reported = new Set<MessageId>();

  async function writeAll(): Promise<void> {
    // One turn of the event loop, so that all mail of a turn is one write.
    await yieldToEventLoop();
    while (unwritten.length > 0) {
      const batch = unwritten;
      unwritten = [];
      try {
        await files.append(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const { message } = diskError(files.path(), 'the mail could not be written', error);
        const fault = cannotStore(message);
        for (const { reject } of batch) reject(fault);
      }
    }
    await files.reclaimWorn();
  }
  const ensureWriting = (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = null;
      if (unwritten.length > 0) void ensureWriting();
    });
    return writing;
  };
  async function settle(): Promise<void> {
    closed = true;
    while (writing) await writing;
  }

  return {
    root,
    put(id, raw) {
      if (closed) return Promise.reject(new AppError('NOT_READY', 'The workspace is closed'));
      return new Promise((resolve, reject) => {
        unwritten.push({ id, raw, resolve, reject });
        void ensureWriting();
      });
    },
    async takeFile(from, places) {
      while (writing) await writing;
      return files.takeFile(from, places);
    },
    placeOf(id) {
      const place = files.placeOf(id);
      return place && !files.isDamaged(place.segment) ? place : undefined;
    },
    async get(id) {
      const place = files.placeOf(id);
      const raw = place ? await place.segment.read(place) : null;
      const isChanged = place && raw && place.checksum !== null && crc32(raw) !== place.checksum;
      if (isChanged && !reported.has(id)) {
        reported.add(id);
        log(
          'warn',
          `${place.segment.path}: the bytes of ${id} are not those that arrived (their checksum differs)`,
        );
      }
      return raw;
    },
    async remove(id) {
      if (files.remove(id) && !closed) await ensureWriting();
    },
    async close() {
      await settle();
      await files.close();
    },
    async destroy() {
      await settle();
      await files.destroy();
    },
  };
}
