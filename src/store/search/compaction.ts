import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import { removePlain } from '../files/plain-file.js';
import { createTemporary } from '../files/temporary.js';
import { textPaths } from './read-texts.js';
import { encodeRecord, headBytes, lengthOf, magic, recordAt } from './text-format.js';
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
 * filters, and without them all texts are made anew from the mail: never a filter that points into the wrong file.
 */
export async function compactTexts({ root, texts, heads, places }: TextsToCompact): Promise<CompactedTexts> {
  const paths = textPaths(root);
  const nextTexts = await createTemporary(paths.texts, dirname(root));
  const nextHeads = await createTemporary(paths.heads, dirname(root)).catch(async (error: unknown) => {
    await nextTexts.discard();
    throw error;
  });
  const next = { texts: nextTexts.file, heads: nextHeads.file };
  try {
    const moved = await copy({ texts, heads, places }, next);
    await removePlain(paths.heads);
    await nextTexts.takeName();
    await nextHeads.takeName();
    return { ...next, places: moved };
  } catch (error) {
    await nextTexts.discard();
    await nextHeads.discard();
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
    const head = await read(from.heads, at, headBytes);
    const whole = Buffer.concat([head, await read(from.heads, at + headBytes, head.readUInt32LE(20) * 4)]);
    const record = recordAt(whole, 0);
    if (typeof record === 'string') throw new Error(`the record at ${at} is ${record}`);
    const { id, place, filter } = record;
    const known = from.places.get(id);
    // Of a mail that was put twice only the last is at the noted place.
    if (filter.length > 0 && known?.offset === place.offset && known.bytes === place.bytes) {
      const moving = { ...place, offset: end };
      texts.push(await read(from.texts, place.offset, place.bytes));
      heads.push(encodeRecord({ id, place: moving, filter }));
      bytes += place.bytes + filter.byteLength;
      end += place.bytes;
      moved.set(id, moving);
      if (bytes > turnBytes) await flush();
    }
    at += lengthOf(record);
  }
  await flush();
  return moved;
}
