import { AppError, cannotStore, invalidField } from '../contract/errors.js';
import type { MessageId } from '../contract/ids.js';
import { SnapshotName } from '../contract/snapshot.js';
import type { SnapshotInfo } from '../contract/snapshot.js';
import { countWords } from '../contract/text/count-words.js';
import { toIso } from '../contract/time.js';
import type { SnapshotService } from '../core/services.js';
import type { MailSet, StagedMail } from '../store/mail/blobs.js';
import type { WholeState } from '../store/store.js';
import { storedMail } from '../store/transfer/snapshots.js';
import type { SnapshotAbout, Snapshots } from '../store/transfer/snapshots.js';
import { clockIn } from './apply-state.js';
import type { IncomingState } from './apply-state.js';
import type { GenerationServices } from './compose-services.js';
import type { WorkspaceContext } from './workspace-context.js';

export interface SnapshotServiceDeps extends WorkspaceContext {
  services(): GenerationServices;
  /** The present state, runtime state included. */
  capture(): WholeState;
  /** A state with the keys and endpoints of the settings of this workspace. */
  reconciled(tables: WholeState): WholeState;
  apply(state: IncomingState): Promise<void>;
}

/** Named snapshots of a workspace. Calls must not overlap. */
export function createSnapshotService(deps: SnapshotServiceDeps): SnapshotService {
  const { store, blobs, text, clock, timers, runtimeState, snapshots, log } = deps;

  async function save(name: string): Promise<SnapshotInfo> {
    requireName(name);
    // Mail in a snapshot is parsed mail.
    await deps.services().messages.caughtUp();
    const tables = deps.capture();
    // During an advance the clock itself stands.
    const { rate, frozen } = clockIn(tables) ?? clock.setting();
    const setting = { rate, frozen, real: timers.now(), virtual: clock.now() };
    const about = { name, created_at: setting.virtual, counts: deps.services().counts() };
    const mail = blobs.pin();
    try {
      await snapshots.save(about, { tables: withClock(tables, setting), mail });
    } finally {
      mail.release();
    }
    return infoOf(snapshots, name);
  }

  async function restore(name: string): Promise<SnapshotInfo> {
    requireName(name);
    const kept = await snapshots.load(name);
    if (!kept) throw await unknownSnapshot(snapshots, name);
    const mail = blobs.next();
    const missing = await copyMail(kept.mail, mail, storedMail(kept.tables));
    if (missing > 0)
      log('warn', `the bytes of ${countWords(missing, 'mail')} are missing in the snapshot ${name}`);
    const tables = deps.reconciled(kept.tables);
    const taken = clockIn(tables);
    // Undocumented: we chose that the clock goes back, and runs on from the time of the snapshot.
    const setting = taken && { ...taken, real: timers.now() };
    try {
      await deps.apply({
        tables: setting ? withClock(tables, setting) : tables,
        mail,
        clock: setting,
        restoreRuntime: () => runtimeState.restore(tables.meta),
        sameTexts: true,
      });
    } catch (error) {
      await mail.drop();
      throw error;
    }
    return infoOf(snapshots, name);
  }

  async function remove(name: string): Promise<void> {
    requireName(name);
    // One that cannot be read can be removed all the same.
    const state = await snapshots.load(name).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
    if (!(await snapshots.remove(name))) throw await unknownSnapshot(snapshots, name);
    for (const id of state ? storedMail(state.tables) : [])
      if (!store.messages.get(id) && !snapshots.isPinned(id)) text.remove(id);
  }

  return { list: async () => (await snapshots.list()).map(toInfo), save, restore, remove };
}

type ClockRow = Omit<Extract<WholeState['meta'][number], { id: 'clock' }>, 'id'>;

const withClock = (tables: WholeState, setting: ClockRow): WholeState => ({
  ...tables,
  meta: [...tables.meta.filter(({ id }) => id !== 'clock'), { id: 'clock', ...setting }],
});

/** Answers how many mails are missing in `from`. */
const copyMail = (from: MailSet, to: StagedMail, ids: readonly MessageId[]): Promise<number> =>
  to.copyFrom(from, ids).catch(async (error: unknown) => {
    await to.drop();
    throw error instanceof AppError ? error : cannotStore((error as Error).message);
  });

const toInfo = (about: SnapshotAbout): SnapshotInfo => ({ ...about, created_at: toIso(about.created_at) });

async function infoOf(snapshots: Snapshots, name: string): Promise<SnapshotInfo> {
  const about = (await snapshots.list()).find((each) => each.name === name);
  if (!about) throw await unknownSnapshot(snapshots, name);
  return toInfo(about);
}

function requireName(name: string): void {
  const result = SnapshotName.safeParse(name);
  if (!result.success) throw invalidField('name', result.error.issues[0]?.message ?? 'Expected a name');
}

async function unknownSnapshot(snapshots: Snapshots, name: string): Promise<AppError> {
  const names = (await snapshots.list())
    .map((each) => each.name)
    .sort()
    .join(', ');
  return new AppError('RESOURCE_NOT_FOUND', `No snapshot with the name ${name}`, {
    field: 'name',
    issue: names === '' ? 'Expected the name of a snapshot; there is none yet' : `Expected one of ${names}`,
  });
}
