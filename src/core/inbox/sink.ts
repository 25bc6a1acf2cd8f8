import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { SmtpReply } from '../../contract/smtp-reply.js';
import { replyFor } from '../engagement/outcome.js';
import type { ReturnPaths } from '../outbox/return-path.js';
import { createExternalReceiver } from './external-mail.js';
import type { ExternalMailDeps, IncomingMail } from './external-mail.js';

export interface SinkDeps extends ExternalMailDeps {
  returnPaths: ReturnPaths;
  /** Whether a mail that is deleted can still be restored. */
  mayReturn(id: MessageId): boolean;
}

/** Takes mail in. Resolves with the reply once the mail is stored for good. */
export interface Sink {
  receive(mail: IncomingMail): Promise<SmtpReply>;
}

/** When a mail of ours arrived. Within the second in which it was queued it keeps its place among the others. */
const arrivalOf = ({ received_at }: MessageRecord, now: number): number =>
  Math.floor(received_at / 1000) === Math.floor(now / 1000) ? received_at : now;

/** The reply to our own mail of an earlier generation: the workspace was reset, restored or imported meanwhile. */
const formerReply: SmtpReply = { code: 451, status: '4.3.2', text: 'The workspace is in another state now' };

export function createSink(deps: SinkDeps): Sink {
  const { store, blobs, clock, returnPaths, mayReturn } = deps;

  async function receiveOwn(
    pending: MessageRecord,
    { from, to, raw, transcript_id }: IncomingMail,
  ): Promise<SmtpReply> {
    const reply = replyFor(pending.outcome?.result ?? 'accept', to[0] ?? '', pending.attempts + 1);
    await blobs.put(pending.id, raw);
    const current = store.messages.get(pending.id);
    // Of a mail that was deleted on its way only the row is kept.
    const stored = current !== undefined && (!current.removed || mayReturn(current.id));
    if (current) {
      const envelope = { from, to: [...to] };
      const received_at = arrivalOf(current, clock.now());
      const arrived = { envelope, transcript_id, reply, size: raw.length, stored, received_at };
      store.commit((tx) => tx.put('messages', { ...current, ...arrived, seq: tx.nextSeq() }));
    }
    if (!stored) await blobs.remove(pending.id);
    await store.durable();
    return reply;
  }

  const receiveExternal = createExternalReceiver(deps);

  return {
    receive(mail) {
      const returnPath = returnPaths.read(mail.from);
      if (returnPath?.stale) return Promise.resolve(formerReply);
      const pending = returnPath && store.messages.get(returnPath.id);
      return pending ? receiveOwn(pending, mail) : receiveExternal(mail);
    },
  };
}
