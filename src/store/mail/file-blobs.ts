import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import type { GetMail, KeptBlobs, MailSet, StagedMail } from './blobs.js';
import { createMailFolder, openMailFolder } from './segment-folder.js';
import type { MailFolder } from './segment-folder.js';

const firstFolder = 'mail';
const ownFolder = /^mail(?:\.\d+)?$/;
/** Mails that are copied at once. */
const atOnce = 32;

const copyInto = (into: Pick<MailFolder, 'put'>, from: MailSet, ids: readonly MessageId[]): Promise<void> =>
  from.read(async (get) => {
    const copy = async (id: MessageId) => {
      const raw = await get(id);
      if (raw) await into.put(id, raw);
    };
    for (let at = 0; at < ids.length; at += atOnce) await Promise.all(ids.slice(at, at + atOnce).map(copy));
  });

/** Puts raw mail of a state into a folder of its own. */
export async function takeMail(root: string, from: MailSet, ids: readonly MessageId[]): Promise<void> {
  const folder = createMailFolder(root);
  try {
    await copyInto(folder, from, ids);
  } finally {
    await folder.close();
  }
}

/** Raw mail in a folder to which nothing is added any more. */
export const mailIn = (root: string, log: Logger): MailSet => ({
  async read(use) {
    const folder = await openMailFolder(root, log);
    try {
      return await use(folder.get);
    } finally {
      await folder.close();
    }
  },
});

const removeFolder = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 });

/** Raw mail in the folder `current` of `dir`; a state that takes the place of another comes in a folder of its own. */
export async function openFileBlobs(dir: string, current: string, log: Logger): Promise<KeptBlobs> {
  let folder = await openMailFolder(join(dir, current), log);
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
      read: <T>(use: (get: GetMail) => Promise<T>) => use(held.get),
      release() {
        if (released) return;
        released = true;
        holders -= 1;
        if (holders > 0) return;
        const due = deferred;
        deferred = [];
        // What cannot be deleted now is swept at the next start.
        for (const removal of due) removal().catch(() => undefined);
      },
    };
  }
  async function discard(gone: MailFolder): Promise<void> {
    await gone.close();
    await removeFolder(gone.root);
  }
  function next(): StagedMail {
    last += 1;
    const name = `${firstFolder}.${last}`;
    const coming = createMailFolder(join(dir, name));
    let used = false;
    return {
      folder: name,
      put: coming.put,
      copyFrom: (from, ids) => copyInto(coming, from, ids),
      activate() {
        const former = folder;
        used = true;
        folder = coming;
        return () => whenUnpinned(() => discard(former));
      },
      drop: () => (used ? Promise.resolve() : discard(coming)),
    };
  }

  return {
    put: (id, raw) => folder.put(id, raw),
    get: (id) => folder.get(id),
    remove(id) {
      const of = folder;
      return whenUnpinned(() => of.remove(id));
    },
    async sweep(isKnown) {
      for (const name of await readdir(dir).catch(() => []))
        if (ownFolder.test(name) && join(dir, name) !== folder.root) await removeFolder(join(dir, name));
      await folder.sweep(isKnown);
    },
    pin,
    next,
    close: () => folder.close(),
  };
}
