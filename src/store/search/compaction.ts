import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import { headAt, headBytes, headOf, magic } from './text-format.js';
import type { Place } from './text-format.js';

export interface TextsToCompact {
  root: string;
  texts: FileHandle;
  heads: FileHandle;
  /** Where the texts in use stand. */
  places: ReadonlyMap<MessageId, Place>;
}

export interface CompactedTexts {
  texts: FileHandle;
  heads: FileHandle;
  places: Map<MessageId, Place>;
}

/** Copied before others have their turn. */
const turnBytes = 1024 * 1024;

async function read(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/**
 * Writes the two files anew with what is in use, and puts them in the place of the old. Killed in between it leaves no
 * signatures, and without them all texts are made anew from the mail: never a signature that points into the wrong file.
 */
export async function compactTexts({ root, texts, heads, places }: TextsToCompact): Promise<CompactedTexts> {
  const paths = { texts: join(root, 'texts'), heads: join(root, 'signatures') };
  const temporary = { texts: `${paths.texts}.tmp`, heads: `${paths.heads}.tmp` };
  await rm(temporary.texts, { force: true });
  await rm(temporary.heads, { force: true });
  const next = { texts: await open(temporary.texts, 'a+'), heads: await open(temporary.heads, 'a+') };
  try {
    const moved = await copy({ texts, heads, places }, next);
    await rm(paths.heads, { force: true });
    await rename(temporary.texts, paths.texts);
    await rename(temporary.heads, paths.heads);
    return { ...next, places: moved };
  } catch (error) {
    await next.texts.close();
    await next.heads.close();
    throw error;
  }
}

async function copy(
  from: Pick<TextsToCompact, 'texts' | 'heads' | 'places'>,
  into: { texts: FileHandle; heads: FileHandle },
): Promise<Map<MessageId, Place>> {
  const moved = new Map<MessageId, Place>();
  const { size } = await from.heads.stat();
  let texts: Buffer[] = [];
  let heads: Buffer[] = [magic];
  let bytes = 0;
  let end = 0;
  const flush = async () => {
    await into.texts.appendFile(Buffer.concat(texts));
    await into.heads.appendFile(Buffer.concat(heads));
    [texts, heads, bytes] = [[], [], 0];
  };
  for (let at = magic.length; at + headBytes <= size;) {
    const { id, place, words } = headAt(await read(from.heads, at, headBytes), 0);
    const known = from.places.get(id);
    // Of a mail that was put twice only the last stands where it is said to.
    if (words > 0 && known?.offset === place.offset && known.bytes === place.bytes) {
      const next = { offset: end, bytes: place.bytes };
      texts.push(await read(from.texts, place.offset, place.bytes));
      heads.push(headOf(id, next, words), await read(from.heads, at + headBytes, words * 4));
      bytes += place.bytes + words * 4;
      end += place.bytes;
      moved.set(id, next);
      if (bytes > turnBytes) await flush();
    }
    at += headBytes + words * 4;
  }
  await flush();
  return moved;
}
