import { yieldToEventLoop } from '../../contract/event-loop.js';
import { parseJsonText } from '../../contract/json/json-text.js';
import { renameSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError, cannotStore } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import { SnapshotName } from '../../contract/snapshot.js';
import { WorkspaceCounts } from '../../contract/workspace.js';
import { Instant } from '../../contract/time.js';
import type { Logger } from '../../contract/logger.js';
import { mailIn, takeMail } from '../mail/file-blobs.js';
import { copyInMemory } from '../mail/blobs.js';
import type { MailSet } from '../mail/blobs.js';
import { createCheckpointFile } from '../persistence/checkpoint.js';
import { encodeState } from '../persistence/checkpoint-format.js';
import { ensureFolder, makeFolder, namesIn } from '../files/folder.js';
import { kindOf, readPlain, writeNew } from '../files/plain-file.js';
import { registeredIn, registerGone, registerMade } from '../files/register.js';
import { diskError } from '../files/store-file-error.js';
import { removeRegistered } from '../files/workspace-folder.js';
import type { WholeState } from '../store.js';

/** A state of a workspace and its raw mail. */
export interface KeptState {
  tables: WholeState;
  mail: MailSet;
}

const About = z.object({ name: SnapshotName, created_at: Instant, counts: WorkspaceCounts, size: z.int() });
export type SnapshotAbout = z.output<typeof About>;

/** The named snapshots of one workspace. Calls must not overlap. */
export interface Snapshots {
  /** The one that was saved last first, whatever the clock that it brings back. */
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
  messages.filter(({ stored }) => stored).map(({ id }) => id);
const mailBytes = ({ messages }: WholeState): number =>
  messages.reduce((sum, { stored, size }) => sum + (stored ? size : 0), 0);

/** In memory, for `--memory`: rows and bytes are shared with the workspace, since neither is ever changed. */
export function createMemorySnapshots(): Snapshots {
  const kept = new Map<
    string,
    { about: Omit<SnapshotAbout, 'size'>; size: number | null; state: KeptState }
  >();
  async function sizeOf({ tables }: KeptState): Promise<number> {
    let size = mailBytes(tables);
    for (const slice of encodeState({ seq: 0, tables })) {
      size += slice.length;
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
      return list.reverse();
    },
    async save(about, { tables, mail }) {
      const state = { tables, mail: await copyInMemory(mail, storedMail(tables)) };
      kept.delete(about.name);
      kept.set(about.name, { about, size: null, state });
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

// Some file systems take capitals and small letters for the same: `Base` is stored as `+base`.
const encoded = (name: string): string => name.replace(/[A-Z]/g, (letter) => `+${letter.toLowerCase()}`);

/** Folders in the order in which their files were written. */
async function oldestFirst(root: string, folders: readonly string[]): Promise<string[]> {
  const writtenAt = (folder: string) =>
    stat(join(root, folder, 'about.json')).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  const dated = await Promise.all(folders.map(async (folder) => ({ folder, at: await writtenAt(folder) })));
  return dated.sort((a, b) => a.at - b.at).map(({ folder }) => folder);
}

interface Held {
  about: SnapshotAbout;
  folder: string;
  number: number;
  /** As it was saved or last loaded by this process. */
  state: KeptState | null;
}

const rootName = 'snapshots';
/** As folders `snapshots/<name>.<n>` under `dir`: a new one has the next number, and is there whole or not at all. */
export async function openSnapshots(dir: string, log: Logger): Promise<Snapshots> {
  const root = join(dir, rootName);
  const kept = new Map<string, Held>();
  const nameOf = (folder: string) => `${rootName}/${folder}`;
  const remove = (folder: string) => removeRegistered(dir, nameOf(folder));

  async function find(folder: string): Promise<void> {
    const path = join(root, folder);
    const number = Number(/\.(\d+)$/.exec(folder)?.[1] ?? NaN);
    // Another name is none of ours.
    if (Number.isNaN(number) || (await kindOf(path)) !== 'folder') return;
    const about = await readPlain(join(path, 'about.json'))
      .then((text) => About.parse(parseJsonText(text.toString())))
      .catch(() => null);
    // With the name of another snapshot it would take its place.
    if (!about || folder !== `${encoded(about.name)}.${number}`)
      return log('warn', `${path} is no snapshot that can be read: it is left as it is`);
    const known = kept.get(about.name);
    if (known && known.number > number) return remove(folder);
    if (known) await remove(known.folder);
    if (!registered.has(nameOf(folder))) registerMade(dir, nameOf(folder));
    kept.set(about.name, { about, folder, number, state: null });
  }
  const registered = await registeredIn(dir);
  for (const folder of await oldestFirst(root, await namesIn(root))) await find(folder);

  const mailOf = (folder: string): MailSet => mailIn(join(root, folder, 'mail'), log);
  const failed = (folder: string, doing: string, error: unknown) =>
    diskError(join(root, folder), doing, error).message;
  /**
   * Moved away first: what is deleted halfway must not look like a snapshot. Throws where that cannot be. Resolves when all of
   * it is deleted, or is left to the next start.
   */
  function discard({ folder }: Held): Promise<void> {
    const gone = `${folder}.gone`;
    registerMade(dir, nameOf(gone));
    renameSync(join(root, folder), join(root, gone));
    registerGone(dir, nameOf(folder));
    return remove(gone).catch((error: unknown) => {
      log('warn', failed(gone, 'what is deleted stays until the next start', error));
    });
  }
  async function write(folder: string, about: Omit<SnapshotAbout, 'size'>, { tables, mail }: KeptState) {
    const temporary = join(root, folder);
    registerMade(dir, nameOf(folder));
    await makeFolder(temporary);
    // As safe as its mail: it outlives the process, not the machine.
    const records = createCheckpointFile(temporary).write({ seq: 0, tables }, { isSynced: false });
    const files = [records, takeMail(join(temporary, 'mail'), mail, { ids: storedMail(tables), log })];
    // Both to the end: what fails is removed only when nothing is written to it any more.
    await Promise.allSettled(files);
    await Promise.all(files);
    const { size: recordBytes } = await stat(join(temporary, 'db.json'));
    const whole: SnapshotAbout = { ...about, size: recordBytes + mailBytes(tables) };
    await writeNew(join(temporary, 'about.json'), `${JSON.stringify(whole, null, 2)}\n`);
    return whole;
  }
  return {
    list: () => Promise.resolve([...kept.values()].map(({ about }) => about).reverse()),
    async save(given, state) {
      const former = kept.get(given.name);
      const name = encoded(given.name);
      let temporary: string | null = null;
      try {
        await ensureFolder(root);
        const number = await freeNumber({ root, name, after: former?.number ?? 0 });
        const folder = `${name}.${number}`;
        temporary = `${folder}.tmp`;
        const about = await write(temporary, given, state);
        registerMade(dir, nameOf(folder));
        renameSync(join(root, temporary), join(root, folder));
        registerGone(dir, nameOf(temporary));
        kept.delete(given.name);
        kept.set(given.name, { about, folder, number, state: { ...state, mail: mailOf(folder) } });
      } catch (error) {
        // What cannot be removed either is removed at the next start.
        if (temporary) await remove(temporary).catch(() => undefined);
        throw cannotStore(failed(name, 'the snapshot could not be written', error));
      }
      try {
        if (former) void discard(former);
      } catch {
        // The next start removes the one with the lower number.
      }
    },
    async load(name) {
      const held = kept.get(name);
      if (!held) return null;
      held.state ??= await readKept(join(root, held.folder), mailOf(held.folder));
      return held.state;
    },
    async remove(name) {
      const held = kept.get(name);
      if (!held) return false;
      let away: Promise<void>;
      try {
        away = discard(held);
      } catch (error) {
        throw cannotStore(failed(held.folder, 'the snapshot could not be deleted', error));
      }
      kept.delete(name);
      await away;
      return true;
    },
    isPinned: pinsOf(() => [...kept.values()].flatMap(({ state }) => state ?? [])),
  };
}

/** The next number of a name under which nothing stands, be it ours or not. */
async function freeNumber({ root, name, after }: { root: string; name: string; after: number }) {
  const taken = new Set(await namesIn(root));
  let number = after + 1;
  const isTaken = () => ['', '.tmp', '.gone'].some((end) => taken.has(`${name}.${number}${end}`));
  while (isTaken()) number += 1;
  return number;
}

async function readKept(dir: string, mail: MailSet): Promise<KeptState> {
  const state = await createCheckpointFile(dir)
    .readWhole()
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
