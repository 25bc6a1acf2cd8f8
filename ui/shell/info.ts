import type { ClockState } from '../../src/contract/frame.js';

/** What the UI needs of `GET /_emulator/info`. */
export interface Info {
  version: string;
  urls: { http: string; api: string; smtp: string };
  api_key: string | null;
  workspace: {
    id: string;
    counts: { contacts: number; campaigns: number; messages: number; unread: number; events: number };
  };
  clock: ClockState;
}
