import { copyFile, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../contract/errors.js';
import type { MessageId } from '../contract/ids.js';
import type { KeptBlobs, MailSet, NextMail } from './blobs.js';
import { diskError } from './store-file-error.js';

const firstFolder = 'mail';
const ownFolder = /^mail(?:\.\d+)?$/;
/** Files that are linked at once. */
const atOnce = 32;

const pathIn = (folder: string, id: MessageId) =>
  join(folder, id.slice('email_'.length, 'email_'.length + 2), `${id}.eml`);

/** Raw mail in one folder; null where there is none. */
export const readMail = (folder: string, id: MessageId): Promise<Buffer | null> =>
  readFile(pathIn(folder, id)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/** Writes into one folder. A file is never changed, only replaced: whoever has a link to it keeps what it was. */
function createWriter(root: string) {
  const made = new Set<string>();
  async function ensureFolder(path: string): Promise<string> {
    const folder = dirname(path);
    if (made.has(folder)) return folder;
    await mkdir(folder, { recursive: true });
    made.add(folder);
    return folder;
  }
  async function write(path: string, raw: Buffer): Promise<void> {
    const folder = await ensureFolder(path);
    const temporary = `${path}.tmp`;
    try {
      // A new mail is in the journal only when its file is whole; what a kill leaves of it before is swept.
      const isNew = await writeFile(path, raw, { flag: 'wx' }).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (isNew) return;
      // Renamed when whole: a second attempt of a mail must not leave half of it behind.
      await writeFile(temporary, raw);
      await rename(temporary, path);
    } catch (error) {
      made.delete(folder);
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }
  /** A second name for the same bytes; a copy where the disk knows no such thing. */
  async function linkFrom(source: string, id: MessageId): Promise<void> {
    const [from, to] = [pathIn(source, id), pathIn(root, id)];
    await ensureFolder(to);
    await link(from, to)
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') throw error;
        return copyFile(from, to);
      })
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
  }
  return {
    put: (id: MessageId, raw: Buffer) => {
      const path = pathIn(root, id);
      return write(path, raw).catch((error: unknown) => {
        const { message } = diskError(path, 'the mail could not be written', error);
        throw new AppError('INTERNAL_SERVER_ERROR', `The emulator cannot store: ${message}`);
      });
    },
    async take(from: MailSet, ids: readonly MessageId[]) {
      const { folder } = from;
      const takeOne = async (id: MessageId) => {
        if (folder !== null) return linkFrom(folder, id);
        const raw = await from.get(id);
        if (raw) await write(pathIn(root, id), raw);
      };
      for (let at = 0; at < ids.length; at += atOnce)
        await Promise.all(ids.slice(at, at + atOnce).map(takeOne));
    },
  };
}

/** Puts raw mail of a state into a folder of its own. */
export const takeMail = (folder: string, from: MailSet, ids: readonly MessageId[]): Promise<void> =>
  createWriter(folder).take(from, ids);

const isClosed = () => new AppError('NOT_READY', 'The workspace is closed');
const removeFolder = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 });

/** Raw mail as files `mail/<xx>/<id>.eml` under `dir`, where xx are the first two characters of the id. */
export function createFileBlobs(dir: string, current: string = firstFolder): KeptBlobs {
  let folder = join(dir, current);
  let writer = createWriter(folder);
  let closed = false;
  let last = Number(current.split('.')[1] ?? 0);
  let holders = 0;
  let putOff: (() => Promise<void>)[] = [];

  /** What goes away waits until nobody holds it. */
  async function away(removal: () => Promise<void>): Promise<void> {
    if (holders > 0) putOff.push(removal);
    else await removal();
  }
  function hold() {
    holders += 1;
    const held = folder;
    let released = false;
    return {
      folder: held,
      get: (id: MessageId) => readMail(held, id),
      release() {
        if (released) return;
        released = true;
        holders -= 1;
        if (holders > 0) return;
        const due = putOff;
        putOff = [];
        // What cannot be deleted now is swept at the next start.
        for (const removal of due) removal().catch(() => undefined);
      },
    };
  }
  function next(): NextMail {
    last += 1;
    const name = `${firstFolder}.${last}`;
    const coming = join(dir, name);
    const comingWriter = createWriter(coming);
    let used = false;
    return {
      folder: name,
      put: (id, raw) => (closed ? Promise.reject(isClosed()) : comingWriter.put(id, raw)),
      take: comingWriter.take,
      use() {
        const former = folder;
        used = true;
        folder = coming;
        writer = comingWriter;
        return () => away(() => removeFolder(former));
      },
      drop: () => (used ? Promise.resolve() : removeFolder(coming)),
    };
  }
  async function sweepFolders() {
    for (const name of await readdir(dir).catch(() => []))
      if (ownFolder.test(name) && join(dir, name) !== folder) await removeFolder(join(dir, name));
  }

  return {
    put: (id, raw) => (closed ? Promise.reject(isClosed()) : writer.put(id, raw)),
    get: (id) => readMail(folder, id),
    remove(id) {
      const path = pathIn(folder, id);
      return away(() => rm(path, { force: true }));
    },
    async sweep(isKnown) {
      await sweepFolders();
      for (const part of await readdir(folder).catch(() => [])) {
        for (const file of await readdir(join(folder, part)).catch(() => [])) {
          const id = /^(email_[0-9a-z]{8})\.eml$/.exec(file)?.[1];
          if (!id || !isKnown(id as MessageId)) await rm(join(folder, part, file), { force: true });
        }
      }
    },
    hold,
    next,
    close() {
      closed = true;
    },
  };
}
