import type { CampaignHead } from './campaign.js';
import type { ClockState } from './clock.js';
import type { LogEvent } from './event.js';
import type { CampaignId, MessageId } from './ids.js';
import type { MessageSummary } from './message.js';
import type { ApiCallSummary } from './request.js';

/** What every frame has. */
export interface Framed<T extends string> {
  /** What it says, and so what else it has. */
  type: T;
  /** The sequence number of the change; what comes later has a higher one. */
  seq: number;
}

/**
 * The frames of `/_emulator/live`. `hello` comes first and has the current sequence number. All changes after `?since=SEQ`
 * follow, in order, each once. `resync` asks the client to fetch again all that it holds, and comes after all frames up to its
 * number: the server no longer knows each removal, or a bulk change (data set, reset, restore, import) brought rows without
 * frames.
 */
export type LiveFrame =
  | (Framed<'hello'> & {
      /** The id of the workspace. */
      workspace: string;
      /** The clock of the workspace: UTC, ISO 8601 with whole seconds. */
      now: string;
    })
  | (Framed<'event'> & {
      /** What happened. */
      event: LogEvent;
    })
  | (Framed<'message'> & {
      /** A mail that came in or changed. */
      message: MessageSummary;
      /**
       * Whether it came in by this change: false for one that was there before, was restored, or changed so long before
       * `?since=SEQ` was asked that `resync` follows.
       */
      arrived: boolean;
    })
  | (Framed<'message_removed'> & {
      /** The mail that was removed. */
      id: MessageId;
    })
  | (Framed<'campaign'> & {
      /** A campaign that was made or changed, without its content. */
      campaign: CampaignHead;
    })
  | (Framed<'campaign_removed'> & {
      /** The campaign that was removed. */
      id: CampaignId;
    })
  | (Framed<'clock'> & {
      /** The clock after a change. */
      clock: ClockState;
    })
  | (Framed<'request'> & {
      /** A call of `/v2` that was answered. The request log is no part of the state: `?since=SEQ` brings none of these back. */
      request: ApiCallSummary;
    })
  | (Framed<'changed'> & {
      /** Tables with changed rows that have no frame of their own: ask for them again. Not brought back by `?since=SEQ`. */
      tables: ChangedTable[];
    })
  | Framed<'resync'>;

/** Tables whose changes are only named. */
export const changedTables = ['contacts', 'webhooks', 'deliveries', 'keys', 'suppressions'] as const;
/** A table whose changes are only named. */
export type ChangedTable = (typeof changedTables)[number];
