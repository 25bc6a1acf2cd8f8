import type { ClockState } from '../../src/contract/frame.js';
import type { SettingRow } from '../../src/contract/setting.js';

export interface WorkspaceInfo {
  id: string;
  counts: { contacts: number; campaigns: number; messages: number; unread: number; events: number };
}

/** What the UI needs of `GET /_emulator/info`. */
export interface Info {
  version: string;
  urls: { http: string; api: string; smtp: string };
  api_key: string | null;
  /** Those in force, by name. */
  settings: Record<string, unknown>;
  /** The same with flag, help and where each came from. */
  setting_rows: readonly SettingRow[];
  workspace: WorkspaceInfo;
  workspaces: readonly WorkspaceInfo[];
  clock: ClockState;
}
