import type { MetaOf, MetaRecord } from '../contract/workspace-records.js';
import { atRest } from '../core/workspace/before-play.js';
import type { LoadOptions, Services } from '../core/services.js';
import type { WholeState } from '../store/store.js';
import { storedMail } from '../store/transfer/snapshots.js';
import { lastingTables, stateBeforeLoading } from './adopt-state.js';
import { clockSettingOf } from './apply-state.js';
import type { IncomingState } from './apply-state.js';
import type { WorkspaceContext } from './workspace-context.js';

export interface LoadWholeDeps extends WorkspaceContext {
  /** The present state, runtime state included. */
  capture(): WholeState;
  apply(state: IncomingState): Promise<void>;
  reset(all: boolean): Promise<void>;
  /** Runs one change of the whole state after the other. */
  inTurn(change: () => Promise<void>): Promise<void>;
}

type Loading = Pick<Services, 'loadWhole' | 'undoLoading'>;

type Changed = MetaOf<'loading'>['before'][number];

const isChanged = (row: MetaRecord): row is Changed =>
  row.id === 'workspace' ||
  row.id === 'clock' ||
  row.id === 'simulation' ||
  row.id === 'limits' ||
  row.id === 'faults';

/**
 * Loads data sets all or none. They come in many commits, so the workspace is marked meanwhile: where the mark stays, a kill
 * cut the loading off. Where it is gone, another state was put in place, which a failure leaves alone.
 */
export function createLoadWhole({ inTurn, capture, ...deps }: LoadWholeDeps): Loading {
  const { store, blobs, timers, clock, runtimeState } = deps;

  /** What data sets and exports may change beside the rows that a reset takes away. */
  function markOf(): MetaOf<'loading'> {
    const { meta, keys, webhooks } = store.capture(lastingTables);
    return {
      id: 'loading',
      keys: keys.map(({ id }) => id),
      webhooks: webhooks.map(({ id }) => id),
      before: atRest(meta, { clock, timers }).filter(isChanged),
    };
  }
  async function putBack(tables: WholeState, former: ReturnType<typeof blobs.pin>): Promise<void> {
    if (!store.meta.get('loading')) return;
    const mail = blobs.next();
    try {
      await mail.copyFrom(former, storedMail(tables));
      await deps.apply({
        tables,
        mail,
        clock: clockSettingOf(tables, timers),
        restoreRuntime: () => runtimeState.restore(tables.meta),
        sameTexts: false,
      });
    } catch (error) {
      await mail.drop();
      throw error;
    }
  }

  async function undoLoading(): Promise<void> {
    const tables = stateBeforeLoading(store.capture(lastingTables), store.seq);
    if (!tables) return;
    await deps.apply({
      tables,
      mail: blobs.next(),
      clock: clockSettingOf(tables, timers),
      restoreRuntime: () => runtimeState.restore(tables.meta),
      sameTexts: true,
    });
  }

  async function loadWhole(loading: () => Promise<void>, { reset }: LoadOptions): Promise<void> {
    const [before, mail] = [capture(), blobs.pin()];
    try {
      if (reset) await inTurn(() => deps.reset(reset.all));
      store.commit((tx) => tx.put('meta', markOf()));
      await loading();
      store.commit((tx) => tx.remove('meta', 'loading'));
    } catch (error) {
      await inTurn(() => putBack(before, mail));
      throw error;
    } finally {
      mail.release();
    }
  }

  return { loadWhole, undoLoading: () => inTurn(undoLoading) };
}
