import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord, Outcome } from '../../contract/message.js';
import { bounceOf } from '../messages/bounce.js';
import { answered, bounced, deferred, delivered, eventData } from '../messages/lifecycle.js';
import { newMessage } from '../messages/new-message.js';
import type { Clock } from '../time/clock.js';
import { scheduleActions } from '../engagement/delays.js';
import { acceptedReply, outcomeOfAddress, replyFor } from '../engagement/outcome.js';
import { suppress } from '../engagement/suppress.js';
import type { Blobs, SmtpReply, Store, Tx } from '../ports/ports.js';
import type { SimulationRecord } from '../../contract/simulation.js';
import type { ReturnPaths } from '../outbox/return-path.js';

/** An incoming mail. `from` is empty for the null sender. */
export interface IncomingMail {
  from: string;
  to: readonly string[];
  raw: Buffer;
  transcript_id: string | null;
}

export interface SinkDeps {
  store: Store;
  blobs: Blobs;
  clock: Clock;
  returnPaths: ReturnPaths;
  simulation(): Omit<SimulationRecord, 'id'>;
  /** Called for every mail from outside, which is parsed in the background. */
  onExternal(id: MessageId): void;
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

/** Addresses of which a first try is remembered; beyond that the oldest is forgotten. */
const mostGreylisted = 10_000;

export function createSink(deps: SinkDeps): Sink {
  const { store, blobs, clock, returnPaths } = deps;

  async function receiveOwn(
    pending: MessageRecord,
    { from, to, raw, transcript_id }: IncomingMail,
  ): Promise<SmtpReply> {
    const reply = replyFor(pending.outcome?.result ?? 'accept', to[0] ?? '', pending.attempts + 1);
    await blobs.put(pending.id, raw);
    const current = store.messages.get(pending.id);
    if (current) {
      const envelope = { from, to: [...to] };
      const received_at = arrivalOf(current, clock.now());
      const arrived = { envelope, transcript_id, reply, size: raw.length, stored: true, received_at };
      store.commit((tx) => tx.put('messages', { ...current, ...arrived, seq: tx.nextSeq() }));
    }
    await store.durable();
    return reply;
  }

  /**
   * What the recipients of a mail from outside ask for. Undocumented: we chose to refuse it only where all of them
   * refuse.
   */
  function judge(to: readonly string[]) {
    const asked = to.map((address) => ({ address, outcome: outcomeOfAddress(address) }));
    const refused = asked.flatMap(({ address, outcome }) => {
      const reply =
        outcome && replyFor(outcome.result, address, outcome.result === 'defer' ? attemptOf(address) : 1);
      return reply && reply.code >= 400 ? [{ address, reply }] : [];
    });
    const wholly = refused.length === to.length ? refused[0]?.reply : undefined;
    const acting = asked.find(({ outcome }) => outcome && outcome.result === 'accept')?.outcome ?? null;
    return { refused, wholly, acting };
  }

  // Greylisting (`+defer`): the second try of an address within four hours passes, as with a real one.
  const greylist = new Map<string, number>();
  const greylistMs = 4 * 3_600_000;
  function attemptOf(address: string): number {
    const now = clock.now();
    // The oldest stand first.
    for (const [known, at] of greylist) {
      if (now - at <= greylistMs && greylist.size < mostGreylisted) break;
      greylist.delete(known);
    }
    if (greylist.delete(address)) return 2;
    greylist.set(address, now);
    return 1;
  }

  async function receiveExternal(mail: IncomingMail): Promise<SmtpReply> {
    const id = store.newId('email');
    const { refused, wholly, acting } = judge(mail.to);
    await blobs.put(id, mail.raw);
    const row = externalRow(id, mail, { acting, reply: wholly ?? acceptedReply });
    store.commit((tx) => {
      const kept = { ...row, seq: tx.nextSeq() };
      tx.put('messages', kept);
      if (acting || wholly) tx.emit('email.sent', eventData(kept));
      for (const { address, reply } of refused) logRefusal(tx, kept, address, reply);
    });
    await store.durable();
    deps.onExternal(id);
    return wholly ?? acceptedReply;
  }

  function logRefusal(tx: Tx, row: MessageRecord, email: string, reply: SmtpReply) {
    const bounce = bounceOf(reply);
    if (bounce.type === 'hard')
      suppress(tx, store, email, { reason: 'bounced', at: row.received_at, message: row });
    tx.emit(bounce.type === 'soft' ? 'email.deferred' : 'email.bounced', {
      ...eventData(row),
      email,
      bounce,
    });
  }

  function externalRow(
    id: MessageId,
    { from, to, raw, transcript_id }: IncomingMail,
    { acting, reply }: { acting: Outcome | null; reply: SmtpReply },
  ): MessageRecord {
    const { seed, speed } = deps.simulation();
    const now = clock.now();
    const source = { seed, speed, campaignName: 'smtp', address: to[0] ?? '' };
    const row = newMessage({
      id,
      kind: 'smtp',
      from: { name: '', address: from },
      to: to.map((address) => ({ name: '', address })),
      size: raw.length,
      envelope: { from, to: [...to] },
      transcript_id,
      stored: true,
      parsed: false,
      outcome: acting,
      received_at: now,
    });
    const schedule = () => (acting ? scheduleActions(acting, now, source) : []);
    return settled(answered(row, { reply, at: now, schedule }).row);
  }

  /** The row of a mail from outside once it is answered. A retry is up to its sender; one without an outcome has arrived. */
  function settled(row: MessageRecord): MessageRecord {
    const { reply, outcome } = row;
    if (reply && reply.code >= 500) return bounced(row, bounceOf(reply))?.row ?? row;
    if (reply && reply.code >= 400) return deferred(row, bounceOf(reply), null)?.row ?? row;
    return outcome ? row : (delivered(row)?.row ?? row);
  }

  return {
    receive(mail) {
      const returnPath = returnPaths.read(mail.from);
      if (returnPath?.stale) return Promise.resolve(formerReply);
      const pending = returnPath && store.messages.get(returnPath.id);
      return pending ? receiveOwn(pending, mail) : receiveExternal(mail);
    },
  };
}
