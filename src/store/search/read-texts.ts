import { stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { setAside } from '../files/damaged.js';
import { kindOf, openPlain, removePlain } from '../files/plain-file.js';
import { createBloomFilters } from './bloom-filters.js';
import type { BloomFilters } from './bloom-filters.js';
import { formerMagics, lengthOf, magic, recordAt } from './text-format.js';
import type { TextPlace, TextRecord } from './text-format.js';

/** What was found in the files of texts. */
export interface FoundTexts {
  places: Map<MessageId, TextPlace>;
  filters: BloomFilters;
  /** Where the last whole record ends. */
  end: number;
}

export const textPaths = (root: string) => ({
  texts: join(root, 'texts'),
  heads: join(root, 'signatures'),
});

/** Read at a time: a record is far smaller. */
const blockBytes = 1024 * 1024;

/** Takes a record in; one whose text is not there is left out. */
function takeRecord(
  { places, filters }: Pick<FoundTexts, 'places' | 'filters'>,
  record: TextRecord,
  textBytes: number,
): undefined {
  const { id, place, filter } = record;
  places.delete(id);
  filters.remove(id);
  if (filter.length === 0 || place.offset + place.bytes > textBytes) return;
  places.set(id, place);
  const words = new Uint32Array(filter.byteLength / 4);
  new Uint8Array(words.buffer).set(filter);
  filters.put(id, words);
}

/** Where the records of a file end. */
export interface RecordsEnd {
  /** Bytes up to the end of the last. */
  end: number;
  /** What stands there is no record; else it is the end of the file, or a record that is torn. */
  isDamaged: boolean;
}

/** Hands out the records of a file one by one, each to be done with before the next: the memory is that of one block. */
export async function eachRecord(
  file: FileHandle,
  take: (record: TextRecord) => Promise<void> | undefined,
): Promise<RecordsEnd> {
  const block = Buffer.allocUnsafeSlow(blockBytes);
  let end = magic.length;
  for (;;) {
    const { bytesRead } = await file.read(block, 0, blockBytes, end);
    const from = end;
    const read = block.subarray(0, bytesRead);
    while (end - from < bytesRead) {
      const record = recordAt(read, end - from);
      if (record === 'damaged') return { end, isDamaged: true };
      if (record === 'cut') break;
      const taken = take(record);
      if (taken) await taken;
      end += lengthOf(record);
    }
    if (end === from) return { end, isDamaged: false };
  }
}

/**
 * Reads the records; a torn end is left out: those mails are read again. Filters go into their blocks one by one: a copy of
 * them all, for the moment of the start, would stay in the memory of the process.
 */
async function readRecords(
  file: FileHandle,
  textBytes: number,
): Promise<FoundTexts | { damagedFrom: number }> {
  const found = { places: new Map<MessageId, TextPlace>(), filters: createBloomFilters() };
  const { end, isDamaged } = await eachRecord(file, (record) => takeRecord(found, record, textBytes));
  return isDamaged ? { damagedFrom: end } : { ...found, end };
}

/** Null where there is none, or one of an earlier release. */
async function readFilters(path: string, textBytes: number) {
  if (!(await kindOf(path))) return null;
  const file = await openPlain(path, 'read');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    const head = buffer.subarray(0, bytesRead);
    if (bytesRead === 0 || formerMagics.includes(head.toString('latin1'))) return null;
    return head.equals(magic) ? await readRecords(file, textBytes) : { damagedFrom: 0 };
  } finally {
    await file.close();
  }
}

/**
 * Reads the files of texts in `root`. Answers null where they begin anew: none are there, they are of an earlier release,
 * or they are damaged. Damaged ones are set aside in `dir`; everything in them is made again from the mail.
 */
export async function readTexts(dir: string, root: string, log: Logger): Promise<FoundTexts | null> {
  const paths = textPaths(root);
  const textBytes = (await kindOf(paths.texts)) ? (await stat(paths.texts)).size : 0;
  const found = await readFilters(paths.heads, textBytes);
  if (found && !('damagedFrom' in found)) return found;
  if (!found) {
    await removePlain(paths.texts);
    await removePlain(paths.heads);
    return null;
  }
  const asides = [await setAside(paths.heads, dir, 'search.signatures')];
  if (await kindOf(paths.texts)) asides.push(await setAside(paths.texts, dir, 'search.texts'));
  const what = `cannot be understood from byte ${found.damagedFrom} on`;
  log('warn', `${paths.heads}: ${what}; it is kept as ${asides.join(' and ')}, and made anew from the mail`);
  return null;
}
