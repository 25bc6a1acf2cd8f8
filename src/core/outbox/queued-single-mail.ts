import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Store } from '../ports/ports.js';
import type { Timers } from '../time/clock.js';
import { createPace } from '../time/pace.js';
import type { Outbox } from './outbox.js';
import { untilStored } from './until-stored.js';

export interface QueuedSingleMailDeps {
  store: Store;
  timers: Pick<Timers, 'after'>;
  outbox: Pick<Outbox, 'attempt' | 'resumeFromReply' | 'recordReplies'>;
  watch(what: string, work: Promise<unknown>): void;
  /** Aborted when the workspace is closed. */
  ended: AbortSignal;
}

/** Single mails that are queued with their bytes. */
export interface QueuedSingleMail {
  /** Sends one in the background. */
  send(id: MessageId): void;
  /** Sends what was queued when the process ended, or when the state was kept: each once, as it was written then. */
  resume(): void;
}

/** Mails of a few megabytes at most, whose bytes are in memory together. */
const sentAtOnce = 32;

/** A mail of a campaign is sent by its campaign. */
const isPending = ({ kind, status }: MessageRecord): boolean =>
  status === 'queued' && (kind === 'transactional' || kind === 'welcome');

export function createQueuedSingleMail(deps: QueuedSingleMailDeps): QueuedSingleMail {
  const { store, timers, outbox, watch, ended } = deps;

  /** Sends mails that are still queued, and records the replies in one change. Rejects where bytes of one cannot be read now. */
  async function sendQueued(ids: readonly MessageId[]): Promise<void> {
    const queued = ids.flatMap((id) => {
      const message = store.messages.get(id);
      return message && !outbox.resumeFromReply(message) ? [message] : [];
    });
    const attempts = await Promise.allSettled(queued.map(outbox.attempt));
    outbox.recordReplies(attempts.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
    for (const each of attempts) if (each.status === 'rejected') throw each.reason;
  }

  /** One that fails holds no other up. */
  async function sendPending(): Promise<void> {
    const pace = createPace();
    const pending = store.messages.list().filter(isPending);
    let failure: Error | null = null;
    for (let from = 0; from < pending.length && !ended.aborted; from += sentAtOnce) {
      await pace();
      const ids = pending.slice(from, from + sentAtOnce).map(({ id }) => id);
      await sendQueued(ids).catch((error: Error) => {
        if (error instanceof AppError && error.code === 'NOT_READY') throw error;
        failure = error;
      });
    }
    if (failure !== null) throw failure as Error;
  }

  return {
    send: (id) =>
      watch(
        `sending ${id}`,
        untilStored(timers, () => sendQueued([id])),
      ),
    resume: () => watch('sending mail that was queued', untilStored(timers, sendPending)),
  };
}
