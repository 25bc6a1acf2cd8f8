import type { DataSetInfo } from '../contract/fixture.js';
import type { SettingRow } from '../contract/setting.js';
import type { WorkspaceCounts, WorkspaceState } from '../contract/workspace.js';
import type { ControlClient } from './http.js';

/** The data set that is loaded. */
export type SeedSource = (
  | {
      /** A bundled data set: docs, shop, saas or large. */
      name: string;
    }
  | {
      /** A whole data set, as the file of one has it. */
      fixture: unknown;
    }
  | {
      /** Contacts as the text of a CSV file, with a heading line. */
      csv: string;
    }
) & {
  /** Whether the workspace is emptied first; otherwise it must be empty. */
  replace?: boolean;
};

/** What a reset leaves. */
export interface ResetOptions {
  /** `empty`, unless given, or filled as at the start. */
  to?: 'empty' | 'fixtures';
  /** Whether keys and endpoints that were made by calls go too. */
  all?: boolean;
}

/** The workspace as a whole. */
export interface WorkspaceClient {
  /** Each setting in force with its flag, environment variable, default and source; secrets are left out. */
  settings(): Promise<SettingRow[]>;
  /** The data sets that come with the package. */
  dataSets(): Promise<DataSetInfo[]>;
  /** How much of everything the workspace holds. */
  counts(): Promise<WorkspaceCounts>;
  /**
   * Loads a data set: a bundled one by name, or a whole one; `replace` empties the workspace first. Rejects with an
   * `EmulatorError` (400) where the workspace is not empty, or with the field of a fault.
   */
  seed(source: SeedSource): Promise<WorkspaceState>;
  /**
   * Empties this workspace, or fills it as at the start; keys and endpoints made by calls stay unless `all`. Rejects with an
   * `EmulatorError` (400) for `fixtures` where none was named at the start; the workspace stays as it is then.
   */
  reset(options?: ResetOptions): Promise<WorkspaceState>;
}

export const workspaceOf = ({ call }: ControlClient): WorkspaceClient => ({
  counts: async () => (await call<{ workspace: WorkspaceState }>('/info')).workspace.counts,
  settings: async () => (await call<{ setting_rows: SettingRow[] }>('/info')).setting_rows,
  dataSets: () => call('/fixtures'),
  seed: (source) => call('/fixtures', { method: 'POST', body: source }),
  reset: (options = {}) => call('/reset', { method: 'POST', body: options }),
});
