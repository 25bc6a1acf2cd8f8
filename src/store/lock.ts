import { writeFileSync } from 'node:fs';
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, StoreFileError } from './store-file-error.js';

/** Who holds a directory: a pid may come again, so the time at which the process began tells it from its namesakes. */
interface Holder {
  pid: number;
  started: string | null;
}

// The locks that this process holds. A lock file with our own pid that is not in here is the leftover of a process that had the
// same pid: in a container that is always 1.
const heldHere = new Set<string>();

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** When a process began, in ticks since boot (proc(5), field 22); null where the system does not say. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The second field is the name in parentheses, which may hold anything.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && pid > 0 ? { pid, started: started ?? null } : null;
  } catch {
    return null;
  }
}

async function holds(path: string, { pid, started }: Holder): Promise<boolean> {
  if (pid === process.pid) return heldHere.has(path);
  if (!isAlive(pid)) return false;
  const began = await startOf(pid);
  return started === null || began === null || began === started;
}

/**
 * Takes the data directory for this process: makes it, hides it from git, and writes a lock file with our pid. Rejects
 * when a living process holds it; the lock of a dead one is taken over. Answers the function that gives it back.
 */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, '.gitignore'), '*\n');
    return await takeLock(join(await realpath(dir), 'lock'));
  } catch (error) {
    throw diskError(dir, 'cannot be written', error);
  }
}

async function takeLock(path: string): Promise<() => Promise<void>> {
  const mine: Holder = { pid: process.pid, started: await startOf(process.pid) };
  while (!create(path, mine)) {
    const holder = parseHolder(await readFile(path, 'utf8').catch(() => ''));
    if (holder && (await holds(path, holder))) {
      throw new StoreFileError(
        path,
        `another emulator (pid ${holder.pid}) uses this directory.`,
        'Stop it, or choose another directory with --data.',
      );
    }
    await rm(path, { force: true });
  }
  heldHere.add(path);
  return async () => {
    heldHere.delete(path);
    await rm(path, { force: true });
  };
}

/** Makes the file with its content at once, so that nobody finds it empty; false where it is there already. */
function create(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
