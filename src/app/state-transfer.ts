import type { SkippedRow } from '../contract/snapshot.js';
import type { MetaRecord } from '../contract/workspace-records.js';
import { createTemplateCheck } from '../core/compose/require-templates.js';
import { isWithdrawn, leftOfDeleted } from '../core/messages/deleted.js';
import type { LoadingOptions, Services } from '../core/services.js';
import { atRest } from '../core/workspace/before-play.js';
import { createPace, endingWith } from '../core/time/pace.js';
import { createSerializer } from '../core/time/serialize.js';
import type { WholeState } from '../store/store.js';
import { encodeExport, readExport } from '../store/transfer/export-file.js';
import { emptyState, lastingTables, reconcile, requireSendable, withoutPlay } from './adopt-state.js';
import { clockSettingOf, createStateApplier } from './apply-state.js';
import type { ApplyStateDeps } from './apply-state.js';
import type { GenerationServices } from './compose-services.js';
import { createLoadWhole } from './load-whole.js';
import { createSnapshotService } from './snapshot-service.js';

export interface StateTransferDeps extends ApplyStateDeps {
  services(): GenerationServices;
}

export interface StateTransfer {
  services: Omit<Services, keyof GenerationServices>;
  /** Resolves when no state is on its way and the files of former states are deleted. */
  idle(): Promise<void>;
}

/**
 * Whole states of a workspace: reset to an empty one, named snapshots, export and import. One after the other: two states cannot
 * come at once, nor a snapshot be taken of a state that goes. Nobody plays in a captured one: a play ends with its process.
 */
export function createStateTransfer(deps: StateTransferDeps): StateTransfer {
  const { store, blobs, timers, runtimeState } = deps;
  const changes = createSerializer();
  const { apply, idle } = createStateApplier(deps);

  const capture = (): WholeState => {
    const tables = withoutPlay(store.capture());
    const meta = tables.meta.filter(({ id }) => id !== 'mail' && id !== 'loading');
    // What can still be restored is no part of it: nobody could.
    const messages = tables.messages.some(isWithdrawn)
      ? tables.messages.flatMap((row) => (isWithdrawn(row) ? (leftOfDeleted(row) ?? []) : row))
      : tables.messages;
    return { ...tables, messages, meta: runtimeState.capture(atRest(meta, deps)) };
  };
  const reconciled = (tables: WholeState) => reconcile(tables, store.capture(lastingTables), deps.isTaken);
  const snapshots = createSnapshotService({
    ...deps,
    capture,
    reconciled: (tables) => reconciled(tables).tables,
    apply,
  });

  const markOf = (isLoading: boolean): MetaRecord[] => {
    const mark = store.meta.get('loading');
    return isLoading && mark ? [mark] : [];
  };
  const reset = (all: boolean): Promise<void> =>
    apply({
      tables: emptyState(store.capture(lastingTables), { all, seq: store.seq }),
      mail: blobs.next(),
      restoreRuntime: () => runtimeState.restore([]),
      sameTexts: true,
    });

  async function* exportAll(): AsyncGenerator<string> {
    const mail = blobs.pin();
    try {
      yield* encodeExport({ tables: capture(), mail, pace: createPace() });
    } finally {
      mail.release();
    }
  }

  async function importAll(
    source: AsyncIterable<Buffer>,
    { isLoading }: LoadingOptions = { isLoading: false },
  ): Promise<{ skipped: SkippedRow[] }> {
    const mail = blobs.next();
    try {
      // A stop does not wait for it.
      const pace = endingWith(deps.ended, createPace());
      const read = await readExport(source, { putMail: mail.put, pace });
      await requireSendable(read.campaigns, createTemplateCheck(deps.outgoingMail.findTemplateFaults));
      return await changes.run(async () => {
        const { tables, skipped } = reconciled(read);
        await apply({
          tables: { ...tables, meta: [...tables.meta, ...markOf(isLoading)] },
          mail,
          clock: clockSettingOf(tables, timers),
          restoreRuntime: () => runtimeState.restore(tables.meta),
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
      reset: (all) => changes.run(() => reset(all)),
      ...createLoadWhole({ ...deps, capture, apply, reset, inTurn: changes.run }),
      exportAll,
      importAll,
      snapshots: {
        list: snapshots.list,
        save: (name) => changes.run(() => snapshots.save(name)),
        restore: (name) => changes.run(() => snapshots.restore(name)),
        remove: (name) => changes.run(() => snapshots.remove(name)),
      },
    },
    async idle() {
      await changes.settled();
      await idle();
    },
  };
}
