import type { LogEvent } from '../../../src/contract/event.js';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Message } from '../../../src/contract/message.js';
import type { Batch } from '../list/batch.js';

/** The message on the right. */
export interface OpenState {
  id: string;
  phase: 'loading' | 'ready' | 'gone' | 'failed';
  /** Why it could not be fetched. */
  issue: string;
  message: Message | null;
  events: readonly LogEvent[];
  /** Grows when the content may have changed, so that it is to be fetched again. */
  wanted: number;
}

export const opening = (id: string): OpenState => ({
  id,
  phase: 'loading',
  issue: '',
  message: null,
  events: [],
  wanted: 0,
});

/** Events of the open message in order, each once. */
export function withEvents(open: OpenState, events: readonly LogEvent[]): OpenState {
  const held = new Map([...open.events, ...events].map((event) => [event.seq, event]));
  return { ...open, events: [...held.values()].sort((a, b) => a.seq - b.seq) };
}

export function applyToOpen(open: OpenState, batch: Batch, frames: readonly LiveFrame[]): OpenState {
  if (batch.removed.has(open.id)) return { ...open, phase: 'gone' };
  const own = frames.flatMap((frame) =>
    frame.type === 'event' && frame.event.data.message_id === open.id ? [frame.event] : [],
  );
  const next = own.length > 0 ? withEvents(open, own) : open;
  const summary = batch.put.get(open.id);
  if (!summary) return next;
  const { message } = next;
  if (!message) return { ...next, wanted: next.wanted + 1 };
  const grew = (['size', 'subject', 'preview', 'status', 'attachment_count'] as const).some(
    (field) => summary[field] !== message[field],
  );
  return { ...next, message: { ...message, ...summary }, wanted: next.wanted + (grew ? 1 : 0) };
}
