import { closeSync, fstatSync, openSync, unlinkSync, writeSync } from 'node:fs';
import type { Logger } from '../../contract/logger.js';
import { parseJsonText } from '../../contract/json/json-text.js';
import { lstat, readFile, readlink, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { Timers } from '../../core/time/clock.js';
import { isInUse, lockName, prepareDataDirectory } from '../files/data-directory.js';
import { fileMode, kindOf, openPlain, plainFlags, readPlain } from '../files/plain-file.js';
import { diskError, StoreFileError, takenBy } from '../files/store-file-error.js';

/**
 * Who holds a directory. A pid is used again, so the time at which the process began is part of the identity; and a pid
 * means something only in its `place`, the machine (as booted) and pid namespace: two containers that share a volume both
 * have a pid 1.
 */
interface Holder {
  pid: number;
  started: string | null;
  place: string | null;
  /** The lock itself, by its number in the file system: a copy of the directory has a copy of it. Null in an older one. */
  file: string | null;
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

/**
 * Of a process (proc(5)) its state, field 3, and when it began, field 22, in ticks since boot; null each where the system does not
 * say.
 */
async function lookAt(pid: number): Promise<{ state: string | null; began: string | null }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The second field is the name in parentheses, which may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return { state: fields[0] ?? null, began: fields[19] ?? null };
}

/** Dead, though its parent has not asked how it ended (a zombie), or just about to go: it writes nothing any more. */
const hasEnded = (state: string | null): boolean => state === 'Z' || state === 'X';

/** Where pids mean what they mean here. */
async function placeOf(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => hostname());
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${boot.trim()} ${namespace}`.trim();
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, started, place = null, file = null } = parseJsonText(text) as Partial<Holder>;
    return typeof pid === 'number' && pid > 0 && started !== undefined ? { pid, started, place, file } : null;
  } catch {
    return null;
  }
}

const beatMs = 1000;
/** Beats that a holder elsewhere may miss before it counts as dead: a machine under load is slow, not gone. */
const missedBeats = 6;

interface LockDeps {
  path: string;
  timers: Timers;
  log: Logger;
}

const idOf = ({ ino }: { ino: bigint }): string => String(ino);

/** Whether a lock is another file than the one that its holder made: it was copied with the directory around it. */
async function isCopy(path: string, file: string | null): Promise<boolean> {
  if (file === null) return false;
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found !== null && idOf(found) !== file;
}

/** 0 where there is no file. */
const mtimeOf = (path: string): Promise<number> =>
  lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0;
      throw error;
    },
  );

/**
 * Whether a holder that we cannot see (in another container, on another machine) lives: it writes its lock anew every
 * second. Watched, not compared with our clock, which may differ from that of the file system.
 */
async function beats({ path, timers }: LockDeps): Promise<boolean> {
  const first = await mtimeOf(path);
  for (let missed = 0; missed < missedBeats; missed += 1) {
    await new Promise<void>((resolve) => timers.after(beatMs, resolve, 'awaited'));
    const now = await mtimeOf(path);
    // Gone: its holder has ended while we looked.
    if (now !== first) return now !== 0;
  }
  return false;
}

async function holds(deps: LockDeps, { pid, started, place, file }: Holder): Promise<boolean> {
  if (place !== null && place !== (await placeOf())) return beats(deps);
  if (pid === process.pid) return heldHere.has(deps.path);
  if (!isAlive(pid)) return false;
  const { state, began } = await lookAt(pid);
  if (hasEnded(state)) return false;
  if (started !== null && began !== null && began !== started) return false;
  // Watched all the same: not on every file system the numbers of files last.
  return (await isCopy(deps.path, file)) ? beats(deps) : true;
}

/**
 * Takes the data directory for this process: makes it, hides it from git, and writes a lock file that names the process.
 * Rejects when a living process holds it, or where a `lock` is none of ours; the lock of a dead process is taken over, at
 * once where we can see that it is dead, else after some seconds without a sign of life. Answers how to give it back.
 */
export async function lockDirectory(
  dir: string,
  deps: Pick<LockDeps, 'timers' | 'log'>,
): Promise<() => Promise<void>> {
  try {
    return await takeLock({ ...deps, path: join(await prepareDataDirectory(dir), lockName) });
  } catch (error) {
    throw diskError(dir, 'cannot be written', error);
  }
}

const notOurs = (path: string): StoreFileError => takenBy(path, 'is not a lock of maildrone-emulator.');

/** The text of a lock of ours, or of one that is gone meanwhile. */
async function readLock(path: string): Promise<string> {
  const kind = await kindOf(path);
  if (kind !== null && kind !== 'file') throw notOurs(path);
  const text = await readPlain(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return '';
  const isEmpty = text.length === 0 && (await isInUse(dirname(path)));
  if (!isEmpty && !parseHolder(text.toString())) throw notOurs(path);
  return text.toString();
}

async function takeLock(deps: LockDeps): Promise<() => Promise<void>> {
  const { path } = deps;
  const mine = {
    pid: process.pid,
    started: (await lookAt(process.pid)).began,
    place: await placeOf(),
  };
  const text = await createOver(deps, mine);
  const stop = keepBeating(deps, text);
  return async () => {
    stop();
    heldHere.delete(path);
    if ((await readLock(path).catch(() => '')) === text) await unlink(path);
  };
}

/** Makes the lock, in the place of one whose holder is gone. Answers its text; rejects where another holds it. */
async function createOver(deps: LockDeps, mine: Omit<Holder, 'file'>): Promise<string> {
  const { path } = deps;
  for (;;) {
    const text = create(path, mine);
    if (text !== null) {
      heldHere.add(path);
      return text;
    }
    const held = await readLock(path);
    const holder = parseHolder(held);
    if (holder && (await holds(deps, holder))) {
      const where =
        holder.place === null || holder.place === mine.place ? '' : ' in another container or machine';
      throw new StoreFileError(
        path,
        `another emulator (pid ${holder.pid}${where}) uses this directory.`,
        'Stop it, or choose another directory with --data.',
      );
    }
    // Of two that found it dead the slower one must not remove the lock of the quicker.
    if ((await kindOf(path)) === 'file' && (await readLock(path)) === held) await unlink(path);
  }
}

const unseen =
  'cannot be written anew, so an emulator in another container may take this directory for unused';

/** Shows those who cannot see our process that it lives. The same bytes over the old ones: nobody finds half a lock. */
function keepBeating({ path, timers, log }: LockDeps, text: string): () => void {
  let stopped = false;
  let isWarned = false;
  let alarm = timers.after(beatMs, () => void beat());
  async function beat() {
    await rewrite(path, text).then(
      () => (isWarned = false),
      (error: unknown) => {
        if (!isWarned && !stopped) log('warn', diskError(path, unseen, error).message);
        isWarned = true;
      },
    );
    if (!stopped) alarm = timers.after(beatMs, () => void beat());
  }
  return () => {
    stopped = true;
    alarm.cancel();
  };
}

async function rewrite(path: string, text: string): Promise<void> {
  const file = await openPlain(path, 'edit');
  try {
    if ((await file.readFile('utf8')) === text) await file.write(text, 0);
  } finally {
    await file.close();
  }
}

/** Makes the file with its content at once, so that nobody finds it empty. Answers that; null where it is there already. */
function create(path: string, holder: Omit<Holder, 'file'>): string | null {
  let file: number;
  try {
    file = openSync(path, plainFlags('create'), fileMode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  try {
    const text = `${JSON.stringify({ ...holder, file: idOf(fstatSync(file, { bigint: true })) })}\n`;
    writeSync(file, text);
    return text;
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}
