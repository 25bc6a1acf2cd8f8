import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { expect, onTestFinished } from 'vitest';

const channel = 'http.server.request.start';
/** Calls that are answered when something has happened; heads wait where they are asked for what comes `after`. */
const waits = /^\/_emulator\/[\w/]+(?:\/wait\?|\/heads\?.*\bafter=)/;

/** Notes the waits that reach an emulator of this process from now on. Answers how to wait until there are so many. */
export function useBegunWaits(): (count: number) => Promise<void> {
  const begun: string[] = [];
  const note = (message: unknown) => {
    const { url = '' } = (message as { request: IncomingMessage }).request;
    if (waits.test(url)) begun.push(url);
  };
  subscribe(channel, note);
  onTestFinished(() => void unsubscribe(channel, note));
  return (count) => expect.poll(() => begun.length, { interval: 5 }).toBeGreaterThanOrEqual(count);
}
