import type { CampaignRecord } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import { createKeys } from '../core/access/keys.js';
import { createQuota } from '../core/access/quota.js';
import type { Quota } from '../core/access/quota.js';
import { createCampaigns } from '../core/campaigns/campaigns.js';
import { createPreviews } from '../core/campaigns/previews.js';
import { createSending } from '../core/campaigns/send-campaign.js';
import { templateOfCampaign } from '../core/compose/composer.js';
import type { MessageTemplate } from '../core/compose/composer.js';
import type { OpenMailWriter } from '../core/compose/mail-writer.js';
import { createTemplateCheck } from '../core/compose/require-templates.js';
import type { CheckTemplates, FindTemplateFaults } from '../core/compose/require-templates.js';
import { createContactOutcome } from '../core/contacts/contact-outcome.js';
import { createContacts } from '../core/contacts/contacts.js';
import { createContactImport } from '../core/contacts/import-contacts.js';
import { createSampleContacts } from '../core/contacts/sample-contacts.js';
import { createSuppressions } from '../core/contacts/suppressions.js';
import { createActionRunner } from '../core/engagement/action-runner.js';
import { createEngagement } from '../core/engagement/engagement.js';
import type { Engagement } from '../core/engagement/engagement.js';
import { createSimulation } from '../core/engagement/simulation.js';
import type { Simulation } from '../core/engagement/simulation.js';
import { createEventLog } from '../core/events/event-log.js';
import { createFixtures } from '../core/fixtures/load-fixture.js';
import { createMessages } from '../core/inbox/messages.js';
import { createParseQueue } from '../core/inbox/parse-queue.js';
import { createRetention } from '../core/inbox/retention.js';
import { createSink } from '../core/inbox/sink.js';
import { createOutbox } from '../core/outbox/outbox.js';
import { createTransactional } from '../core/outbox/transactional.js';
import { createPlay } from '../core/play/play.js';
import type { Services } from '../core/services.js';
import { countRows } from '../core/workspace/count-rows.js';
import { createClockControl } from '../core/time/clock-control.js';
import { waitFor } from '../core/time/wait.js';
import { createTracking } from '../core/tracking/tracking.js';
import type { Tracking } from '../core/tracking/tracking.js';
import { createDeliveries } from '../core/webhooks/deliveries.js';
import { createWebhooks } from '../core/webhooks/endpoints.js';
import { createDeliveryRetention, mostSettledDeliveries } from '../core/webhooks/retention.js';
import { csvLines } from '../store/transfer/csv-lines.js';
import type { ComposeJob } from './campaign-thread.js';
import type { GenerationContext } from './generation.js';

/** The services that end with a generation. */
export type GenerationServices = Omit<
  Services,
  'reset' | 'loadWhole' | 'undoLoading' | 'snapshots' | 'exportAll' | 'importAll'
>;

/** The context with the services that others build on. */
interface ComposeContext extends GenerationContext {
  tracking: Tracking;
  engagement: Engagement;
  simulation: Simulation;
  quota: Quota;
  /** Refuses to send a mail that lacks a value which its template names. */
  strict: boolean;
  /** What composing a template takes besides. */
  jobOf(template: MessageTemplate): ComposeJob;
  findTemplateFaults: FindTemplateFaults;
  checkTemplates: CheckTemplates;
  openMailWriter: OpenMailWriter;
}

/** The services of a generation, and the work that they do by themselves. */
export interface ComposedServices {
  services: Omit<GenerationServices, 'stats'>;
  /** Resumes the work that the state has pending. */
  resume(): void;
  /** No more mail of a campaign is sent. */
  stop(): void;
}

export function composeServices(generation: GenerationContext): ComposedServices {
  const context = withSharedServices(generation);
  const { store } = context;
  const inbox = composeInbox(context);
  const { campaigns, sending, ...mail } = composeMail(context);
  const keys = createKeys(context);
  const { retention: deliveryRetention, ...webhook } = composeWebhooks(context);
  const { webhooks } = webhook;
  const ownClock = createClockControl(context);
  const actionRunner = createActionRunner({
    ...context,
    clickableOf: inbox.messages.clickableOf,
    retry: mail.outbox.retry,
  });
  const play = createPlay({ ...context, messages: inbox.messages, clockControl: ownClock, keys, webhooks });
  const clockControl = { ...ownClock, rate: play.rate };
  return {
    services: {
      ...workspaceServices(context),
      ...contactServices(context),
      contacts: mail.contacts,
      campaigns,
      previews: createPreviews(context),
      transactional: mail.transactional,
      messages: inbox.messages,
      sink: inbox.sink,
      events: createEventLog(store),
      ...webhook,
      keys,
      fixtures: createFixtures({ ...context, clockControl, campaigns, webhooks, keys }),
      clock: clockControl,
      play,
    },
    resume() {
      inbox.retention.check();
      deliveryRetention.check();
      actionRunner.start();
      campaigns.resume();
      sending.resume();
      mail.transactional.resume();
      inbox.parsePending();
      context.watch('removing deleted mail', inbox.messages.finish());
      context.watch('the play', play.resume());
    },
    stop: sending.stop,
  };
}

function withSharedServices(context: GenerationContext): ComposeContext {
  const { id, settings, store, clock, runtimeState } = context;
  const { simulation: profile, simulationSpeed: speed, seed, strict } = settings;
  const { outgoingMail, secret, publicUrl } = context;
  const tracking = createTracking(context);
  const jobOf = (template: MessageTemplate): ComposeJob => ({
    template,
    workspace: id,
    secret,
    publicUrl: publicUrl(),
    strict,
  });
  return {
    ...context,
    tracking,
    engagement: createEngagement(context),
    simulation: createSimulation(store, { profile, speed, seed }),
    quota: createQuota(store, clock, () => runtimeState.limits.current().monthly_quota),
    strict,
    jobOf,
    findTemplateFaults: outgoingMail.findTemplateFaults,
    checkTemplates: createTemplateCheck(outgoingMail.findTemplateFaults),
    openMailWriter: (template, values) => outgoingMail.openMailWriter(jobOf(template), values),
  };
}

/** Mail that arrives: taken in, parsed, listed, and the oldest removed when there is too much. */
function composeInbox(context: ComposeContext) {
  const { simulation, settings } = context;
  const parseQueue = createParseQueue(context);
  const retention = createRetention({
    ...context,
    most: settings.maxMessages,
    remove: (ids) => messages.remove(ids),
  });
  const messages = createMessages({ ...context, parseQueue, pruned: retention.pruned });
  return {
    messages,
    sink: createSink({
      ...context,
      simulation: simulation.current,
      parseQueue,
      mayReturn: messages.mayReturn,
    }),
    retention,
    parsePending: parseQueue.resume,
  };
}

/** Endpoints, and what is sent to them. */
function composeWebhooks(context: ComposeContext) {
  const { simulation, settings } = context;
  return {
    webhooks: createWebhooks({
      ...context,
      seed: () => simulation.current().seed,
      allowLinkLocal: settings.allowLinkLocalWebhooks,
    }),
    deliveries: createDeliveries(context),
    retention: createDeliveryRetention({ ...context, most: mostSettledDeliveries }),
  };
}

/** Mail that leaves: campaigns, single mails and the welcome mail of new contacts. */
function composeMail(context: ComposeContext) {
  const { settings, outgoingMail, simulation } = context;
  const { tagMatch } = settings;
  const outbox = createOutbox({
    ...context,
    transport: outgoingMail.transport,
    simulation: simulation.current,
  });
  const sending = createSending({
    ...context,
    outbox,
    openBulkSender: (campaign: CampaignRecord, audience: readonly ContactRecord[]) =>
      outgoingMail.openBulkSender(context.jobOf(templateOfCampaign(campaign)), audience),
  });
  const transactional = createTransactional({ ...context, outbox });
  return {
    outbox,
    sending,
    transactional,
    campaigns: createCampaigns({ ...context, sending, requests: context.runtimeState.requests }),
    contacts: createContacts({ ...context, tagMatch, welcome: transactional.welcome }),
  };
}

/** What the control API knows of contacts beyond the imitated one. */
const contactServices = (context: ComposeContext) => ({
  contactOutcome: createContactOutcome(context),
  importContacts: createContactImport({ ...context, readCsv: csvLines }),
  sampleContacts: createSampleContacts(context),
  suppressions: createSuppressions(context),
});

/** The services of the workspace as a whole: its behaviour, limits, time and changes. */
function workspaceServices(context: ComposeContext) {
  const { id, settings, store, clock, scheduler, timers, runtimeState } = context;
  const { engagement, tracking, simulation, quota } = context;
  const { limits, limiter, faults, requests } = runtimeState;
  const { strict } = settings;
  const waiting = { timers, subscribe: context.onChange, ended: context.ended };
  return {
    id,
    behaviour: { strict },
    now: clock.now,
    seq: () => store.seq,
    engagement,
    tracking,
    simulation,
    quota,
    limits,
    limiter,
    faults,
    requests,
    scheduler,
    counts: () => countRows(store),
    durable: store.durable,
    waitFor: <T>(wait: Parameters<typeof waitFor<T>>[1]) => waitFor(waiting, wait),
  };
}
