import type { ClockState } from '../../../src/contract/clock.js';
import type { SettingRow } from '../../../src/contract/setting.js';
import type { Urls } from '../../../src/contract/urls.js';
import type { WorkspaceState } from '../../../src/contract/workspace.js';

/** What the UI needs of `GET /_emulator/info`. */
export interface Info {
  version: string;
  urls: Urls;
  api_key: string | null;
  /** Those in force, by name. */
  settings: Record<string, unknown>;
  /** The same with flag, help and where each came from. */
  setting_rows: readonly SettingRow[];
  workspace: WorkspaceState;
  workspaces: readonly WorkspaceState[];
  clock: ClockState;
}
