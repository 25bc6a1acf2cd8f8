import { AppError, invalidField } from '../contract/errors.js';
import { SnapshotName } from '../contract/snapshot.js';
import type { SkippedRow, SnapshotInfo } from '../contract/snapshot.js';
import { toIso } from '../contract/time.js';
import type { MetaRecord } from '../contract/workspace-records.js';
import type { ClockSetting } from '../core/time/clock.js';
import type { Services } from '../core/services.js';
import { isStanding } from '../core/workspace/runtime-state.js';
import type { GenerationDeps } from './generation.js';
import { reconcile, emptyState, requireSendable } from './adopt-state.js';
import type { MailSet, StagedMail } from '../store/mail/blobs.js';
import { encodeExport, readExport } from '../store/transfer/export-file.js';
import { storedMail } from '../store/transfer/snapshots.js';
import type { SnapshotAbout, Snapshots } from '../store/transfer/snapshots.js';
import type { WholeState } from '../store/store.js';
import type { GenerationServices } from './compose-services.js';

export interface StatesDeps extends GenerationDeps {
  snapshots: Snapshots;
  services(): GenerationServices;
  /** Ends the run, makes the change and starts anew, in one turn. Answers how to wait for what was on its way to disk. */
  swapState(change: () => void): () => Promise<void>;
}

type StateServices = Omit<Services, keyof GenerationServices>;

/** A whole state that is to take the place of the present one. */
interface IncomingState {
  tables: WholeState;
  mail: StagedMail;
  /** Where the clock is to stand; as it stands when not given. */
  clock?: ClockSetting | undefined;
  putStanding(): void;
  /** Whether texts in the search index are those of the mail that has the same id in this state. */
  sameTexts: boolean;
}

/** Whole states of a workspace: named ones to go back to, files to carry away, and emptiness. */
export function createStateTransfer(deps: StatesDeps): { services: StateServices; isIdle(): Promise<void> } {
  const { store, blobs, text, clock, timers, runtimeState, snapshots } = deps;
  const { serialize, settled } = createTurns();
  let tidying: Promise<unknown> = Promise.resolve();

  /** The rows at this moment, with what is in force and in no table. */
  function capture(): WholeState {
    const tables = store.capture();
    return { ...tables, meta: [...tables.meta.filter(({ id }) => id !== 'mail'), ...runtimeState.capture()] };
  }

  /** Puts a state in place. Resolves when it is kept. */
  async function put({ tables, mail, clock: setting, putStanding, sameTexts }: IncomingState): Promise<void> {
    const formerIds = [...store.messages.values()].map(({ id }) => id);
    const { folder } = mail;
    const meta: MetaRecord[] = folder === null ? [] : [{ id: 'mail', folder }];
    let letGo = () => Promise.resolve();
    const drained = deps.swapState(() => {
      store.replace({ ...tables, meta: [...tables.meta.filter((row) => !isStanding(row)), ...meta] });
      letGo = mail.activate();
      if (setting) clock.apply(setting);
      putStanding();
      for (const id of formerIds) {
        const stays = sameTexts && (store.messages.get(id)?.stored || snapshots.isPinned(id));
        if (!stays) text.remove(id);
      }
    });
    await store.durable();
    // What cannot be deleted now is swept at the next start.
    tidying = Promise.all([
      tidying,
      drained()
        .then(letGo)
        .catch(() => undefined),
    ]);
  }

  function reset(all: boolean): Promise<void> {
    return serialize(() =>
      put({
        tables: emptyState(store.capture(), { all, seq: store.seq }),
        mail: blobs.next(),
        putStanding: () => runtimeState.reset(all),
        sameTexts: true,
      }),
    );
  }

  /** A state from elsewhere as it fits in here: with the keys and endpoints of these settings. */
  const reconciled = (tables: WholeState) => reconcile(tables, store.capture(), deps.isTaken);

  async function save(name: string): Promise<SnapshotInfo> {
    requireName(name);
    // Mail that came in is to be in it with its head.
    await deps.services().messages.caughtUp();
    const tables = capture();
    const setting = { ...clock.setting(), real: timers.now(), virtual: clock.now() };
    const meta = [...tables.meta.filter(({ id }) => id !== 'clock'), { id: 'clock' as const, ...setting }];
    const about = { name, created_at: setting.virtual, counts: deps.services().counts() };
    const mail = blobs.pin();
    try {
      await snapshots.save(about, { tables: { ...tables, meta }, mail });
    } finally {
      mail.release();
    }
    return infoOf(snapshots, name);
  }

  async function restore(name: string): Promise<SnapshotInfo> {
    requireName(name);
    const kept = await snapshots.load(name);
    if (!kept) throw unknownSnapshot(name, await snapshots.list());
    const mail = await mailFrom(blobs.next(), kept.mail, storedMail(kept.tables));
    const { tables } = reconciled(kept.tables);
    const taken = clockOf(tables);
    // The clock goes on from where it stood.
    const setting = taken && { ...taken, real: timers.now() };
    const meta = tables.meta.map((row) => (row.id === 'clock' && setting ? { id: row.id, ...setting } : row));
    const putStanding = () => runtimeState.restore(tables.meta);
    try {
      await put({ tables: { ...tables, meta }, mail, clock: setting, putStanding, sameTexts: true });
    } catch (error) {
      await mail.drop();
      throw error;
    }
    return infoOf(snapshots, name);
  }

  async function* exportAll(): AsyncGenerator<string> {
    const mail = blobs.pin();
    try {
      yield* encodeExport({ tables: capture(), mail });
    } finally {
      mail.release();
    }
  }

  async function importAll(source: AsyncIterable<Buffer>): Promise<{ skipped: SkippedRow[] }> {
    const mail = blobs.next();
    try {
      const read = await readExport(source, mail.put);
      const { tracking } = deps.services();
      requireSendable(read.campaigns, { tracking, workspace: deps.id, strict: deps.settings.strict });
      return await serialize(async () => {
        const { tables, skipped } = reconciled(read);
        await put({
          tables,
          mail,
          clock: clockOf(tables) ?? realClock(timers.now()),
          putStanding: () => runtimeState.restore(tables.meta),
          sameTexts: false,
        });
        return { skipped };
      });
    } catch (error) {
      await mail.drop();
      throw error;
    }
  }

  return {
    services: {
      reset,
      exportAll,
      importAll,
      snapshots: {
        list: async () => (await snapshots.list()).map(toInfo),
        save: (name) => serialize(() => save(name)),
        restore: (name) => serialize(() => restore(name)),
        remove: (name) => serialize(() => removeSnapshot(deps, name)),
      },
    },
    async isIdle() {
      await settled();
      await tidying;
    },
  };
}

/** One after the other: two states cannot come at once, nor a snapshot be taken of one that is going. */
function createTurns() {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    serialize<T>(work: () => Promise<T>): Promise<T> {
      const mine = turn.then(work);
      turn = mine.catch(() => undefined);
      return mine;
    },
    settled: () => turn,
  };
}

const realClock = (now: number): ClockSetting => ({ real: now, virtual: now, rate: 1, frozen: false });

function clockOf({ meta }: WholeState): ClockSetting | undefined {
  const row = meta.find((each) => each.id === 'clock');
  return row && { real: row.real, virtual: row.virtual, rate: row.rate, frozen: row.frozen };
}

async function infoOf(snapshots: Snapshots, name: string): Promise<SnapshotInfo> {
  const about = (await snapshots.list()).find((each) => each.name === name);
  if (!about) throw unknownSnapshot(name, await snapshots.list());
  return toInfo(about);
}

async function mailFrom(
  mail: StagedMail,
  source: MailSet,
  ids: ReturnType<typeof storedMail>,
): Promise<StagedMail> {
  await mail.copyFrom(source, ids).catch(async (error: unknown) => {
    await mail.drop();
    throw cannotStore(error);
  });
  return mail;
}

async function removeSnapshot({ snapshots, store, text }: StatesDeps, name: string): Promise<void> {
  requireName(name);
  const state = await snapshots.load(name).catch(() => null);
  if (!(await snapshots.remove(name))) throw unknownSnapshot(name, await snapshots.list());
  for (const id of state ? storedMail(state.tables) : [])
    if (!store.messages.get(id) && !snapshots.isPinned(id)) text.remove(id);
}

const toInfo = (about: SnapshotAbout): SnapshotInfo => ({ ...about, created_at: toIso(about.created_at) });

const cannotStore = (error: unknown): unknown =>
  error instanceof AppError
    ? error
    : new AppError('INTERNAL_SERVER_ERROR', `The emulator cannot store: ${(error as Error).message}`);

function requireName(name: string): void {
  const result = SnapshotName.safeParse(name);
  if (!result.success) throw invalidField('name', result.error.issues[0]?.message ?? 'Expected a name');
}

function unknownSnapshot(name: string, list: readonly SnapshotAbout[]): AppError {
  const there = list.map((each) => each.name).join(', ');
  return new AppError('RESOURCE_NOT_FOUND', `No snapshot with the name ${name}`, {
    field: 'name',
    issue: there === '' ? 'Expected the name of a snapshot; there is none yet' : `Expected one of ${there}`,
  });
}
