import type { MessageId } from '../contract/ids.js';
import type { MetaRecord } from '../contract/workspace-records.js';
import type { ClockSetting } from '../core/time/clock.js';
import { createPace } from '../core/time/pace.js';
import { isRuntimeRecord } from '../core/workspace/runtime-state.js';
import type { StagedMail } from '../store/mail/blobs.js';
import type { WholeState } from '../store/store.js';
import type { WorkspaceContext } from './workspace-context.js';

/** A whole state that is to replace the present one. */
export interface IncomingState {
  tables: WholeState;
  mail: StagedMail;
  /** Where the clock is set to; absent, it runs on. */
  clock?: ClockSetting | undefined;
  restoreRuntime(): void;
  /** Whether mail with the same id in both states has the same text, so that the search index keeps it. */
  sameTexts: boolean;
}

export interface ApplyStateDeps extends WorkspaceContext {
  /** Ends the generation, makes the change and starts the next one, in one turn. Returns the wait for writes under way. */
  swapState(change: () => void): () => Promise<void>;
}

export interface StateApplier {
  /** Puts a state in place. Resolves when it is stored. */
  apply(state: IncomingState): Promise<void>;
  /** Resolves when the files of former states are deleted. */
  idle(): Promise<void>;
}

export function createStateApplier(deps: ApplyStateDeps): StateApplier {
  const { store, clock, text, snapshots } = deps;
  let cleanUp: Promise<unknown> = Promise.resolve();

  /** The search index keeps texts of mail in the new state and in snapshots, where they are the same. */
  function removeTexts(ids: readonly MessageId[], sameTexts: boolean) {
    for (const id of ids) {
      const stays = sameTexts && (store.messages.get(id)?.stored || snapshots.isPinned(id));
      if (!stays) text.remove(id);
    }
  }

  return {
    async apply(state) {
      // The long part comes first: the state changes within one turn.
      const coming = await store.prepare(storedTables(state), createPace());
      const formerIds = [...store.messages.values()].map(({ id }) => id);
      let dropFormerMail = () => Promise.resolve();
      const drained = deps.swapState(() => {
        store.replace(coming);
        dropFormerMail = state.mail.activate();
        if (state.clock) clock.apply(state.clock);
        state.restoreRuntime();
        removeTexts(formerIds, state.sameTexts);
      });
      await store.durable();
      // The next start sweeps files that cannot be deleted now.
      const deleted = drained().then(dropFormerMail);
      cleanUp = Promise.all([cleanUp, deleted.catch(() => undefined)]);
    },
    async idle() {
      await cleanUp;
    },
  };
}

/** The tables as the store keeps them: without runtime state, and with the folder of the raw mail. */
function storedTables({ tables, mail: { folder } }: IncomingState): WholeState {
  const mail: MetaRecord[] = folder === null ? [] : [{ id: 'mail', folder }];
  return { ...tables, meta: [...tables.meta.filter((row) => !isRuntimeRecord(row)), ...mail] };
}

/** The clock of a state; undefined where it has none. */
export function clockIn({ meta }: WholeState): ClockSetting | undefined {
  const row = meta.find((each) => each.id === 'clock');
  return row && { real: row.real, virtual: row.virtual, rate: row.rate, frozen: row.frozen };
}
