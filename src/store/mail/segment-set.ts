import { yieldToEventLoop } from '../../contract/event-loop.js';
import { basename, dirname, join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { setAside } from '../files/damaged.js';
import { makeFolder, removeOwn } from '../files/folder.js';
import { registerGone, registerMade } from '../files/register.js';
import { diskError, isFullDisk } from '../files/store-file-error.js';
import { labelOf } from './find-mail.js';
import type { FoundMail, MailPlace } from './find-mail.js';
import { makeSegment } from './segment.js';
import type { Segment } from './segment.js';
import type { RawMail } from './segment-format.js';
import type { Span } from './segment-scan.js';

export interface SegmentSetDeps {
  root: string;
  log: Logger;
}

/** The files of one folder of raw mail, and where each mail stands in them. Calls that write must not overlap. */
export interface SegmentSet {
  /** The path of the file that is written to. */
  path(): string;
  placeOf(id: MessageId): MailPlace | undefined;
  isDamaged(segment: Segment): boolean;
  append(mails: readonly RawMail[]): Promise<void>;
  /** Copies a file of another set as one of its own. Answers false where its bytes are not there (any more). */
  takeFile(from: Segment, places: readonly [MessageId, Span][]): Promise<boolean>;
  /** Forgets a mail. Answers whether its file is worn now. */
  remove(id: MessageId): boolean;
  /** Deletes files of which little is in use, after moving their remaining mail to the newest file. */
  reclaimWorn(): Promise<void>;
  /** Moves what can be read of a damaged file to the newest one and sets it aside whole. Answers its new path. */
  giveUp(segment: Segment): Promise<string>;
  close(): Promise<void>;
  /** Removes the files, and the folder where nothing else is in it. */
  destroy(): Promise<void>;
}

// A file that has grown this far is followed by a new one, so that old mail goes with its file.
const fullBytes = 32 * 1024 * 1024;
/** A full file of which less is in use is emptied: its remaining mail moves to the newest. */
const sparseShare = 1 / 4;
/** Mails of a file that are noted before others have their turn: some tenths of a microsecond each. */
const notedAtOnce = 2000;
const fileName = (number: number) => `${String(number).padStart(8, '0')}.mail`;

export function createSegmentSet({ root, log }: SegmentSetDeps, found: FoundMail): SegmentSet {
  const { places, segments, damaged } = found;
  let { isMade, last, writable: current } = found;
  /** Files that could not be reclaimed: they are left to the next start. */
  const stuck = new Set<Segment>();
  for (const { segment, bytes } of places.values()) segment.live += bytes;

  async function roomy(): Promise<Segment> {
    return current && current.size < fullBytes ? current : makeNext();
  }
  async function makeNext(): Promise<Segment> {
    if (!isMade) {
      registerMade(dirname(root), basename(root));
      await makeFolder(root);
      isMade = true;
    }
    const segment = await makeSegment(join(root, fileName((last += 1))));
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
    mails.forEach(({ id }, index) => note(id, segment, spans[index] as Span));
  }
  function note(id: MessageId, segment: Segment, { offset, bytes, checksum }: Span): void {
    forget(id);
    places.set(id, { segment, offset, bytes, checksum });
    segment.live += bytes;
  }
  const isWorn = (segment: Segment): boolean =>
    segment.size > 0 &&
    !damaged.has(segment) &&
    !stuck.has(segment) &&
    (segment.live === 0 || (segment !== current && segment.live < segment.size * sparseShare));

  async function moveOut(segment: Segment): Promise<void> {
    if (segment === current) current = null;
    for (const [id, place] of places) {
      if (place.segment !== segment) continue;
      const raw = await segment.read(place);
      if (places.get(id) !== place) continue;
      if (raw) await append([{ id, raw, checksum: place.checksum }]);
      else forget(id);
    }
    segments.delete(segment);
  }
  async function reclaim(segment: Segment): Promise<void> {
    try {
      await moveOut(segment);
      await segment.drop();
    } catch (error) {
      // The file stays as it is until there is room to move anything.
      if (isFullDisk(error)) return;
      stuck.add(segment);
      log('warn', diskError(segment.path, 'its space cannot be used again', error).message);
    }
  }
  return {
    path: () => current?.path ?? root,
    placeOf: (id) => places.get(id),
    isDamaged: (segment) => damaged.has(segment),
    append,
    async takeFile(from, mails) {
      const segment = await makeNext();
      if (!(await segment.takeFrom(from))) return false;
      for (const [index, [id, span]] of mails.entries()) {
        if (index % notedAtOnce === notedAtOnce - 1) await yieldToEventLoop();
        note(id, segment, span);
      }
      return true;
    },
    remove(id) {
      const segment = forget(id);
      return segment !== null && isWorn(segment);
    },
    async reclaimWorn() {
      for (const segment of [...segments].filter(isWorn)) await reclaim(segment);
    },
    async giveUp(segment) {
      await moveOut(segment);
      const aside = await setAside(segment.path, dirname(root), labelOf(segment));
      await segment.close();
      return aside;
    },
    async close() {
      for (const segment of segments) await segment.close();
    },
    async destroy() {
      for (const segment of segments) await segment.drop();
      segments.clear();
      await removeOwn(root, { files: /^$/ });
      registerGone(dirname(root), basename(root));
    },
  };
}
