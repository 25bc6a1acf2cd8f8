import WebSocket from 'ws';
import type { LiveFrame } from '../../src/contract/frame.js';

/** A page that stays open: the live view of a workspace, over the whole run. */
export interface Watcher {
  /** The highest number so far, to connect again with. */
  seq(): number;
  frames(): number;
  /** Frames that came out of order, and a connection that was lost. */
  faults: string[];
  close(): void;
}

export async function watch(url: string, since: number | null): Promise<Watcher> {
  const query = since === null ? '' : `?since=${since}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/_emulator/live${query}`);
  const faults: string[] = [];
  let [seq, frames, isClosing] = [0, 0, false];
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (text: Buffer) => {
      const frame = JSON.parse(text.toString()) as LiveFrame;
      frames += 1;
      if (frame.type === 'hello') return resolve();
      const isOrdered = frame.type === 'event' || frame.type === 'message';
      if (isOrdered && frame.seq < seq) faults.push(`frame ${frame.seq} came after ${seq}`);
      if (isOrdered) seq = frame.seq;
    });
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    if (!isClosing) faults.push('the live view was closed');
  });
  return {
    seq: () => seq,
    frames: () => frames,
    faults,
    close() {
      isClosing = true;
      socket.terminate();
    },
  };
}
