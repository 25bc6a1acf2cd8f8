import type { LiveFrame } from '../../src/contract/frame.js';
import { createBatcher } from './batches.js';
import { openSocket } from './lasting-socket.js';

/** `lost` is being made again; `offline` is lost for so long that nobody may be there; `none` is not wanted. */
export type Connection = 'connecting' | 'live' | 'lost' | 'offline' | 'none';

/** `heardAt` is when the frames were handed on, on the page's own monotonic clock. */
export type FrameListener = (frames: readonly LiveFrame[], heardAt: number) => void;

/** How long the first fetches wait for a connection that neither opens nor fails. */
const patienceMs = 2000;

/**
 * What happens in a workspace, for all who listen. A broken connection goes on where it ended: nothing is missed. What is
 * fetched once it has `begun` is no older than the first greeting, which therefore is no news to anyone; a later one is.
 */
export function createFeed(addressOf: (since: number | null) => string) {
  const listeners = new Set<FrameListener>();
  let seq: number | null = null;
  let begin = () => {};
  let hasBegun = false;
  const begun = new Promise<void>((resolve) => {
    begin = () => {
      hasBegun = true;
      resolve();
    };
  });
  const push = createBatcher<LiveFrame>((frames) => {
    const heardAt = performance.now();
    for (const listener of listeners) listener(frames, heardAt);
  });

  return {
    /** Resolves when the server has greeted; without a connection, or with a slow one, all the same. */
    begun,
    /** Listens until the returned function is called. */
    onFrames(listener: FrameListener): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Connects until the returned function is called. */
    open(onConnection: (connection: Connection) => void): () => void {
      window.setTimeout(begin, patienceMs);
      return openSocket({
        address: () => addressOf(seq),
        onLost() {
          begin();
          onConnection('lost');
        },
        onText(text) {
          const frame = JSON.parse(text) as LiveFrame;
          seq = seqAfter(seq, frame);
          if (frame.type === 'hello') onConnection('live');
          if (hasBegun) push(frame);
          begin();
        },
      });
    },
  };
}
export type Feed = ReturnType<typeof createFeed>;

/**
 * The number to go on from. That of a greeting counts only where there was none, or where it is lower: then this is
 * another emulator than before. Otherwise what was missed comes next, with numbers of its own.
 */
function seqAfter(seq: number | null, frame: LiveFrame): number {
  if (seq === null) return frame.seq;
  return frame.type === 'hello' ? Math.min(seq, frame.seq) : Math.max(seq, frame.seq);
}
