import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MessageId } from '../contract/ids.js';
import type { Blobs } from '../core/ports.js';

/** Raw mail as files `mail/<xx>/<id>.eml` under `dir`, where xx are the first two characters of the id. */
export function createFileBlobs(dir: string): Blobs {
  const made = new Set<string>();
  const pathOf = (id: MessageId) =>
    join(dir, 'mail', id.slice('email_'.length, 'email_'.length + 2), `${id}.eml`);
  return {
    async put(id, raw) {
      const path = pathOf(id);
      const folder = dirname(path);
      if (!made.has(folder)) {
        await mkdir(folder, { recursive: true });
        made.add(folder);
      }
      await writeFile(path, raw);
    },
    get: (id) =>
      readFile(pathOf(id)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      }),
    remove: (id) => rm(pathOf(id), { force: true }),
  };
}

/** Raw mail in memory, for `--memory`. */
export function createMemoryBlobs(): Blobs {
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
  };
}

/** Ids of the mail files under `dir`. */
export async function listFileBlobs(dir: string): Promise<MessageId[]> {
  const root = join(dir, 'mail');
  const folders = await readdir(root).catch(() => []);
  const files = await Promise.all(folders.map((folder) => readdir(join(root, folder))));
  return files.flat().flatMap((file) => (file.endsWith('.eml') ? [file.slice(0, -4) as MessageId] : []));
}
