import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreFileError } from './store-file-error.js';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Takes the data directory for this process: makes it, hides it from git, and writes a lock file with our pid. Rejects
 * when a living process holds it; the lock of a dead one is taken over. Answers the function that gives it back.
 */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, 'lock');
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, '.gitignore'), '*\n');
    await takeLock(path);
  } catch (error) {
    if (error instanceof StoreFileError) throw error;
    throw new StoreFileError(
      dir,
      `cannot be written: ${(error as Error).message}.`,
      'Choose another directory with --data, or keep nothing with --memory.',
    );
  }
  return () => rm(path, { force: true });
}

async function takeLock(path: string): Promise<void> {
  for (;;) {
    const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return null;
      throw error;
    });
    if (file) {
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return;
    }
    const holder = Number((await readFile(path, 'utf8').catch(() => '')).trim());
    if (holder > 0 && isAlive(holder)) {
      throw new StoreFileError(
        path,
        `another emulator (pid ${holder}) uses this directory.`,
        'Stop it, or choose another directory with --data.',
      );
    }
    await rm(path, { force: true });
  }
}
