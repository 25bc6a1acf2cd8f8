import { createReturnPaths } from '../core/outbox/return-path.js';
import type { ReturnPaths } from '../core/outbox/return-path.js';
import type { Blobs, MailSearchIndex, Store } from '../core/ports/ports.js';
import { keepCutOffMove } from '../core/time/cut-off-move.js';
import { createScheduler } from '../core/time/scheduler.js';
import type { Scheduler } from '../core/time/scheduler.js';
import { createFence } from '../core/workspace/fence.js';
import { createConsole, logDelivery } from '../projections/console.js';
import { createStats } from '../projections/stats.js';
import { createSender } from '../webhooks/attempt.js';
import { createDispatcher } from '../webhooks/dispatcher.js';
import { composeServices } from './compose-services.js';
import type { GenerationServices } from './compose-services.js';
import type { WorkspaceContext } from './workspace-context.js';

/** The context as one generation may use it: its state is fenced. */
export interface GenerationContext extends Omit<WorkspaceContext, 'store' | 'blobs' | 'text' | 'snapshots'> {
  store: Store;
  blobs: Blobs;
  text: MailSearchIndex;
  /** Calls a listener after each change, also after the end of the generation. */
  onChange: Store['subscribe'];
  returnPaths: ReturnPaths;
  /** Tracking links are made with it. */
  secret: string;
  /** Tracking links of mail that came by an import were made with these. */
  inherited: readonly string[];
  scheduler: Scheduler;
  watch: Scheduler['watch'];
}

/**
 * Everything that works on one state of a workspace, from when the state is put in place until another one is. Work that
 * goes on after the end of its generation can write nothing: no part of one state gets into the next.
 */
export interface Generation {
  services: GenerationServices;
  /** Resumes the work that the state has pending; call when the servers listen. */
  resume(): void;
  /** Ends at once. */
  end(): void;
  /** Resolves when the writes of raw mail that were under way at the end are done. */
  drained(): Promise<void>;
  /** Waits for the work under way, unless it is `dropped`. */
  stop(options: { dropped: boolean }): Promise<void>;
}

export function startGeneration(workspace: WorkspaceContext, generationNumber: number): Generation {
  const fence = createFence({ ...workspace, isPinned: workspace.snapshots.isPinned });
  const scheduler = createScheduler(workspace);
  const context: GenerationContext = {
    ...workspace,
    store: fence.store,
    blobs: fence.blobs,
    text: fence.text,
    onChange: workspace.store.subscribe,
    returnPaths: createReturnPaths(workspace.returnPathSecret, generationNumber),
    secret: workspace.store.meta.get('workspace')?.secret ?? '',
    inherited: workspace.store.meta.get('workspace')?.inherited ?? [],
    scheduler,
    watch: scheduler.watch,
  };
  const { services, ...work } = composeServices(context);
  const stats = createStats(context.store);
  const webhooks = openDispatcher(context, services);
  const console = createConsole(context.store, context.log);
  return {
    services: { ...services, stats },
    resume() {
      work.resume();
      webhooks.resume();
    },
    end() {
      work.stop();
      scheduler.stop();
      webhooks.end();
      fence.end();
    },
    drained: fence.drained,
    async stop({ dropped }) {
      work.stop();
      scheduler.stop();
      if (dropped) services.play.drop();
      else leaveClock(services, context);
      await webhooks.stop();
      if (!dropped) await scheduler.settle(2000);
      stats.stop();
      console.stop();
    },
  };
}

/** What moved the clock ends here, and the next start finds it so. */
function leaveClock(
  { play }: Pick<GenerationServices, 'play'>,
  { store, clock, log }: GenerationContext,
): void {
  try {
    play.close();
    keepCutOffMove(store, clock);
  } catch (error) {
    // A disk that is full has said so; the next start puts it right, as after a kill.
    log('warn', `the clock is kept as it was: ${(error as Error).message}`);
  }
}

function openDispatcher(
  context: GenerationContext,
  { webhooks, simulation }: Pick<GenerationServices, 'webhooks' | 'simulation'>,
) {
  const { clock, timers, log } = context;
  const { signatureHeader, allowLinkLocalWebhooks: allowLinkLocal } = context.settings;
  return createDispatcher({
    ...context,
    webhooks,
    openSender: () => createSender({ clock, timers, signatureHeader, allowLinkLocal }),
    seed: () => simulation.current().seed,
    report: logDelivery(log),
  });
}
