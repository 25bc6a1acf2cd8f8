import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import { SnapshotCounts, SnapshotName } from '../../contract/snapshot.js';
import { Instant } from '../../contract/time.js';
import type { Logger } from '../../contract/logger.js';
import { mailIn, takeMail } from '../mail/file-blobs.js';
import type { MailSet } from '../mail/blobs.js';
import { createCheckpointFile } from '../persistence/checkpoint.js';
import { encodeState } from '../persistence/checkpoint-format.js';
import { diskError } from '../persistence/store-file-error.js';
import type { WholeState } from '../store.js';

/** A state of a workspace and its raw mail. */
export interface KeptState {
  tables: WholeState;
  mail: MailSet;
}

const About = z.object({ name: SnapshotName, created_at: Instant, counts: SnapshotCounts, size: z.int() });
export type SnapshotAbout = z.output<typeof About>;

/** The named snapshots of one workspace. Calls must not overlap. */
export interface Snapshots {
  /** In the order of their names. */
  list(): Promise<SnapshotAbout[]>;
  /** Keeps a state under a name, in place of what had it. */
  save(about: Omit<SnapshotAbout, 'size'>, state: KeptState): Promise<void>;
  /** null where there is none of this name. Throws where its files cannot be used. */
  load(name: string): Promise<KeptState | null>;
  remove(name: string): Promise<boolean>;
  /** Whether the text of a mail must stay in the search index, for the sake of a snapshot. */
  isPinned(id: string): boolean;
}

export const storedMail = ({ messages }: WholeState): MessageId[] =>
  messages.flatMap(({ id, stored }) => (stored ? [id] : []));
const mailBytes = ({ messages }: WholeState): number =>
  messages.reduce((sum, { stored, size }) => sum + (stored ? size : 0), 0);
const byName = (a: SnapshotAbout, b: SnapshotAbout): number => (a.name < b.name ? -1 : 1);

/** In memory, for `--memory`: rows and bytes are shared with the workspace, since neither is ever changed. */
export function createMemorySnapshots(): Snapshots {
  const kept = new Map<
    string,
    { about: Omit<SnapshotAbout, 'size'>; size: number | null; state: KeptState }
  >();
  async function sizeOf({ tables }: KeptState): Promise<number> {
    let size = mailBytes(tables);
    for (const slice of encodeState({ seq: 0, tables })) {
      size += Buffer.byteLength(slice);
      await yieldToEventLoop();
    }
    return size;
  }
  return {
    async list() {
      const list: SnapshotAbout[] = [];
      for (const entry of kept.values()) {
        entry.size ??= await sizeOf(entry.state);
        list.push({ ...entry.about, size: entry.size });
      }
      return list.sort(byName);
    },
    save(about, state) {
      kept.set(about.name, { about, size: null, state });
      return Promise.resolve();
    },
    load: (name) => Promise.resolve(kept.get(name)?.state ?? null),
    remove: (name) => Promise.resolve(kept.delete(name)),
    isPinned: pinsOf(() => [...kept.values()].map(({ state }) => state)),
  };
}

/** Looks for a mail in states; the set of each is made when it is first asked for. */
function pinsOf(states: () => KeptState[]): (id: string) => boolean {
  const sets = new WeakMap<KeptState, Set<string>>();
  const setOf = (state: KeptState) => {
    let set = sets.get(state);
    if (!set) sets.set(state, (set = new Set(storedMail(state.tables))));
    return set;
  };
  return (id) => states().some((state) => setOf(state).has(id));
}

// A file system may not tell capitals from small letters: `Base` is `+base`.
const encoded = (name: string): string => name.replace(/[A-Z]/g, (letter) => `+${letter.toLowerCase()}`);

interface Held {
  about: SnapshotAbout;
  dir: string;
  number: number;
  /** As it was saved or last loaded by this process. */
  state: KeptState | null;
}

/** As folders `snapshots/<name>.<n>` under `dir`: a new one has the next number, and is there whole or not at all. */
export async function openSnapshots(dir: string, log: Logger): Promise<Snapshots> {
  const root = join(dir, 'snapshots');
  const kept = new Map<string, Held>();
  const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 });

  async function find(entry: string): Promise<void> {
    const path = join(root, entry);
    const number = Number(/\.(\d+)$/.exec(entry)?.[1] ?? NaN);
    // What a kill left unfinished.
    if (Number.isNaN(number)) return remove(path);
    const about = await readFile(join(path, 'about.json'), 'utf8')
      .then((text) => About.parse(JSON.parse(text)))
      .catch(() => null);
    if (!about) return log('warn', `${path} is no snapshot that can be read: it is left as it is`);
    const known = kept.get(about.name);
    if (known && known.number > number) return remove(path);
    if (known) await remove(known.dir);
    kept.set(about.name, { about, dir: path, number, state: null });
  }
  for (const entry of await readdir(root).catch(() => [])) await find(entry);

  const mailOf = (path: string): MailSet => mailIn(join(path, 'mail'), log);
  /** Moved away first: what is deleted halfway must not look like a snapshot. Answers how to delete it. */
  async function discard({ dir: path }: Held): Promise<() => Promise<void>> {
    const gone = `${path}.gone`;
    await rename(path, gone);
    return () => remove(gone);
  }
  async function write(temporary: string, about: Omit<SnapshotAbout, 'size'>, { tables, mail }: KeptState) {
    await remove(temporary);
    await mkdir(join(temporary, 'mail'), { recursive: true });
    await takeMail(join(temporary, 'mail'), mail, storedMail(tables));
    await createCheckpointFile(temporary).write({ seq: 0, tables }, () => Promise.resolve());
    const { size: recordBytes } = await stat(join(temporary, 'db.json'));
    const whole: SnapshotAbout = { ...about, size: recordBytes + mailBytes(tables) };
    await writeFile(join(temporary, 'about.json'), `${JSON.stringify(whole, null, 2)}\n`);
    return whole;
  }

  return {
    list: () => Promise.resolve([...kept.values()].map(({ about }) => about).sort(byName)),
    async save(given, state) {
      const former = kept.get(given.name);
      const number = (former?.number ?? 0) + 1;
      const path = join(root, `${encoded(given.name)}.${number}`);
      const temporary = `${path}.tmp`;
      try {
        const about = await write(temporary, given, state);
        await rename(temporary, path);
        kept.set(given.name, { about, dir: path, number, state: { ...state, mail: mailOf(path) } });
      } catch (error) {
        await remove(temporary).catch(() => undefined);
        const { message } = diskError(path, 'the snapshot could not be written', error);
        throw new AppError('INTERNAL_SERVER_ERROR', `The emulator cannot store: ${message}`);
      }
      if (!former) return;
      const away = await discard(former);
      // What cannot be deleted now is swept at the next start.
      away().catch(() => undefined);
    },
    async load(name) {
      const held = kept.get(name);
      if (!held) return null;
      held.state ??= await readKept(held.dir, mailOf(held.dir));
      return held.state;
    },
    async remove(name) {
      const held = kept.get(name);
      if (!held) return false;
      kept.delete(name);
      const away = await discard(held);
      await away();
      return true;
    },
    isPinned: pinsOf(() => [...kept.values()].flatMap(({ state }) => state ?? [])),
  };
}

async function readKept(dir: string, mail: MailSet): Promise<KeptState> {
  const state = await createCheckpointFile(dir)
    .read()
    .catch((error: Error) => {
      throw new AppError('INTERNAL_SERVER_ERROR', `The snapshot cannot be read: ${error.message}`);
    });
  if (!state)
    throw new AppError('INTERNAL_SERVER_ERROR', `The snapshot cannot be read: ${dir} has no db.json`);
  const { tables } = state;
  // What is read from a file is lists already.
  const whole = Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, [...rows]]));
  return { tables: whole as WholeState, mail };
}
