import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { setAside } from '../files/damaged.js';
import { kindOf, readPlain, removePlain } from '../files/plain-file.js';
import { formerMagic, lengthOf, magic, recordAt } from './text-format.js';
import type { Place } from './text-format.js';

/** What was found in the files of texts. */
export interface FoundTexts {
  places: Map<MessageId, Place>;
  filters: Map<MessageId, Uint32Array>;
  /** Where the last whole record ends. */
  end: number;
}

export const textPaths = (root: string) => ({
  texts: join(root, 'texts'),
  heads: join(root, 'signatures'),
});

/** Reads the records; answers where they stop being such. A torn end is left out: those mails are read again. */
function parseRecords(file: Buffer, textBytes: number): FoundTexts | { damagedFrom: number } {
  const found: FoundTexts = { places: new Map(), filters: new Map(), end: magic.length };
  if (!file.subarray(0, magic.length).equals(magic)) return { damagedFrom: 0 };
  while (found.end < file.length) {
    const record = recordAt(file, found.end);
    if (record === 'damaged') return { damagedFrom: found.end };
    if (record === 'cut') break;
    const { id, place, filter } = record;
    found.places.delete(id);
    found.filters.delete(id);
    if (filter.length > 0 && place.offset + place.bytes <= textBytes) {
      found.places.set(id, place);
      const words = new Uint32Array(filter.byteLength / 4);
      new Uint8Array(words.buffer).set(filter);
      found.filters.set(id, words);
    }
    found.end += lengthOf(record);
  }
  return found;
}

/**
 * Reads the files of texts in `root`. Answers null where they begin anew: none are there, they are of an earlier release,
 * or they are damaged. Damaged ones are set aside in `dir`; everything in them is made again from the mail.
 */
export async function readTexts(dir: string, root: string, log: Logger): Promise<FoundTexts | null> {
  const paths = textPaths(root);
  const file = (await kindOf(paths.heads)) ? await readPlain(paths.heads) : Buffer.alloc(0);
  const textBytes = (await kindOf(paths.texts)) ? (await stat(paths.texts)).size : 0;
  const isNew = file.length === 0 || file.subarray(0, formerMagic.length).equals(formerMagic);
  const found = isNew ? null : parseRecords(file, textBytes);
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
