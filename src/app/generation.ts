import type { createVirtualClock } from '../core/time/clock.js';
import { createFence } from '../core/workspace/fence.js';
import type { RuntimeState } from '../core/workspace/runtime-state.js';
import { createReturnPaths } from '../core/outbox/return-path.js';
import { createConsole, logDelivery } from '../projections/console.js';
import { createStats } from '../projections/stats.js';
import { createSender } from '../webhooks/attempt.js';
import { createDispatcher } from '../webhooks/dispatcher.js';
import type { KeptBlobs } from '../store/mail/blobs.js';
import type { MailTexts } from '../store/search/mail-texts.js';
import type { OpenStore } from '../store/store.js';
import { composeCore } from './compose-services.js';
import type { GenerationServices, WorkspaceDeps } from './compose-services.js';

export interface GenerationDeps extends WorkspaceDeps {
  store: OpenStore;
  clock: ReturnType<typeof createVirtualClock>;
  blobs: KeptBlobs;
  text: MailTexts;
  runtimeState: RuntimeState;
  /** Signs the envelope senders of our own mail, in this process. */
  returnPathSecret: string;
  isPinned(id: string): boolean;
}

/**
 * All that works on one state of a workspace, from when it was put in place until another is. What a run has under way
 * when it ends can write nothing more, wherever it goes on: so nothing of one state gets into the next.
 */
export interface Generation {
  services: GenerationServices;
  /** Takes up what the state owes; call when the doors are open. */
  resume(): void;
  /** Ends at once. */
  end(): void;
  /** Resolves when raw mail that was on its way at the end has come to rest. */
  drained(): Promise<void>;
  /** Lets what is under way come to an end, unless it is `dropped`. */
  stop(options: { dropped: boolean }): Promise<void>;
}

export function startGeneration(deps: GenerationDeps, generationNumber: number): Generation {
  const { store, clock, timers, log, settings } = deps;
  const fence = createFence(deps);
  const parts = composeCore({
    ...deps,
    store: fence.store,
    blobs: fence.blobs,
    text: fence.text,
    secret: store.meta.get('workspace')?.secret ?? '',
    returnPaths: createReturnPaths(deps.returnPathSecret, generationNumber),
    watch: store.subscribe,
  });
  const { services, scheduler } = parts;
  const stats = createStats(fence.store);
  const webhooks = createDispatcher({
    store: fence.store,
    clock,
    scheduler,
    webhooks: services.webhooks,
    timers,
    openSender: () =>
      createSender({
        clock,
        timers,
        signatureHeader: settings.signatureHeader,
        allowLinkLocal: settings.allowLinkLocalWebhooks,
      }),
    seed: () => services.simulation.current().seed,
    report: logDelivery(log),
  });
  const console = createConsole(fence.store, log);
  return {
    services: { ...services, stats },
    resume() {
      parts.resume();
      webhooks.resume();
    },
    end() {
      parts.stop();
      scheduler.stop();
      webhooks.end();
      fence.end();
    },
    drained: fence.drained,
    async stop({ dropped }) {
      parts.stop();
      scheduler.stop();
      await webhooks.stop();
      if (!dropped) await scheduler.settle(2000);
      stats.stop();
      console.stop();
    },
  };
}
