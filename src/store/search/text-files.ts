import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { closeOnFailure } from '../files/close-on-failure.js';
import { ensureFolder } from '../files/folder.js';
import { createGrowingFile } from '../files/growing-file.js';
import type { GrowingFile } from '../files/growing-file.js';
import { openPlain } from '../files/plain-file.js';
import { diskError, isFullDisk } from '../files/store-file-error.js';
import { createBloomFilters } from './bloom-filters.js';
import type { BloomFilters } from './bloom-filters.js';
import { compactTexts } from './compaction.js';
import { readTexts, textPaths } from './read-texts.js';
import type { FoundTexts } from './read-texts.js';
import { encodeRecord, goneRecord, magic } from './text-format.js';
import type { TextPlace } from './text-format.js';

/** The text of one mail on its way into the files. */
export interface TextEntry {
  id: MessageId;
  text: string;
  filter: Uint32Array;
}

/** Two files that only grow: `texts`, and `signatures` with where in it each text stands. */
export interface TextFiles {
  /** The Bloom filters that were found at the opening. */
  filters: BloomFilters;
  append(entries: readonly TextEntry[]): Promise<void>;
  remove(id: MessageId): void;
  /** Reads without waiting: a few microseconds for what the system has cached. */
  read(id: MessageId): string | undefined;
  close(): Promise<void>;
}

/** A file of which less than half is in use is worth writing anew, once it is this large. */
const worthCompacting = 16 * 1024 * 1024;

export interface TextFilesDeps {
  /** The folder of the workspace. */
  dir: string;
  log: Logger;
  worth?: number | undefined;
}

export async function openTextFiles({
  dir,
  log,
  worth = worthCompacting,
}: TextFilesDeps): Promise<TextFiles> {
  const root = join(dir, 'search');
  await ensureFolder(root);
  const found = await readTexts(dir, root, log);
  const paths = textPaths(root);
  const texts = await openGrowing(paths.texts);
  return closeOnFailure(
    () => texts.file.close(),
    async () => {
      const heads = await openGrowing(paths.heads);
      const files = { texts, heads };
      return closeOnFailure(
        () => heads.file.close(),
        () => createTextFiles({ root, files, found, worth, log }),
      );
    },
  );
}

async function growing(file: FileHandle): Promise<GrowingFile> {
  return createGrowingFile(file, (await file.stat()).size);
}
const openGrowing = async (path: string) => growing(await openPlain(path, 'append'));

interface Opened {
  root: string;
  files: { texts: GrowingFile; heads: GrowingFile };
  found: FoundTexts | null;
  worth: number;
  log: Logger;
}

/** A search reads thousands of texts: a buffer for each would be a hundred megabytes a second that wait to be collected. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);

async function createTextFiles({ root, files, found, worth, log }: Opened): Promise<TextFiles> {
  let { texts, heads } = files;
  let places = found?.places ?? new Map<MessageId, TextPlace>();
  let removed: Buffer[] = [];
  let leastSize = worth;
  let used = [...places.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  if (found) await heads.cut(found.end);
  else await heads.append([magic]);

  function logUnlessFull(what: string, error: unknown): void {
    if (!isFullDisk(error)) log('warn', diskError(root, what, error).message);
  }
  /** Within an append, so that nothing else is appended meanwhile. What is removed meanwhile is removed from the new files, too. */
  async function compact(): Promise<void> {
    const old = { texts, heads };
    const next = await compactTexts({ root, texts: old.texts.file, heads: old.heads.file, places });
    for (const id of next.places.keys()) if (!places.has(id)) next.places.delete(id);
    [texts, heads] = [await growing(next.texts), await growing(next.heads)];
    places = next.places;
    await old.texts.file.close();
    await old.heads.file.close();
  }
  function forget(id: MessageId): boolean {
    used -= places.get(id)?.bytes ?? 0;
    return places.delete(id);
  }

  return {
    filters: found?.filters ?? createBloomFilters(),
    async append(entries) {
      const bodies = entries.map(({ text }) => Buffer.from(text));
      const placed: TextPlace[] = [];
      let offset = texts.size;
      for (const body of bodies) {
        placed.push({ offset, bytes: body.length, checksum: crc32(body) });
        offset += body.length;
      }
      await texts.append(bodies);
      const records = entries.map(({ id, filter }, index) =>
        encodeRecord({
          id,
          place: placed[index] as TextPlace,
          filter: new Uint8Array(filter.buffer, filter.byteOffset, filter.byteLength),
        }),
      );
      const gone = removed;
      // Half a record would make nonsense of those after it: all are appended, or none.
      await heads.append([...gone, ...records]);
      removed = removed.slice(gone.length);
      entries.forEach(({ id }, index) => {
        forget(id);
        places.set(id, placed[index] as TextPlace);
        used += placed[index]?.bytes ?? 0;
      });
      if (offset <= leastSize || used * 2 >= offset) return;
      await compact().catch((error: unknown) => {
        // The old files are as good as ever; it is tried again when there is twice as much.
        leastSize = offset * 2;
        logUnlessFull('the search index stays larger than it need be', error);
      });
    },
    remove(id) {
      if (forget(id)) removed.push(goneRecord(id));
    },
    read(id) {
      const place = places.get(id);
      if (!place) return undefined;
      const buffer = place.bytes <= scratch.length ? scratch : Buffer.allocUnsafe(place.bytes);
      const bytes = readSync(texts.file.fd, buffer, 0, place.bytes, place.offset);
      const text = buffer.subarray(0, bytes);
      if (bytes === place.bytes && crc32(text) === place.checksum) return text.toString('utf8');
      // Without a place it is read from the mail again at the next start.
      if (forget(id)) removed.push(goneRecord(id));
      const path = textPaths(root).texts;
      log('warn', `${path}: the text of ${id} is damaged: it is found again after the next start`);
      return undefined;
    },
    async close() {
      if (removed.length > 0)
        await heads.append(removed).catch((error: unknown) => {
          // As after a kill: texts without a mail are passed over.
          logUnlessFull('what was removed from the search index cannot be noted', error);
        });
      await texts.file.close();
      await heads.file.close();
    },
  };
}
