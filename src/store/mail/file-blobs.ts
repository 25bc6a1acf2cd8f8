import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { countWords } from '../../contract/text/count-words.js';
import type { KeptBlobs, MailSet, OpenMail, StagedMail } from './blobs.js';
import { copyMail } from './copy-mail.js';
import { kindOf } from '../files/plain-file.js';
import { registeredIn, registerGone, registerMade } from '../files/register.js';
import { diskError } from '../files/store-file-error.js';
import { mailFolder, removeRegistered } from '../files/workspace-folder.js';
import type { KnownScans } from './find-mail.js';
import { createMailFolder, openMailFolder, readMailFolder } from './segment-folder.js';

const firstFolder = 'mail';

/** Puts raw mail of a state into a folder of its own. */
export async function takeMail(
  root: string,
  from: MailSet,
  { ids, log }: { ids: readonly MessageId[]; log: Logger },
): Promise<void> {
  const folder = createMailFolder({ root, log });
  try {
    await copyMail(folder, from, ids);
  } finally {
    await folder.close();
  }
}

/** Raw mail in a folder to which nothing is added any more. */
export function mailIn(root: string, log: Logger): MailSet {
  const scans: KnownScans = new Map();
  return {
    async read(use) {
      const folder = await readMailFolder({ root, scans, log });
      try {
        return await use(folder);
      } finally {
        await folder.close();
      }
    },
  };
}

export interface FileBlobsDeps {
  /** The folder of the workspace. */
  dir: string;
  /** The folder in it that holds the mail of its state. */
  current: string;
  /** The size of each mail whose bytes the store counts on. */
  known: ReadonlyMap<MessageId, number>;
  /** Whether the store was empty when it was opened: mail that is here then lost its state. */
  isNew?: boolean;
  log: Logger;
}

/** Sets the mail of a state that is gone aside: the state may come back. */
async function setMailAside(dir: string, name: string, log: Logger): Promise<void> {
  const folder = await openMailFolder({ root: join(dir, name), known: new Map(), isNew: true, log });
  await folder.destroy();
}

/** Removes mail of states that a kill kept from taking their place, or from being removed. */
async function removeOthers({ dir, current, known, isNew = false, log }: FileBlobsDeps): Promise<void> {
  const registered = await registeredIn(dir);
  const others = [...registered].filter((name) => mailFolder.test(name) && name !== current);
  const isMissing = known.size > 0 && (await kindOf(join(dir, current))) === null;
  // In a data directory of an earlier release nothing is registered.
  if (!registered.has(current)) registerMade(dir, current);
  for (const name of others) {
    if (isNew) await setMailAside(dir, name, log);
    else if (!isMissing) await removeRegistered(dir, name);
    // The name of the folder may be damaged, and this may be the mail: from now on nothing touches it.
    else if (await kindOf(join(dir, name))) {
      registerGone(dir, name);
      log(
        'warn',
        `${join(dir, current)} is missing, with ${countWords(known.size, 'mail')}: ${name} is left as it is`,
      );
    }
  }
}

/** Raw mail in the folder `current` of `dir`; a state that takes the place of another comes in a folder of its own. */
export async function openFileBlobs(deps: FileBlobsDeps): Promise<KeptBlobs> {
  const { dir, current, log } = deps;
  await removeOthers(deps);
  let folder = await openMailFolder({ ...deps, root: join(dir, current) });
  let last = Number(current.split('.')[1] ?? 0);
  let holders = 0;
  let deferred: (() => Promise<void>)[] = [];

  /** What goes away waits until nobody holds it. */
  async function whenUnpinned(removal: () => Promise<void>): Promise<void> {
    if (holders > 0) deferred.push(removal);
    else await removal();
  }
  function pin() {
    holders += 1;
    const held = folder;
    let released = false;
    return {
      get: held.get,
      read: <T>(use: (mail: OpenMail) => Promise<T>) => use(held),
      release() {
        if (released) return;
        released = true;
        holders -= 1;
        if (holders > 0) return;
        const due = deferred;
        deferred = [];
        for (const removal of due)
          removal().catch((error: unknown) => {
            // What cannot be deleted now is removed at the next start.
            log('warn', diskError(dir, 'raw mail that is not needed any more stays', error).message);
          });
      },
    };
  }
  function next(): StagedMail {
    do last += 1;
    while (lstatSync(join(dir, `${firstFolder}.${last}`), { throwIfNoEntry: false }));
    const name = `${firstFolder}.${last}`;
    const coming = createMailFolder({ root: join(dir, name), log });
    let used = false;
    return {
      folder: name,
      put: coming.put,
      copyFrom: (from, ids) => copyMail(coming, from, ids),
      activate() {
        const former = folder;
        used = true;
        folder = coming;
        return () => whenUnpinned(() => former.destroy());
      },
      drop: () => (used ? Promise.resolve() : coming.destroy()),
    };
  }

  return {
    put: (id, raw) => folder.put(id, raw),
    get: (id) => folder.get(id),
    remove(id) {
      const of = folder;
      return whenUnpinned(() => of.remove(id));
    },
    pin,
    next,
    close: () => folder.close(),
  };
}
