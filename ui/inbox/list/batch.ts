import type { LiveFrame } from '../../../src/contract/frame.js';
import type { MessageSummary } from '../../../src/contract/message.js';

/** What a run of frames comes down to. */
export interface Batch {
  put: Map<string, MessageSummary>;
  /** Those of `put` that were not there before. */
  arrived: Set<string>;
  removed: Set<string>;
}

export const emptyBatch = (): Batch => ({ put: new Map(), arrived: new Set(), removed: new Set() });
export const copyBatch = ({ put, arrived, removed }: Batch): Batch => ({
  put: new Map(put),
  arrived: new Set(arrived),
  removed: new Set(removed),
});

/** Adds frames to a batch: of several changes of one mail the last one counts. */
export function gather(frames: readonly LiveFrame[], batch: Batch = emptyBatch()): Batch {
  for (const frame of frames) {
    if (frame.type === 'message') {
      const { message } = frame;
      if (frame.arrived) batch.arrived.add(message.id);
      // Others are taken out first: the order of the map is that of arrival, and of the latest change.
      if (!batch.arrived.has(message.id)) batch.put.delete(message.id);
      batch.put.set(message.id, message);
      batch.removed.delete(message.id);
    } else if (frame.type === 'message_removed') {
      batch.put.delete(frame.id);
      batch.arrived.delete(frame.id);
      batch.removed.add(frame.id);
    }
  }
  return batch;
}
