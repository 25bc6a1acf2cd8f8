import { createConnection } from './client/connection.js';
import type { Connection } from './client/connection.js';
import { bareHost } from './client/emulator-url.js';
import { inOptionWords } from './config/option-errors.js';
import { resolveOptions } from './config/options.js';
import { sourcesOfOptions } from './config/setting-sources.js';
import type { EmulatorOptions } from './config/options.js';
import type { Settings } from './config/settings.js';
import type { Emulator } from './app/emulator.js';

export { connect } from './client/connection.js';
export type * from './client/connection.js';
export { EmulatorError, NoEmulatorError } from './client/errors.js';
export type { EmulatorOptions } from './config/options.js';
export { SettingsError } from './config/settings-error.js';
export type { Campaign, CampaignStats } from './contract/campaign.js';
export type { Bucket, CampaignEngagement } from './contract/campaign-engagement.js';
export type { CampaignPreview } from './contract/campaign-preview.js';
export type { CampaignReport } from './contract/campaign-report.js';
export type { CampaignSummary } from './contract/campaign-summary.js';
export type { ContactImport, ContactImportInput } from './contract/contact-import.js';
export type { ContactOutcome } from './contract/contact-outcome.js';
export type { Contact } from './contract/contact.js';
export type { Suppression } from './contract/suppression.js';
export type { Failure, Success } from './contract/envelope.js';
export type { EventType, LogEvent, WebhookEventType } from './contract/event.js';
export type { Fault, NewFault } from './contract/fault.js';
export type { PlayState } from './contract/play.js';
export type { WorkspaceCounts, WorkspaceState } from './contract/workspace.js';
export type { ClockState } from './contract/clock.js';
export type { LiveFrame } from './contract/frame.js';
export type { Permission } from './contract/key.js';
export type { Limits, LimitsInput } from './contract/limits.js';
export type { Message, MessageSummary } from './contract/message.js';
export type { MessageTimeline, TimelineEntry } from './contract/message-timeline.js';
export type { SkippedRow, SnapshotInfo } from './contract/snapshot.js';
export type { Profile } from './contract/simulation.js';
export type { Delivery } from './contract/delivery.js';
export type { Webhook, WebhookFaults } from './contract/webhook.js';
export type { ApiCall } from './contract/request.js';
export type { StartErrorCode } from './contract/start-error.js';
export { version } from './contract/version.js';

/** An emulator in this process. */
export interface EmulatorHandle extends Connection {
  /** Resolves when both ports are free. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator in this process, on free ports, in memory, with the simulation "manual", and resolves when it is
 * ready. Any setting may be given; giving `data` keeps things on disk. Rejects with a `SettingsError` for an option that
 * cannot be, else with an error whose `code` is another `StartErrorCode`: `PORT_UNAVAILABLE`, `DATA_UNUSABLE` or
 * `FIXTURE_UNUSABLE`. Its message names the option and what is wrong, and nothing is left open.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<EmulatorHandle> {
  const settings = settingsOf(options);
  // Loaded here: a process that only connects, as each of many test workers does, needs nothing of it.
  const [{ createEmulator }, { bannerOf }, { createLogger }] = await Promise.all([
    import('./app/emulator.js'),
    import('./cli/banner.js'),
    import('./cli/log.js'),
  ]);
  const { log, ready } = createLogger(settings.log);
  const sources = sourcesOfOptions(options);
  const emulator = await createEmulator({ settings, sources, log }).catch((error: unknown) => {
    throw inOptionWords(error);
  });
  try {
    ready(bannerOf(emulator, settings));
    let isStopped = false;
    async function stop(): Promise<void> {
      isStopped = true;
      await emulator.stop();
    }
    return { ...connectionTo(emulator, settings, () => isStopped), stop };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

function settingsOf(options: EmulatorOptions): Settings {
  try {
    return resolveOptions(options);
  } catch (error) {
    throw inOptionWords(error);
  }
}

function connectionTo(
  { urls, apiKey }: Emulator,
  { uiAuth }: Settings,
  isStopped: () => boolean,
): Connection {
  return createConnection({
    url: urls.http,
    login: uiAuth,
    workspace: 'default',
    isStopped,
    apiKey,
    smtp: { host: bareHost(urls.smtp), port: Number(new URL(urls.smtp).port) },
  });
}
