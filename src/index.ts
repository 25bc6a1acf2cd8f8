import { connectTo, createConnection } from './client/connection.js';
import type { Connection } from './client/connection.js';
import { resolveSettings } from './config/settings.js';
import type { Settings } from './config/settings.js';
import { namedProfile, Profile } from './contract/simulation.js';

export type * from './client/connection.js';
export { EmulatorError } from './client/http.js';
export type { Campaign, CampaignStats } from './contract/campaign.js';
export type { Contact } from './contract/contact.js';
export type { Failure, Success } from './contract/envelope.js';
export type { EventType, LogEvent, WebhookEventType } from './contract/event.js';
export type { Fault, NewFault } from './contract/fault.js';
export type { ClockState, LiveFrame } from './contract/frame.js';
export type { Permission } from './contract/key.js';
export type { Limits, LimitsInput } from './contract/limits.js';
export type { Message, MessageSummary } from './contract/message.js';
export type { SkippedRow, SnapshotInfo } from './contract/snapshot.js';
export type { Profile } from './contract/simulation.js';
export type { Delivery } from './contract/delivery.js';
export type { Webhook, WebhookFaults } from './contract/webhook.js';
export type { ApiCall } from './contract/request.js';
export { version } from './contract/version.js';

/** The settings of the command line by their names in camel case; `simulation` also takes a profile's name. */
export type EmulatorOptions = Partial<Omit<Settings, 'simulation'>> & {
  simulation?: Profile['name'] | Profile;
};

/** An emulator in this process. */
export interface EmulatorHandle extends Connection {
  /** Resolves when both ports are free. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator in this process, on free ports, in memory, with the simulation "manual", and resolves when it is
 * ready. Any setting may be given; giving `data` keeps things on disk. Rejects with an error that names what is wrong.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<EmulatorHandle> {
  const { simulation = 'manual', ...given } = options;
  const settings: Settings = {
    ...resolveSettings({}, {}),
    port: 0,
    smtpPort: 0,
    memory: given.data === undefined,
    log: 'silent',
    ...given,
    simulation: typeof simulation === 'string' ? requireProfile(simulation) : Profile.parse(simulation),
  };
  // Loaded here: who only connects, as each of many test workers does, needs nothing of it.
  const { createEmulator } = await import('./app/emulator.js');
  const emulator = await createEmulator({ settings, log: () => undefined });
  const smtp = new URL(emulator.urls.smtp);
  const connection = createConnection({
    url: emulator.urls.http,
    workspace: 'default',
    apiKey: emulator.apiKey,
    smtp: { host: smtp.hostname, port: Number(smtp.port) },
  });
  return { ...connection, stop: emulator.stop };
}

function requireProfile(name: string): Profile {
  const profile = namedProfile(name);
  if (!profile)
    throw new Error(`simulation: expected "manual", "reference", "classic" or a profile, got "${name}"`);
  return profile;
}

/** Connects to a running emulator, such as one in Docker. `url` is that of its HTTP port. */
export const connect = connectTo;
