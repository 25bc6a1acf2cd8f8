import { readSync, writevSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

type AppendedFile = Pick<FileHandle, 'fd' | 'read' | 'writev' | 'truncate'>;

/** A file to whose end is written, and nowhere else. Appends must not overlap. */
export interface GrowingFile<F = FileHandle> {
  readonly file: F;
  readonly size: number;
  /**
   * Appends all or, on an error, nothing. What an error left half written is taken off before anything follows it. What
   * `isQuick` is written without waiting; absent, what is small is.
   */
  append(pieces: readonly Buffer[], isQuick?: boolean): Promise<void>;
  /** Reads `bytes` from `offset` on, or what is there of them. */
  read(offset: number, bytes: number): Promise<Buffer>;
  /** Takes off what stands behind the first `size` bytes. */
  cut(size: number): Promise<void>;
}

/**
 * As much is read or written without waiting: some microseconds to or from the system's cache, where a detour through another
 * thread costs ten times that. What is larger must not hold up the event loop.
 */
export const quickBytes = 256 * 1024;

const sizeOf = (pieces: readonly Buffer[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

/** What is left of `pieces` when the first `bytes` are written. */
function after(pieces: readonly Buffer[], bytes: number): Buffer[] {
  let skip = bytes;
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - rest.length;
    return rest.length > 0 ? [rest] : [];
  });
}

async function write(file: AppendedFile, pieces: readonly Buffer[], isQuick: boolean): Promise<void> {
  let unwritten = [...pieces];
  while (unwritten.length > 0) {
    const done = isQuick ? writevSync(file.fd, unwritten) : (await file.writev(unwritten)).bytesWritten;
    unwritten = after(unwritten, done);
  }
}

/** A file that was opened for appending and has `found` bytes. */
export function createGrowingFile<F extends AppendedFile>(file: F, found: number): GrowingFile<F> {
  let size = found;
  let isHalfWritten = false;
  async function cut(end: number) {
    await file.truncate(end);
    size = end;
    isHalfWritten = false;
  }
  return {
    file,
    get size() {
      return size;
    },
    cut,
    async append(pieces, isQuick) {
      if (isHalfWritten) await cut(size);
      const bytes = sizeOf(pieces);
      try {
        await write(file, pieces, isQuick ?? bytes <= quickBytes);
      } catch (error) {
        isHalfWritten = true;
        await cut(size).catch(() => undefined);
        throw error;
      }
      size += bytes;
    },
    async read(offset, bytes) {
      const buffer = Buffer.allocUnsafe(bytes);
      const done =
        bytes <= quickBytes
          ? readSync(file.fd, buffer, 0, bytes, offset)
          : (await file.read(buffer, 0, bytes, offset)).bytesRead;
      return buffer.subarray(0, done);
    },
  };
}
