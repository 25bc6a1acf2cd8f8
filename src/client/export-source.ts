import { createReadStream } from 'node:fs';
import { openNamedFile } from '../contract/named-file.js';
import { looksLikeExport } from '../contract/snapshot.js';

/** Whether a path names an export; false where it cannot be read: opening it gives the better error. */
export async function isExportFile(path: string): Promise<boolean> {
  const file = await openNamedFile(path).catch(() => null);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0);
    return looksLikeExport(buffer.toString('utf8', 0, bytesRead));
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

export const streamFile = (path: string): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
