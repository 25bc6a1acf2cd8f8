import type { MessageId } from '../contract/ids.js';
import type { MetaRecord } from '../contract/workspace-records.js';
import type { ClockSetting, Timers } from '../core/time/clock.js';
import { keepCutOffMove } from '../core/time/cut-off-move.js';
import { createPace, endingWith } from '../core/time/pace.js';
import type { Pace } from '../core/time/pace.js';
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
  const { store, clock, text, snapshots, log } = deps;
  let cleanUp: Promise<unknown> = Promise.resolve();

  /** The mail of a state whose texts in the search index are those of other mail with the same ids. */
  async function withOtherTexts({ tables, sameTexts }: IncomingState, pace: Pace): Promise<MessageId[]> {
    const ids: MessageId[] = [];
    for (const { id } of sameTexts ? [] : tables.messages) {
      await pace();
      if (text.has(id)) ids.push(id);
    }
    return ids;
  }
  /** The search index keeps the texts of mail that is in the new state or in a snapshot. */
  async function removeTexts(ids: readonly MessageId[], pace: Pace): Promise<void> {
    for (const id of ids) {
      await pace();
      if (!store.messages.get(id)?.stored && !snapshots.isPinned(id)) text.remove(id);
    }
  }

  return {
    async apply(state) {
      // The long parts come before and after: the state changes within one turn.
      const pace = createPace();
      const before = endingWith(deps.ended, pace);
      const coming = await store.prepare(storedTables(state), before);
      const replacedTexts = await withOtherTexts(state, before);
      const formerIds = store.messages.list().map(({ id }) => id);
      let dropFormerMail = () => Promise.resolve();
      const drained = deps.swapState(() => {
        store.replace(coming);
        dropFormerMail = state.mail.activate();
        if (state.clock) clock.apply(state.clock);
        else keepCutOffMove(store, clock);
        state.restoreRuntime();
        replacedTexts.forEach(text.remove);
      });
      await removeTexts(formerIds, pace);
      await store.durable();
      const deleted = drained()
        .then(dropFormerMail)
        .catch((error: unknown) => {
          // The next start removes what cannot be deleted now.
          log('warn', `the raw mail of the former state cannot be deleted: ${String(error)}`);
        });
      cleanUp = Promise.all([cleanUp, deleted]);
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

/** The clock of a state; that of real time where it has none. */
export function clockSettingOf(tables: WholeState, timers: Pick<Timers, 'now'>): ClockSetting {
  const now = timers.now();
  return clockIn(tables) ?? { real: now, virtual: now, rate: 1, frozen: false };
}

/** The clock of a state; undefined where it has none. */
export function clockIn({ meta }: WholeState): ClockSetting | undefined {
  const row = meta.find((each) => each.id === 'clock');
  return row && { real: row.real, virtual: row.virtual, rate: row.rate, frozen: row.frozen };
}
