import type { WorkspaceId } from './contract/ids.js';
import type { Profile } from './contract/simulation.js';
import { createCampaigns } from './core/campaigns.js';
import { createClockControl } from './core/clock-control.js';
import { createVirtualClock } from './core/clock.js';
import type { Timers } from './core/clock.js';
import { createContacts } from './core/contacts.js';
import { createEngagement } from './core/engagement.js';
import { createEventLog } from './core/event-log.js';
import { createFaults } from './core/faults.js';
import { createKeys } from './core/keys.js';
import { createMessages } from './core/messages.js';
import { createOutbox } from './core/outbox.js';
import type { Blobs, MailReader, MailText, MailTransport, Say, Store } from './core/ports.js';
import { createQuota } from './core/quota.js';
import type { Random } from './core/random.js';
import { createRateLimiter } from './core/rate-limit.js';
import type { RateLimitMode } from './core/rate-limit.js';
import { createReading } from './core/reading.js';
import { createRetention } from './core/retention.js';
import { createScheduler } from './core/scheduler.js';
import { createSending } from './core/sending.js';
import type { Services } from './core/services.js';
import { createSimulation } from './core/simulation.js';
import { createSink } from './core/sink.js';
import { createTickets } from './core/tickets.js';
import { createTracking } from './core/track.js';
import { createTransactional } from './core/transactional.js';
import { waitFor } from './core/wait.js';
import { createWebhooks } from './core/webhooks.js';
import { createConsole, tellDelivery } from './projections/console.js';
import { createLive } from './projections/live.js';
import type { Live } from './projections/live.js';
import { createStats } from './projections/stats.js';
import { createPost } from './projections/webhook-post.js';
import { createWebhookProjection } from './projections/webhooks.js';
import { createFileBlobs, createMemoryBlobs } from './store/blobs.js';
import { resetTables } from './core/reset.js';
import { createMemoryTexts, openMailTexts } from './store/mail-texts.js';
import { openStore } from './store/store.js';

/** What the settings say about every workspace. */
export interface WorkspaceSettings {
  strict: boolean;
  tagMatch: 'all' | 'any';
  rateLimits: RateLimitMode;
  monthlyQuota: number | null;
  simulation: Profile;
  simulationSpeed: number;
  seed: number;
  maxMessages: number;
  signatureHeader: string;
}

export interface WorkspaceDeps {
  id: WorkspaceId;
  /** Where it is kept; null keeps nothing. */
  dir: string | null;
  settings: WorkspaceSettings;
  /** Known only when the doors are open. */
  publicUrl(): string;
  transport: MailTransport;
  reader: MailReader;
  timers: Timers;
  random: Random;
  say: Say;
}

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
  const blobs = dir === null ? createMemoryBlobs() : createFileBlobs(dir);
  // Before anything new comes in, or its file would look like one that nobody has.
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
    post: createPost({ clock, timers: deps.timers, signatureHeader: deps.settings.signatureHeader }),
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
      webhookProjection.stop();
      if (!dropped) await scheduler.settle(2000);
      live.stop();
      stats.stop();
      console.stop();
      blobs.close();
      await store.close({ snapshot: !dropped });
      await text.close();
    },
  };
}

interface CoreDeps extends WorkspaceDeps {
  store: Store;
  clock: ReturnType<typeof createVirtualClock>;
  blobs: Blobs;
  text: MailText;
  secret: string;
}

function composeCore(deps: CoreDeps) {
  const { id, settings, store, clock, blobs, text, secret, transport, reader, timers, random, say } = deps;
  const scheduler = createScheduler({ clock, timers, say });
  const { track } = scheduler;
  const tracking = createTracking({ publicUrl: deps.publicUrl, secret });
  const tickets = createTickets(secret);
  const engagement = createEngagement({ store, clock });
  const reading = createReading({ store, blobs, reader, text, track });
  const messages = createMessages({ store, blobs, reader, reading, text, tracking });
  const retention = createRetention({
    store,
    most: settings.maxMessages,
    remove: messages.remove,
    track,
    say,
  });
  const simulation = createSimulation({
    store,
    scheduler,
    engagement,
    linksOf: messages.linksOf,
    retry: (message) => outbox.retry(message),
    initial: { profile: settings.simulation, speed: settings.simulationSpeed, seed: settings.seed },
  });
  const { follow, current } = simulation;
  const outbox = createOutbox({
    store,
    blobs,
    clock,
    transport,
    tickets,
    engagement,
    simulation: current,
    follow,
  });
  const sink = createSink({
    store,
    blobs,
    clock,
    tickets,
    simulation: current,
    follow,
    onForeign: reading.enqueue,
  });
  const quota = createQuota(store, clock, settings.monthlyQuota);
  const mailing = { tracking, workspace: id, strict: settings.strict };
  const pause = () => new Promise<void>((resolve) => timers.after(1000, resolve));
  const sending = createSending({ store, clock, outbox, quota, simulation, text, mailing, track, pause });
  const transactional = createTransactional({ store, clock, outbox, quota, text, mailing, track });
  const campaigns = createCampaigns({ store, clock, scheduler, sending, mailing, say });
  const services = {
    id,
    behaviour: { strict: settings.strict, rateLimits: settings.rateLimits },
    now: clock.now,
    contacts: createContacts({ store, clock, tagMatch: settings.tagMatch, welcome: transactional.welcome }),
    campaigns,
    transactional,
    messages,
    events: createEventLog(store),
    engagement,
    tracking,
    sink,
    webhooks: createWebhooks({ store, clock, random }),
    deliveries: store.deliveries,
    keys: createKeys({ store, clock, random }),
    limiter: createRateLimiter(clock),
    quota,
    faults: createFaults({ clock, timers, random, seed: () => simulation.current().seed }),
    clock: createClockControl({ store, clock, scheduler }),
    simulation,
    scheduler,
    counts: () => ({
      contacts: store.contacts.size,
      campaigns: store.campaigns.size,
      messages: store.messages.countKept(),
      unread: store.messages.countKept('unread'),
      events: store.events.size,
    }),
    reset: (all: boolean) => resetTables({ store, blobs, text, all }),
    durable: store.durable,
    waitFor: <T>(wait: Parameters<typeof waitFor<T>>[1]) =>
      waitFor({ timers, subscribe: store.subscribe }, wait),
  };
  return {
    services,
    scheduler,
    stop: sending.stop,
    resume() {
      retention.check();
      simulation.resume();
      campaigns.resume();
      sending.resume();
      // What was taken in just before a kill is not read yet; all else is found in the index.
      for (const { id, stored } of store.messages.oldestFirst())
        if (stored && !text.has(id)) reading.enqueue(id);
    },
  };
}
