import type { CampaignStats } from '../contract/campaign.js';
import type { DataSetInfo } from '../contract/fixture.js';
import type { ContactImport, ContactImportInput } from '../contract/contact-import.js';
import type { ContactOutcome } from '../contract/contact-outcome.js';
import type { ContactRecord } from '../contract/contact.js';
import type { CampaignId, WorkspaceId } from '../contract/ids.js';
import type { SettingRow } from '../contract/setting.js';
import type { SkippedRow, SnapshotInfo } from '../contract/snapshot.js';
import type { Transcript } from '../contract/transcript.js';
import type { Urls } from '../contract/urls.js';
import type { CreatedWorkspace, WorkspaceCounts } from '../contract/workspace.js';
import type { Campaigns } from './campaigns/campaigns.js';
import type { Previews } from './campaigns/previews.js';
import type { ClockControl } from './time/clock-control.js';
import type { Contacts } from './contacts/contacts.js';
import type { Suppressions } from './contacts/suppressions.js';
import type { Deliveries } from './webhooks/deliveries.js';
import type { Engagement } from './engagement/engagement.js';
import type { EventLog } from './events/event-log.js';
import type { Faults } from './traffic/faults.js';
import type { Fixtures } from './fixtures/load-fixture.js';
import type { Keys } from './access/keys.js';
import type { LimitControl } from './access/limits.js';
import type { Messages } from './inbox/messages.js';
import type { Play } from './play/play.js';
import type { Quota } from './access/quota.js';
import type { RateLimiter } from './access/rate-limit.js';
import type { Requests } from './traffic/request-log.js';
import type { Scheduler } from './time/scheduler.js';
import type { Simulation } from './engagement/simulation.js';
import type { Sink } from './inbox/sink.js';
import type { Tracking } from './tracking/tracking.js';
import type { Transactional } from './outbox/transactional.js';
import type { Waiter } from './ports/wait.js';
import type { Webhooks } from './webhooks/endpoints.js';

/** How a workspace behaves, as its settings have it. */
export interface Behaviour {
  strict: boolean;
}

/** What becomes of the present state where data sets are loaded: null keeps it, otherwise there is a reset first. */
export interface LoadOptions {
  reset: { all: boolean } | null;
}

export interface LoadingOptions {
  /** It is one of the data sets of `loadWhole`. */
  isLoading: boolean;
}

/** Everything that HTTP and SMTP may ask of one workspace. */
export interface Services extends Waiter {
  id: WorkspaceId;
  behaviour: Behaviour;
  now(): number;
  /** The sequence number of the last change. */
  seq(): number;
  contacts: Contacts;
  /** What campaign mail to a contact comes to. Throws a 404 where there is no such contact. */
  contactOutcome(id: string): ContactOutcome;
  /** Imports contacts as a CSV file has them. Rejects with a 400 on `csv` or `columns`, before anything is changed. */
  importContacts(input: ContactImportInput): Promise<ContactImport>;
  /** Makes so many invented contacts. */
  sampleContacts(count: number): ContactRecord[];
  suppressions: Suppressions;
  campaigns: Campaigns;
  previews: Previews;
  stats: { of(id: CampaignId): CampaignStats };
  transactional: Transactional;
  messages: Messages;
  events: EventLog;
  engagement: Engagement;
  tracking: Tracking;
  sink: Sink;
  webhooks: Webhooks;
  deliveries: Deliveries;
  keys: Keys;
  fixtures: Fixtures;
  limiter: RateLimiter;
  quota: Quota;
  limits: LimitControl;
  faults: Faults;
  requests: Requests;
  clock: ClockControl;
  simulation: Simulation;
  play: Play;
  scheduler: Pick<Scheduler, 'settle'>;
  counts(): WorkspaceCounts;
  /** Empties the workspace; keys and endpoints stay unless `all`. What is under way ends with the former state. */
  reset(all: boolean): Promise<void>;
  /** Loads data sets, into the workspace or in place of its state. Where `loading` rejects, the state is put back as it was. */
  loadWhole(loading: () => Promise<void>, options: LoadOptions): Promise<void>;
  /** Takes away what was loaded of data sets whose loading was cut off; does nothing where none was. */
  undoLoading(): Promise<void>;
  snapshots: SnapshotService;
  /** The whole workspace as one file, as it is at this moment. */
  exportAll(): AsyncIterable<string>;
  /** Puts what an export holds in the place of everything. Rejects with a 400 that names line and field. */
  importAll(source: AsyncIterable<Buffer>, options?: LoadingOptions): Promise<{ skipped: SkippedRow[] }>;
  /** Resolves when everything changed so far is kept. */
  durable(): Promise<void>;
}

/** Named states of a workspace, to go back to. A name that is none is a 400, one that is not there a 404. */
export interface SnapshotService {
  list(): Promise<SnapshotInfo[]>;
  /** Keeps the state under a name, in place of what had it. */
  save(name: string): Promise<SnapshotInfo>;
  restore(name: string): Promise<SnapshotInfo>;
  remove(name: string): Promise<void>;
}

/** Filling a workspace with a data set. */
export interface Seeding {
  /** The data sets that come with the package, by name. */
  bundled(): Promise<DataSetInfo[]>;
  /** Loads a bundled data set, in place of the present state with `replace`. Throws a 400 for an unknown name. */
  named(services: Services, name: string, replace: boolean): Promise<void>;
  /** Contacts as a CSV file has them. Throws a 400 that names line and column. */
  csv(services: Services, text: string, replace: boolean): Promise<void>;
  /** A whole one, as a caller sent it. */
  given(services: Services, fixture: unknown, replace: boolean): Promise<void>;
  /** Resets the workspace, keys and endpoints too with `all`, and loads those that were named at the start. Throws a 400 where none was. */
  configured(services: Services, all: boolean): Promise<void>;
}

/** What the control API may ask of the emulator as a whole. */
export interface EmulatorApi {
  isReady(): boolean;
  urls(): Urls;
  /** A key of the default workspace to show in examples; null when none is known in clear. */
  exampleKey(): string | null;
  /** The settings in force, secrets left out. */
  settings(): Record<string, unknown>;
  /** Each setting in force with its flag, environment variable, default and source. */
  settingRows(): SettingRow[];
  find(id: string): Services | null;
  list(): Services[];
  create(): Promise<CreatedWorkspace>;
  /** Drops a workspace whole. Throws a 404 for one that is not there, a 400 for `default`. */
  drop(id: string): Promise<void>;
  seeding: Seeding;
  transcript(id: string): Transcript | null;
  transcripts(workspace: WorkspaceId): Transcript[];
}
