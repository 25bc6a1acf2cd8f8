import { readSync } from 'node:fs';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import { compactTexts } from './compaction.js';
import { headAt, headBytes, headOf, magic } from './text-format.js';
import type { Place } from './text-format.js';

/** The text of one mail on its way into the files. */
export interface TextEntry {
  id: MessageId;
  /** Bytes are UTF-8. */
  text: string | Uint8Array;
  filter: Uint32Array;
}

/** Two files that only grow: `texts`, and `signatures` with where in it each text stands. */
export interface TextFiles {
  /** What was found at the opening; may be read once. */
  filters(): Iterable<{ id: MessageId; filter: Uint32Array }>;
  append(entries: readonly TextEntry[]): Promise<void>;
  remove(id: MessageId): void;
  /** Reads without waiting: a few microseconds for what the system has cached. */
  read(id: MessageId): string | undefined;
  close(): Promise<void>;
}

interface Found {
  places: Map<MessageId, Place>;
  filters: Map<MessageId, Uint32Array>;
  /** Where the last whole record ends. */
  end: number;
}

/** A file of which less than half is in use is worth writing anew, once it is this large. */
const worthCompacting = 16 * 1024 * 1024;

/** Reads the signatures; null where the file is none of ours. A torn end is left out: those mails are read again. */
function parseSignatures(file: Buffer, textBytes: number): Found | null {
  if (!file.subarray(0, magic.length).equals(magic)) return null;
  const found: Found = { places: new Map(), filters: new Map(), end: magic.length };
  let at = magic.length;
  while (at + headBytes <= file.length) {
    const { id, place, words } = headAt(file, at);
    at += headBytes;
    if (at + words * 4 > file.length) break;
    found.places.delete(id);
    found.filters.delete(id);
    if (words > 0 && place.offset + place.bytes <= textBytes) {
      found.places.set(id, place);
      const filter = new Uint32Array(words);
      file.copy(new Uint8Array(filter.buffer), 0, at, at + words * 4);
      found.filters.set(id, filter);
    }
    at += words * 4;
    found.end = at;
  }
  return found;
}

export async function openTextFiles(dir: string, worth = worthCompacting): Promise<TextFiles> {
  const root = join(dir, 'search');
  await mkdir(root, { recursive: true });
  const textPath = join(root, 'texts');
  const signaturePath = join(root, 'signatures');
  const sizeOf = (path: string) =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  const found = parseSignatures(
    await readFile(signaturePath).catch(() => Buffer.alloc(0)),
    await sizeOf(textPath),
  );
  if (!found) {
    await rm(textPath, { force: true });
    await rm(signaturePath, { force: true });
  }
  const files = { texts: await open(textPath, 'a+'), heads: await open(signaturePath, 'a+') };
  return createTextFiles({ root, files, found, worth });
}

interface Opened {
  root: string;
  files: { texts: FileHandle; heads: FileHandle };
  found: Found | null;
  worth: number;
}

async function createTextFiles({ root, files, found, worth }: Opened): Promise<TextFiles> {
  let { texts, heads } = files;
  let places = found?.places ?? new Map<MessageId, Place>();
  let loaded = found?.filters ?? null;
  let removed: Buffer[] = [];
  let leastSize = worth;
  let used = [...places.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  if (found) await heads.truncate(found.end);
  else await heads.appendFile(magic);

  /** Within an append, so that nothing else is appended meanwhile. What is removed meanwhile is removed from the new files, too. */
  async function compact(): Promise<void> {
    const old = { texts, heads };
    const next = await compactTexts({ root, ...old, places });
    for (const id of next.places.keys()) if (!places.has(id)) next.places.delete(id);
    ({ texts, heads, places } = next);
    await old.texts.close();
    await old.heads.close();
  }
  function forget(id: MessageId): boolean {
    used -= places.get(id)?.bytes ?? 0;
    return places.delete(id);
  }

  /** Appends all or, on an error, nothing: half a record would make nonsense of those after it. */
  async function appendHeads(records: Buffer[]): Promise<void> {
    const { size } = await heads.stat();
    try {
      await heads.appendFile(Buffer.concat(records));
    } catch (error) {
      await heads.truncate(size);
      throw error;
    }
  }

  return {
    *filters() {
      for (const [id, filter] of loaded ?? []) yield { id, filter };
      loaded = null;
    },
    async append(entries) {
      const bodies = entries.map(({ text }) => (typeof text === 'string' ? Buffer.from(text) : text));
      const placed: Place[] = [];
      let offset = (await texts.stat()).size;
      for (const { length } of bodies) {
        placed.push({ offset, bytes: length });
        offset += length;
      }
      await texts.appendFile(Buffer.concat(bodies));
      const records = entries.flatMap(({ id, filter }, index) => [
        headOf(id, placed[index] as Place, filter.length),
        Buffer.from(filter.buffer, filter.byteOffset, filter.byteLength),
      ]);
      const gone = removed;
      await appendHeads([...gone, ...records]);
      removed = removed.slice(gone.length);
      entries.forEach(({ id }, index) => {
        forget(id);
        places.set(id, placed[index] as Place);
        used += placed[index]?.bytes ?? 0;
      });
      if (offset <= leastSize || used * 2 >= offset) return;
      // Where that fails the old files are as good as ever; it is tried again when there is twice as much.
      await compact().catch(() => (leastSize = offset * 2));
    },
    remove(id) {
      if (forget(id)) removed.push(headOf(id, { offset: 0, bytes: 0 }, 0));
    },
    read(id) {
      const place = places.get(id);
      if (!place) return undefined;
      const buffer = Buffer.allocUnsafe(place.bytes);
      const bytes = readSync(texts.fd, buffer, 0, place.bytes, place.offset);
      return buffer.toString('utf8', 0, bytes);
    },
    async close() {
      if (removed.length > 0) await appendHeads(removed).catch(() => undefined);
      await texts.close();
      await heads.close();
    },
  };
}
