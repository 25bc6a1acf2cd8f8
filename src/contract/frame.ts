import type { Campaign } from './campaign.js';
import type { LogEvent } from './event.js';
import type { CampaignId, MessageId } from './ids.js';
import type { MessageSummary } from './message.js';
import type { ApiCallSummary } from './request.js';

/**
 * The frames of `/_emulator/live`. `hello` comes first and has the current sequence number. All changes after `?since=SEQ`
 * follow, in order; a change that comes twice is harmless. `resync` asks the client to fetch again all that it holds: the
 * server no longer knows each removal, or a bulk change (data set, reset, restore, import) brought rows without frames.
 */
export type LiveFrame =
  | { type: 'hello'; seq: number; workspace: string; now: string }
  | { type: 'event'; seq: number; event: LogEvent }
  | { type: 'message'; seq: number; message: MessageSummary }
  | { type: 'message_removed'; seq: number; id: MessageId }
  | { type: 'campaign'; seq: number; campaign: Campaign }
  | { type: 'campaign_removed'; seq: number; id: CampaignId }
  | { type: 'clock'; seq: number; clock: ClockState }
  /** A call of `/v2` that was answered. The request log is no part of the state: `?since=SEQ` brings none of these back. */
  | { type: 'request'; seq: number; request: ApiCallSummary }
  /** Rows changed that have no frame of their own: who shows them asks for them again. Not brought back by `?since=SEQ`. */
  | { type: 'changed'; seq: number; tables: ChangedTable[] }
  | { type: 'resync'; seq: number };

/** Tables whose changes are only named. */
export const changedTables = ['contacts', 'webhooks', 'deliveries', 'keys', 'suppressions'] as const;
export type ChangedTable = (typeof changedTables)[number];

/** `GET /_emulator/clock`: the time of the workspace, whether it stands, and how many clock seconds pass in a real one. */
export interface ClockState {
  now: string;
  frozen: boolean;
  rate: number;
}
