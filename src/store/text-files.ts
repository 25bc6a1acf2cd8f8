import { readSync } from 'node:fs';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageId } from '../contract/ids.js';

/** The text of one mail on its way into the files. */
export interface TextEntry {
  id: MessageId;
  text: string;
  signature: Uint32Array;
}

/** Two files that only grow: `texts`, and `signatures` with where in it each text stands. */
export interface TextFiles {
  /** What was found at the opening; may be read once. */
  signatures(): Iterable<{ id: MessageId; signature: Uint32Array }>;
  append(entries: readonly TextEntry[]): Promise<void>;
  remove(id: MessageId): void;
  /** Reads without waiting: a few microseconds for what the system has cached. */
  read(id: MessageId): string | undefined;
  close(): Promise<void>;
}

interface Place {
  offset: number;
  bytes: number;
}

interface Found {
  places: Map<MessageId, Place>;
  signatures: Map<MessageId, Uint32Array>;
  /** Where the last whole record ends. */
  end: number;
}

// id (8 characters), offset, length, number of words of the signature (0: the mail is gone).
const headBytes = 24;
const magic = Buffer.from('mdtext01');
const prefix = 'email_';
/** A file of which less than half is in use is worth writing anew, once it is this large. */
const worthCompacting = 16 * 1024 * 1024;

function headOf(id: MessageId, { offset, bytes }: Place, words: number): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(id.slice(prefix.length), 0, 8, 'latin1');
  head.writeUIntLE(offset, 8, 6);
  head.writeUInt32LE(bytes, 16);
  head.writeUInt32LE(words, 20);
  return head;
}

/** Reads the signatures; null where the file is none of ours. A torn end is left out: those mails are read again. */
function parseSignatures(file: Buffer, textBytes: number): Found | null {
  if (!file.subarray(0, magic.length).equals(magic)) return null;
  const found: Found = { places: new Map(), signatures: new Map(), end: magic.length };
  let at = magic.length;
  while (at + headBytes <= file.length) {
    const id: MessageId = `${prefix}${file.toString('latin1', at, at + 8)}`;
    const place = { offset: file.readUIntLE(at + 8, 6), bytes: file.readUInt32LE(at + 16) };
    const words = file.readUInt32LE(at + 20);
    at += headBytes;
    if (at + words * 4 > file.length) break;
    found.places.delete(id);
    found.signatures.delete(id);
    if (words > 0 && place.offset + place.bytes <= textBytes) {
      found.places.set(id, place);
      const signature = new Uint32Array(words);
      file.copy(new Uint8Array(signature.buffer), 0, at, at + words * 4);
      found.signatures.set(id, signature);
    }
    at += words * 4;
    found.end = at;
  }
  return found;
}

export async function openTextFiles(dir: string): Promise<TextFiles> {
  const root = join(dir, 'search');
  await mkdir(root, { recursive: true });
  const textPath = join(root, 'texts');
  const signaturePath = join(root, 'signatures');
  const sizeOf = (path: string) =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  let found = parseSignatures(
    await readFile(signaturePath).catch(() => Buffer.alloc(0)),
    await sizeOf(textPath),
  );
  const used = [...(found?.places.values() ?? [])].reduce((sum, { bytes }) => sum + bytes, 0);
  const size = await sizeOf(textPath);
  if (!found || (size > worthCompacting && used * 2 < size)) {
    found = null;
    await rm(textPath, { force: true });
    await rm(signaturePath, { force: true });
  }
  return createTextFiles(await open(textPath, 'a+'), await open(signaturePath, 'a+'), found);
}

async function createTextFiles(
  texts: FileHandle,
  heads: FileHandle,
  found: Found | null,
): Promise<TextFiles> {
  const places = found?.places ?? new Map<MessageId, Place>();
  let loaded = found?.signatures ?? null;
  let removed: Buffer[] = [];
  if (found) await heads.truncate(found.end);
  else await heads.appendFile(magic);

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
    *signatures() {
      for (const [id, signature] of loaded ?? []) yield { id, signature };
      loaded = null;
    },
    async append(entries) {
      const bodies = entries.map(({ text }) => Buffer.from(text));
      const placed: Place[] = [];
      let offset = (await texts.stat()).size;
      for (const { length } of bodies) {
        placed.push({ offset, bytes: length });
        offset += length;
      }
      await texts.appendFile(Buffer.concat(bodies));
      const records = entries.flatMap(({ id, signature }, index) => [
        headOf(id, placed[index] as Place, signature.length),
        Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength),
      ]);
      const gone = removed;
      await appendHeads([...gone, ...records]);
      removed = removed.slice(gone.length);
      entries.forEach(({ id }, index) => places.set(id, placed[index] as Place));
    },
    remove(id) {
      if (places.delete(id)) removed.push(headOf(id, { offset: 0, bytes: 0 }, 0));
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
