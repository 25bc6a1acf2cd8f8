import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import { removePlain } from '../files/plain-file.js';
import { createTemporary } from '../files/temporary.js';
import { eachRecord, textPaths } from './read-texts.js';
import { encodeRecord, magic } from './text-format.js';
import type { TextPlace, TextRecord } from './text-format.js';

export interface TextsToCompact {
  root: string;
  texts: FileHandle;
  heads: FileHandle;
  /** Where the texts in use stand. */
  places: ReadonlyMap<MessageId, TextPlace>;
}

export interface CompactedTexts {
  texts: FileHandle;
  heads: FileHandle;
  places: Map<MessageId, TextPlace>;
}

/** Copied before others have their turn: about a millisecond of work, since the system has the files cached. */
const turnBytes = 1024 * 1024;

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

/** Writes texts to the new files in turns, each from one buffer. */
function createCopier(from: FileHandle, into: { texts: FileHandle; heads: FileHandle }) {
  const turn = Buffer.allocUnsafeSlow(turnBytes);
  let heads: Buffer[] = [magic];
  let [used, end] = [0, 0];

  function read(into: Buffer, { offset, bytes }: TextPlace): Buffer {
    const found = into.subarray(0, readSync(from.fd, into, 0, bytes, offset));
    if (found.length < bytes) throw new Error(`the text at ${offset} is cut off`);
    return found;
  }
  async function flush(): Promise<void> {
    await into.texts.appendFile(turn.subarray(0, used));
    await into.heads.appendFile(Buffer.concat(heads));
    [heads, used] = [[], 0];
  }
  return {
    flush,
    /** Answers where it stands now. */
    async put({ id, place, filter }: TextRecord): Promise<TextPlace> {
      const moved = { ...place, offset: end };
      // The block that it was read from is used again.
      const head = encodeRecord({ id, place: moved, filter });
      if (used + place.bytes > turnBytes) await flush();
      if (place.bytes > turnBytes)
        await into.texts.appendFile(read(Buffer.allocUnsafeSlow(place.bytes), place));
      else used += read(turn.subarray(used), place).length;
      heads.push(head);
      end += place.bytes;
      return moved;
    },
  };
}

async function copy(
  from: Pick<TextsToCompact, 'texts' | 'heads' | 'places'>,
  into: { texts: FileHandle; heads: FileHandle },
): Promise<Map<MessageId, TextPlace>> {
  const moved = new Map<MessageId, TextPlace>();
  const copier = createCopier(from.texts, into);
  const move = async (record: TextRecord) => void moved.set(record.id, await copier.put(record));
  const { end, isDamaged } = await eachRecord(from.heads, (record) => {
    const { id, place, filter } = record;
    const known = from.places.get(id);
    // Of a mail that was put twice only the last is at the noted place.
    const isKept = filter.length > 0 && known?.offset === place.offset && known.bytes === place.bytes;
    return isKept ? move(record) : undefined;
  });
  if (isDamaged || end < (await from.heads.stat()).size) throw new Error(`the record at ${end} is damaged`);
  await copier.flush();
  return moved;
}
