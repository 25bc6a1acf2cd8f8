import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../contract/errors.js';
import type { MessageId } from '../contract/ids.js';
import type { Blobs } from '../core/ports.js';
import { diskError } from './store-file-error.js';

/** Raw mail and what keeping it asks for besides. */
export interface KeptBlobs extends Blobs {
  /** Deletes what no mail has: a killed process leaves the file of a mail that it had not acknowledged yet. */
  sweep(isKnown: (id: MessageId) => boolean): Promise<void>;
  /** From now on nothing is written any more. */
  close(): void;
}

/** Raw mail as files `mail/<xx>/<id>.eml` under `dir`, where xx are the first two characters of the id. */
export function createFileBlobs(dir: string): KeptBlobs {
  const root = join(dir, 'mail');
  const made = new Set<string>();
  let closed = false;
  const pathOf = (id: MessageId) => join(root, id.slice('email_'.length, 'email_'.length + 2), `${id}.eml`);

  async function write(path: string, raw: Buffer): Promise<void> {
    const folder = dirname(path);
    if (!made.has(folder)) {
      await mkdir(folder, { recursive: true });
      made.add(folder);
    }
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

  return {
    async put(id, raw) {
      const path = pathOf(id);
      if (closed) throw new AppError('NOT_READY', 'The workspace is closed');
      await write(path, raw).catch((error: unknown) => {
        const { message } = diskError(path, 'the mail could not be written', error);
        throw new AppError('INTERNAL_SERVER_ERROR', `The emulator cannot store: ${message}`);
      });
    },
    get: (id) =>
      readFile(pathOf(id)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      }),
    remove: (id) => rm(pathOf(id), { force: true }),
    async sweep(isKnown) {
      for (const folder of await readdir(root).catch(() => [])) {
        for (const file of await readdir(join(root, folder)).catch(() => [])) {
          const id = /^(email_[0-9a-z]{8})\.eml$/.exec(file)?.[1];
          if (!id || !isKnown(id as MessageId)) await rm(join(root, folder, file), { force: true });
        }
      }
    },
    close() {
      closed = true;
    },
  };
}

/** Raw mail in memory, for `--memory`. */
export function createMemoryBlobs(): KeptBlobs {
  const mail = new Map<MessageId, Buffer>();
  return {
    put(id, raw) {
      mail.set(id, raw);
      return Promise.resolve();
    },
    get: (id) => Promise.resolve(mail.get(id) ?? null),
    remove(id) {
      mail.delete(id);
      return Promise.resolve();
    },
    sweep: () => Promise.resolve(),
    close: () => mail.clear(),
  };
}
