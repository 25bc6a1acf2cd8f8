import type { createVirtualClock } from '../core/time/clock.js';
import { createLease } from '../core/workspace/fence.js';
import type { Standing } from '../core/workspace/runtime-state.js';
import { createTickets } from '../core/outbox/return-path.js';
import { createConsole, tellDelivery } from '../projections/console.js';
import { createStats } from '../projections/stats.js';
import { createPost } from '../webhooks/post.js';
import { createWebhookProjection } from '../webhooks/dispatcher.js';
import type { KeptBlobs } from '../store/mail/blobs.js';
import type { MailTexts } from '../store/search/mail-texts.js';
import type { OpenStore } from '../store/store.js';
import { composeCore } from './compose-services.js';
import type { RunServices, WorkspaceDeps } from './compose-services.js';

export interface RunDeps extends WorkspaceDeps {
  store: OpenStore;
  clock: ReturnType<typeof createVirtualClock>;
  blobs: KeptBlobs;
  text: MailTexts;
  standing: Standing;
  /** Signs the envelope senders of our own mail, in this process. */
  ticketSecret: string;
  isPinned(id: string): boolean;
}

/**
 * All that works on one state of a workspace, from when it was put in place until another is. What a run has under way
 * when it ends can write nothing more, wherever it goes on: so nothing of one state gets into the next.
 */
export interface Run {
  services: RunServices;
  /** Takes up what the state owes; call when the doors are open. */
  resume(): void;
  /** Ends at once. */
  end(): void;
  /** Resolves when raw mail that was on its way at the end has come to rest. */
  drained(): Promise<void>;
  /** Lets what is under way come to an end, unless it is `dropped`. */
  stop(options: { dropped: boolean }): Promise<void>;
}

export function startRun(deps: RunDeps, number: number): Run {
  const { store, clock, timers, say, settings } = deps;
  const lease = createLease(deps);
  const parts = composeCore({
    ...deps,
    store: lease.store,
    blobs: lease.blobs,
    text: lease.text,
    secret: store.meta.get('workspace')?.secret ?? '',
    tickets: createTickets(deps.ticketSecret, number),
    watch: store.subscribe,
  });
  const { services, scheduler } = parts;
  const stats = createStats(lease.store);
  const webhooks = createWebhookProjection({
    store: lease.store,
    clock,
    scheduler,
    webhooks: services.webhooks,
    timers,
    post: createPost({ clock, timers, signatureHeader: settings.signatureHeader }),
    seed: () => services.simulation.current().seed,
    report: tellDelivery(say),
  });
  const console = createConsole(lease.store, say);
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
      lease.end();
    },
    drained: lease.drained,
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
