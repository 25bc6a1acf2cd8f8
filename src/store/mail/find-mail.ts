import { basename, dirname, join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { closeOnFailure } from '../files/close-on-failure.js';
import { countWords } from '../../contract/text/count-words.js';
import { namesIn } from '../files/folder.js';
import { kindOf } from '../files/plain-file.js';
import { diskError } from '../files/store-file-error.js';
import { openSegment } from './segment.js';
import type { OpenSegment, ScannableFile, Segment } from './segment.js';
import { scanSegment } from './segment-scan.js';
import type { KnownMail, Scan, ScannedMail, Span } from './segment-scan.js';

export interface MailPlace extends Span {
  segment: Segment;
}

/** The files of raw mail in a folder, and where each mail stands. */
export interface FoundMail {
  places: Map<MessageId, MailPlace>;
  segments: Set<Segment>;
  /** Files of which not everything could be understood, with the reason. */
  damaged: Map<Segment, string>;
  /** The newest file where it may be written on. */
  writable: Segment | null;
  /** The highest number that a name in the folder has. */
  last: number;
  isMade: boolean;
}

export const noMail = (): FoundMail => ({
  places: new Map(),
  segments: new Set(),
  damaged: new Map(),
  writable: null,
  last: 0,
  isMade: false,
});

const filePattern = /^(\d{8})\.mail$/;
const numberPattern = /^(\d{8})\./;
const numberOf = (name: string): number => Number(numberPattern.exec(name)?.[1] ?? 0);

/** `mail.2` for the second file of the folder `mail`. */
export const labelOf = ({ path }: Segment): string =>
  `${basename(dirname(path))}.${numberOf(basename(path))}`;

async function openAll(
  root: string,
  access: 'extend' | 'read',
  scan: (file: ScannableFile) => Scan,
): Promise<OpenSegment[]> {
  const opened: OpenSegment[] = [];
  return closeOnFailure(
    () => closeAll(opened),
    async () => {
      for (const name of (await namesIn(root)).filter((each) => filePattern.test(each)).sort()) {
        const path = join(root, name);
        // A link or a folder is none of ours.
        if ((await kindOf(path)) !== 'file') continue;
        const file = await openSegment(path, access, scan).catch((error: unknown) => {
          throw diskError(path, 'cannot be opened', error);
        });
        opened.push(file);
      }
      return opened;
    },
  );
}

const closeAll = (files: readonly OpenSegment[]) => Promise.all(files.map(({ segment }) => segment.close()));

/** What was found in files that nobody writes to, by their paths. */
export type KnownScans = Map<string, Scan & Pick<ScannableFile, 'version'>>;

/** Finds the mail in a folder that is only read: nothing is repaired. A file that is as it was is not gone through again. */
export async function findMailToRead(
  root: string,
  { scans, log }: { scans: KnownScans; log: Logger },
): Promise<FoundMail> {
  const found = { ...noMail(), isMade: true };
  const scan = (file: ScannableFile): Scan => {
    const known = scans.get(file.path);
    if (known?.version === file.version) return known;
    const made = scanSegment(file, null);
    scans.set(file.path, { ...made, version: file.version });
    return made;
  };
  for (const file of await openAll(root, 'read', scan)) {
    addTo(found, file, null);
    if (file.unreadableFrom === null) continue;
    const reason = `is no mail from byte ${file.unreadableFrom} on`;
    found.damaged.set(file.segment, reason);
    log('warn', `${file.segment.path}: ${reason}`);
  }
  return found;
}

/**
 * Finds the mail in the folder of a workspace and takes off what a kill cut off at its end. The store says which mail it
 * has acknowledged: as long as some of that is missing, nothing counts as cut off by a kill.
 */
export async function findMail(
  root: string,
  known: ReadonlyMap<MessageId, number>,
  log: Logger,
): Promise<FoundMail> {
  const files = await openAll(root, 'extend', (file) => scanSegment(file, known));
  return closeOnFailure(
    () => closeAll(files),
    () => findIn(files, { root, known, log }),
  );
}

interface FindDeps {
  root: string;
  known: ReadonlyMap<MessageId, number>;
  log: Logger;
}

async function findIn(files: readonly OpenSegment[], { root, known, log }: FindDeps): Promise<FoundMail> {
  const names = await namesIn(root);
  const found = { ...noMail(), isMade: (await kindOf(root)) !== null };
  for (const file of files) addTo(found, file, known);
  found.last = names.reduce((last, name) => Math.max(last, numberOf(name)), 0);
  const missing = [...known.keys()].filter((id) => !found.places.has(id));
  for (const { segment, mails, unreadableFrom, isTorn } of files) {
    if (unreadableFrom !== null && isTorn && missing.length === 0) {
      const bytes = segment.size - unreadableFrom;
      await segment.cut(unreadableFrom);
      log('warn', `${segment.path}: dropped a torn last mail of ${bytes} bytes (it was never acknowledged)`);
    } else if (unreadableFrom !== null) {
      found.damaged.set(segment, `is no mail from byte ${unreadableFrom} on`);
    } else if (missing.length > 0 && mails.some((mail) => mayBeAnother(mail, known))) {
      found.damaged.set(segment, 'has a mail that is not known, while another is missing');
    }
  }
  if (missing.length > 0)
    log(
      'warn',
      `${root}: the bytes of ${countWords(missing.length, 'mail')} are missing, ${missing[0]} among them`,
    );
  const newest = files.at(-1)?.segment ?? null;
  found.writable = newest && !found.damaged.has(newest) ? newest : null;
  return found;
}

/** Without a checksum a damaged id, or a damaged size, may look like that of another mail. */
const mayBeAnother = ({ id, bytes, checksum }: ScannedMail, known: ReadonlyMap<MessageId, number>): boolean =>
  checksum === null && known.get(id) !== bytes;

/** Of two mails with one id the later counts, unless only the other has the size that the store knows. */
function addTo({ places, segments }: FoundMail, { segment, mails }: OpenSegment, known: KnownMail): void {
  segments.add(segment);
  for (const { id, ...span } of mails) {
    const former = places.get(id);
    const isFormer = former && known?.get(id) === former.bytes && span.bytes !== former.bytes;
    if (!isFormer) places.set(id, { segment, ...span });
  }
}
