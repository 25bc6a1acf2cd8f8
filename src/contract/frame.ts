import type { Campaign } from './campaign.js';
import type { LogEvent } from './event.js';
import type { CampaignId, MessageId } from './ids.js';
import type { MessageSummary } from './message.js';

/**
 * What travels over `/_emulator/live`. `hello` comes first, with the current sequence number. Every change after
 * `?since=SEQ` follows, in order; a frame may come twice. `resync` says that removals older than the buffer may be
 * missing, or that the workspace is in another state (reset, restore, import): the client should fetch again whatever it
 * holds.
 */
export type LiveFrame =
  | { type: 'hello'; seq: number; workspace: string; now: string }
  | { type: 'event'; seq: number; event: LogEvent }
  | { type: 'message'; seq: number; message: MessageSummary }
  | { type: 'message_removed'; seq: number; id: MessageId }
  | { type: 'campaign'; seq: number; campaign: Campaign }
  | { type: 'campaign_removed'; seq: number; id: CampaignId }
  | { type: 'clock'; seq: number; clock: ClockState }
  | { type: 'resync'; seq: number };

/** `GET /_emulator/clock`: the time of the workspace, whether it stands, and how many clock seconds pass in a real one. */
export interface ClockState {
  now: string;
  frozen: boolean;
  rate: number;
}
