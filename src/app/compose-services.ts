import type { WorkspaceId } from '../contract/ids.js';
import type { Profile } from '../contract/simulation.js';
import { createCampaigns } from '../core/campaigns/campaigns.js';
import { createClockControl } from '../core/time/clock-control.js';
import type { createVirtualClock } from '../core/time/clock.js';
import type { Timers } from '../core/time/clock.js';
import { createContacts } from '../core/contacts/contacts.js';
import { createActionRunner } from '../core/engagement/action-runner.js';
import { createDeliveries } from '../core/webhooks/deliveries.js';
import { createEngagement } from '../core/engagement/engagement.js';
import { createEventLog } from '../core/events/event-log.js';
import { createFixtures } from '../core/fixtures/load-fixture.js';
import { createKeys } from '../core/access/keys.js';
import { createMessages } from '../core/inbox/messages.js';
import { createOutbox } from '../core/outbox/outbox.js';
import type { Logger } from '../contract/logger.js';
import type { Blobs, MailReader, MailSearchIndex, Store } from '../core/ports/ports.js';
import { createQuota } from '../core/access/quota.js';
import type { Random } from '../core/time/random.js';
import type { RateLimitMode } from '../core/access/rate-limit.js';
import { createParseQueue } from '../core/inbox/parse-queue.js';
import { createDeliveryRetention, mostSettledDeliveries } from '../core/webhooks/retention.js';
import { createRetention } from '../core/inbox/retention.js';
import { createScheduler } from '../core/time/scheduler.js';
import { createSending } from '../core/campaigns/send-campaign.js';
import { createSimulation } from '../core/engagement/simulation.js';
import { createSink } from '../core/inbox/sink.js';
import type { Services } from '../core/services.js';
import type { RuntimeState } from '../core/workspace/runtime-state.js';
import type { ReturnPaths } from '../core/outbox/return-path.js';
import { createTracking } from '../core/tracking/tracking.js';
import { createTransactional } from '../core/outbox/transactional.js';
import { waitFor } from '../core/time/wait.js';
import { createWebhooks } from '../core/webhooks/endpoints.js';
import type { MailRoute } from './outgoing-mail.js';

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
  allowLinkLocalWebhooks: boolean;
}

export interface WorkspaceDeps {
  id: WorkspaceId;
  /** Where it is kept; null keeps nothing. */
  dir: string | null;
  settings: WorkspaceSettings;
  /** Known only when the doors are open. */
  publicUrl(): string;
  outgoingMail: MailRoute;
  reader: MailReader;
  timers: Timers;
  random: Random;
  log: Logger;
  /** Whether another workspace has this key, or this secret of tracking links. */
  isTaken(what: { digest: string } | { secret: string }): boolean;
}

export interface CoreDeps extends WorkspaceDeps {
  /** As this run may use it. */
  store: Store;
  /** What outlives the run. */
  runtimeState: RuntimeState;
  returnPaths: ReturnPaths;
  /** Tells of every change, also after the end of the run. */
  watch: Store['subscribe'];
  clock: ReturnType<typeof createVirtualClock>;
  blobs: Blobs;
  text: MailSearchIndex;
  secret: string;
}

/** What of the services ends with a run. */
export type GenerationServices = Omit<Services, 'reset' | 'snapshots' | 'exportAll' | 'importAll'>;

/** The services of a workspace and what keeps them going. */
export function composeCore(deps: CoreDeps) {
  const { id, settings, store, clock, blobs, text, secret, outgoingMail, reader, timers, random, log } = deps;
  const { runtimeState, returnPaths } = deps;
  const scheduler = createScheduler({ clock, timers, log });
  const { track } = scheduler;
  const tracking = createTracking({ publicUrl: deps.publicUrl, secret });
  const engagement = createEngagement({ store, clock });
  const parseQueue = createParseQueue({ store, blobs, reader, text, timers, track });
  const messages = createMessages({ store, blobs, reader, parseQueue, text, tracking });
  const deliveryRetention = createDeliveryRetention({ store, most: mostSettledDeliveries, log });
  const retention = createRetention({
    store,
    most: settings.maxMessages,
    remove: messages.remove,
    track,
    log,
  });
  const simulation = createSimulation(store, {
    profile: settings.simulation,
    speed: settings.simulationSpeed,
    seed: settings.seed,
  });
  const { current } = simulation;
  const outbox = createOutbox({
    store,
    blobs,
    clock,
    transport: outgoingMail.transport,
    returnPaths,
    engagement,
    simulation: current,
  });
  const actionRunner = createActionRunner({
    store,
    scheduler,
    engagement,
    simulation,
    linksOf: messages.linksOf,
    retry: outbox.retry,
  });
  const sink = createSink({
    store,
    blobs,
    clock,
    returnPaths,
    simulation: current,
    onExternal: parseQueue.enqueue,
  });
  const { limits, limiter, faults, requests } = runtimeState;
  const quota = createQuota(store, clock, () => limits.current().monthly_quota);
  const composer = { tracking, workspace: id, strict: settings.strict };
  const pause = () => new Promise<void>((resolve) => timers.after(1000, resolve));
  const sending = createSending({
    store,
    clock,
    outbox,
    quota,
    simulation,
    text,
    composer,
    openBulkSender(campaign, recipients) {
      const { strict } = settings;
      const job = { campaign, workspace: id, secret, publicUrl: deps.publicUrl(), strict };
      return outgoingMail.openBulkSender(job, recipients);
    },
    track,
    pause,
  });
  const transactional = createTransactional({ store, clock, outbox, quota, text, composer, track });
  const campaigns = createCampaigns({ store, clock, scheduler, sending, composer, log });
  const webhooks = createWebhooks({
    store,
    clock,
    random,
    seed: () => current().seed,
    allowLinkLocal: settings.allowLinkLocalWebhooks,
  });
  const keys = createKeys({ store, clock, random });
  const clockControl = createClockControl({ store, clock, scheduler });
  const services = {
    id,
    behaviour: { strict: settings.strict },
    now: clock.now,
    contacts: createContacts({
      store,
      clock,
      tagMatch: settings.tagMatch,
      welcome: transactional.welcome,
      quota,
    }),
    campaigns,
    transactional,
    messages,
    events: createEventLog(store),
    engagement,
    tracking,
    sink,
    webhooks,
    deliveries: createDeliveries({ store, clock }),
    keys,
    fixtures: createFixtures({
      store,
      blobs,
      text,
      clock,
      clockControl,
      campaigns,
      simulation,
      webhooks,
      keys,
      composer,
      log,
    }),
    limiter,
    quota,
    limits,
    faults,
    requests,
    clock: clockControl,
    simulation,
    scheduler,
    counts: () => ({
      contacts: store.contacts.size,
      campaigns: store.campaigns.size,
      messages: store.messages.countKept(),
      unread: store.messages.countKept('unread'),
      events: store.events.size,
    }),
    durable: store.durable,
    waitFor: <T>(wait: Parameters<typeof waitFor<T>>[1]) => waitFor({ timers, subscribe: deps.watch }, wait),
  };
  return {
    services,
    scheduler,
    stop: sending.stop,
    resume() {
      retention.check();
      deliveryRetention.check();
      actionRunner.start();
      campaigns.resume();
      sending.resume();
      // What was taken in just before a kill is not read yet; all else is found in the index.
      for (const { id, stored, parsed } of store.messages.oldestFirst())
        if (stored && !(parsed && text.has(id))) parseQueue.enqueue(id);
    },
  };
}
