import type { WorkspaceId } from './contract/ids.js';
import { createVirtualClock } from './core/clock.js';
import type { Services } from './core/services.js';
import { createConsole, tellDelivery } from './projections/console.js';
import { createLive } from './projections/live.js';
import type { Live } from './projections/live.js';
import { createStats } from './projections/stats.js';
import { createPost } from './projections/webhook-post.js';
import { createWebhookProjection } from './projections/webhooks.js';
import { createMemoryBlobs, openMailFiles } from './store/blobs.js';
import { createMemoryTexts, openMailTexts } from './store/mail-texts.js';
import { openStore } from './store/store.js';
import { composeCore } from './workspace-core.js';
import type { WorkspaceDeps } from './workspace-core.js';

/** One isolated world: its own store, clock, chance and services. */
export interface Workspace {
  id: WorkspaceId;
  services: Services;
  live: Live;
  /** Takes up what a stop cut short; call when the doors are open. */
  resume(): void;
  /** `dropped` where its files are to go anyway. */
  stop(options?: { dropped: boolean }): Promise<void>;
}

export async function openWorkspace(deps: WorkspaceDeps): Promise<Workspace> {
  const { id, dir, random, say } = deps;
  const store = await openStore({ dir, random, timers: deps.timers, say });
  const clock = createVirtualClock(deps.timers, store.meta.get('clock'));
  store.useClock(clock);
  const known = store.meta.get('workspace');
  const identity = known ?? { id: 'workspace' as const, created_at: clock.now(), secret: random.hex(32) };
  if (!known) store.commit((tx) => tx.put('meta', identity));
  const blobs = dir === null ? createMemoryBlobs() : await openMailFiles(dir, say);
  // Before anything new comes in, or it would look like mail that nobody has.
  await blobs.sweep((message) => store.messages.get(message)?.removed === false);
  const text = dir === null ? createMemoryTexts() : await openMailTexts(dir, say);
  const parts = composeCore({ ...deps, store, clock, blobs, text, secret: identity.secret });
  const { services, scheduler } = parts;
  const stats = createStats(store);
  const live = createLive({ id, store, clockState: services.clock.state });
  const webhookProjection = createWebhookProjection({
    store,
    clock,
    scheduler,
    webhooks: services.webhooks,
    timers: deps.timers,
    post: createPost({ clock, timers: deps.timers, signatureHeader: deps.settings.signatureHeader }),
    seed: () => services.simulation.current().seed,
    report: tellDelivery(say),
  });
  const console = createConsole(store, say);
  return {
    id,
    services: { ...services, stats },
    live,
    resume() {
      parts.resume();
      webhookProjection.resume();
    },
    async stop({ dropped } = { dropped: false }) {
      parts.stop();
      scheduler.stop();
      await webhookProjection.stop();
      if (!dropped) await scheduler.settle(2000);
      live.stop();
      stats.stop();
      console.stop();
      await blobs.close();
      await store.close({ snapshot: !dropped });
      await text.close();
    },
  };
}
