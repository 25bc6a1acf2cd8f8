import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { MessageId } from '../../contract/ids.js';
import type { MailSet, OpenMail } from './blobs.js';
import type { MailPlace } from './find-mail.js';
import type { MailFolder } from './segment-folder.js';
import type { Segment } from './segment.js';

/** Mails that are copied one by one at once. */
const atOnce = 32;
/** Mails that are looked up before others have their turn: some tenths of a microsecond each. */
const lookedUpAtOnce = 2000;
/** A file of which less is wanted is not copied whole. */
const denseShare = 1 / 2;

/** The mails of some ids that stand in one file. */
interface WantedOfFile {
  places: [MessageId, MailPlace][];
  bytes: number;
}

interface Wanted {
  files: Map<Segment, WantedOfFile>;
  /** Those that stand in no file that could be copied. */
  others: MessageId[];
}

async function byFile(ids: readonly MessageId[], { placeOf }: OpenMail): Promise<Wanted> {
  const wanted: Wanted = { files: new Map(), others: [] };
  for (const [index, id] of ids.entries()) {
    if (index % lookedUpAtOnce === lookedUpAtOnce - 1) await yieldToEventLoop();
    const place = placeOf(id);
    if (!place) {
      wanted.others.push(id);
      continue;
    }
    const known = wanted.files.get(place.segment);
    const file = known ?? { places: [], bytes: 0 };
    if (!known) wanted.files.set(place.segment, file);
    file.places.push([id, place]);
    file.bytes += place.bytes;
  }
  return wanted;
}

/** Copies files of which most is wanted. Answers the mails that are left. */
async function copyFiles(
  into: Pick<MailFolder, 'takeFile'>,
  from: OpenMail,
  ids: readonly MessageId[],
): Promise<MessageId[]> {
  const { files, others } = await byFile(ids, from);
  for (const [segment, { places, bytes }] of files) {
    const isTaken = bytes >= segment.size * denseShare && (await into.takeFile(segment, places));
    if (!isTaken) for (const [id] of places) others.push(id);
  }
  return others;
}

/**
 * Copies mail of one state into the folder of another: whole files where most of one is wanted, which is a few calls of the
 * system for some hundred mails, and the rest mail by mail. Answers how many mails are missing in `from`.
 */
export const copyMail = (
  into: Pick<MailFolder, 'put' | 'takeFile'>,
  from: MailSet,
  ids: readonly MessageId[],
): Promise<number> =>
  from.read(async (mail) => {
    const rest = await copyFiles(into, mail, ids);
    let missing = 0;
    const copy = async (id: MessageId) => {
      const raw = await mail.get(id);
      if (raw) await into.put(id, raw);
      else missing += 1;
    };
    for (let at = 0; at < rest.length; at += atOnce) await Promise.all(rest.slice(at, at + atOnce).map(copy));
    return missing;
  });
