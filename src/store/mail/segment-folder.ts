import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { openSegment } from './segment.js';
import type { RawMail, Segment, Span } from './segment.js';
import { diskError } from '../persistence/store-file-error.js';

/** Raw mail in files `<number>.mail` of one folder, appended as it comes. */
export interface MailFolder {
  readonly root: string;
  put(id: MessageId, raw: Buffer): Promise<void>;
  /** null where there is none. */
  get(id: MessageId): Promise<Buffer | null>;
  remove(id: MessageId): Promise<void>;
  /** Removes what is not known. */
  sweep(isKnown: (id: MessageId) => boolean): Promise<void>;
  close(): Promise<void>;
}

interface Place extends Span {
  segment: Segment;
}

interface Unwritten extends RawMail {
  resolve(): void;
  reject(error: Error): void;
}

// A file that has grown this far is followed by a new one, so that old mail goes with its file.
const fullBytes = 32 * 1024 * 1024;
/** A full file of which less is in use is emptied: what is left of it moves to the newest. */
const sparseShare = 1 / 4;
const fileName = (number: number) => `${String(number).padStart(8, '0')}.mail`;
const filePattern = /^(\d{8})\.mail$/;

interface Found {
  places: Map<MessageId, Place>;
  segments: Set<Segment>;
  /** The newest file where it may be written on. */
  writable: Segment | null;
  /** The number of the newest file. */
  last: number;
}

const nothing = (): Found => ({ places: new Map(), segments: new Set(), writable: null, last: 0 });

/** Every file of raw mail in `root` and where each mail stands. */
async function findMail(root: string, log: Logger): Promise<Found> {
  const found = nothing();
  const { places, segments } = found;
  const files = (await readdir(root).catch(() => [])).filter((file) => filePattern.test(file)).sort();
  for (const file of files) {
    const path = join(root, file);
    const { segment, mails, unreadableFrom } = await openSegment(path).catch((error: unknown) => {
      throw diskError(path, 'cannot be opened', error);
    });
    segments.add(segment);
    for (const { id, ...span } of mails) places.set(id, { segment, ...span });
    found.writable = unreadableFrom === null && segment.size < fullBytes ? segment : null;
    found.last = Number(filePattern.exec(file)?.[1]);
    if (unreadableFrom !== null) {
      log('warn', `${path}: is no mail from byte ${unreadableFrom} on; what stood there is missing`);
    }
  }
  for (const { segment, bytes } of places.values()) segment.live += bytes;
  return found;
}

export const openMailFolder = async (root: string, log: Logger): Promise<MailFolder> =>
  createMailFolder(root, await findMail(root, log));

/**
 * A folder that is not there yet. One file a mail would cost ten to thirty times as much (making a file is what file
 * systems are slow at, shared folders of containers most of all).
 */
export function createMailFolder(root: string, found = nothing()): MailFolder {
  const { places, segments } = found;
  let current = found.writable;
  let last = found.last;
  let unwritten: Unwritten[] = [];
  let writing: Promise<void> | null = null;
  let closed = false;

  async function roomy(): Promise<Segment> {
    if (current && current.size < fullBytes && !current.broken) return current;
    await mkdir(root, { recursive: true });
    const { segment } = await openSegment(join(root, fileName(last + 1)));
    last += 1;
    segments.add(segment);
    return (current = segment);
  }
  function forget(id: MessageId): Segment | null {
    const place = places.get(id);
    if (!place) return null;
    places.delete(id);
    place.segment.live -= place.bytes;
    return place.segment;
  }
  async function append(mails: readonly RawMail[]): Promise<void> {
    const segment = await roomy();
    const spans = await segment.append(mails);
    mails.forEach(({ id }, index) => {
      forget(id);
      const span = spans[index] as Span;
      places.set(id, { segment, ...span });
      segment.live += span.bytes;
    });
  }
  async function writeOwed(): Promise<void> {
    // One turn of the event loop, so that all mail of a turn is one write.
    await yieldToEventLoop();
    while (unwritten.length > 0) {
      const batch = unwritten;
      unwritten = [];
      try {
        await append(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const { message } = diskError(current?.path ?? root, 'the mail could not be written', error);
        const fault = new AppError('INTERNAL_SERVER_ERROR', `The emulator cannot store: ${message}`);
        for (const { reject } of batch) reject(fault);
      }
    }
    // Where there is no room to move anything (a full disk) the file stays as it is until there is.
    for (const segment of [...segments].filter(isWorn)) await reclaim(segment).catch(() => undefined);
  }
  const isWorn = (segment: Segment): boolean =>
    segment.size > 0 &&
    (segment.live === 0 || (segment !== current && segment.live < segment.size * sparseShare));

  /** Deletes a file; what little is left in it moves to the newest first. */
  async function reclaim(segment: Segment): Promise<void> {
    if (segment === current) current = null;
    for (const [id, place] of places) {
      if (place.segment !== segment) continue;
      const raw = await segment.read(place);
      if (places.get(id) !== place) continue;
      if (raw) await append([{ id, raw }]);
      else forget(id);
    }
    segments.delete(segment);
    await segment.drop();
  }
  const ensureWriting = (): Promise<void> => {
    writing ??= writeOwed().finally(() => {
      writing = null;
      if (unwritten.length > 0) void ensureWriting();
    });
    return writing;
  };

  return {
    root,
    put(id, raw) {
      if (closed) return Promise.reject(new AppError('NOT_READY', 'The workspace is closed'));
      return new Promise((resolve, reject) => {
        unwritten.push({ id, raw, resolve, reject });
        void ensureWriting();
      });
    },
    async get(id) {
      const place = places.get(id);
      return place ? place.segment.read(place) : null;
    },
    async remove(id) {
      const segment = forget(id);
      if (segment && isWorn(segment) && !closed) await ensureWriting();
    },
    async sweep(isKnown) {
      for (const id of [...places.keys()]) if (!isKnown(id)) forget(id);
      await ensureWriting();
    },
    async close() {
      closed = true;
      while (writing) await writing;
      for (const segment of segments) await segment.close();
    },
  };
}
