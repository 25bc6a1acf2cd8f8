import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { LiveFrame } from '../contract/frame.js';
import type { LiveChanges } from './live-changes.js';
import { createLiveClients } from './live-clients.js';

const frames = Array.from({ length: 300 }, (_, index): LiveFrame => ({
  type: 'message_removed',
  seq: index + 1,
  id: 'email_00000001',
}));

/** Changes as a store has them: pages of a hundred. */
const changes: LiveChanges = {
  add: () => undefined,
  passOver: () => undefined,
  next(place) {
    const page = frames.filter(({ seq }) => seq > place.at).slice(0, 100);
    place.at = page.at(-1)?.seq ?? place.at;
    return page;
  },
};

/** A socket that takes what is sent, and counts in how many turns of the event loop it came. */
function fakeSocket() {
  const got: { seq: number; turn: number }[] = [];
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    close: () => undefined,
    terminate: () => undefined,
    bufferedAmount: 0,
    send(text: string, sent?: () => void) {
      got.push({ seq: (JSON.parse(text) as LiveFrame).seq, turn });
      if (sent) setImmediate(sent);
    },
  });
  return { socket, got };
}

let turn = 0;

it('what is much for many clients goes to one after the other, page by page, and each gets all in order', async () => {
  const clients = createLiveClients(changes);
  const sockets = Array.from({ length: 20 }, fakeSocket);
  const greeting: LiveFrame = { type: 'clock', seq: 0, clock: { now: '', frozen: false, rate: 1 } };
  for (const { socket } of sockets)
    clients.add({
      socket,
      greeting,
      place: { at: 0, needsResync: false },
      isBehind: false,
      relieve: () => undefined,
    });
  for (const { got } of sockets) got.length = 0;
  clients.send(frames, 300);
  expect(sockets.every(({ got }) => got.length === 0)).toBe(true);
  for (turn = 1; turn < 500 && sockets.some(({ got }) => got.length < 300); turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  for (const { got } of sockets) expect(got.map(({ seq }) => seq)).toEqual(frames.map(({ seq }) => seq));
  const mostInTurn = Math.max(
    ...[...new Set(sockets.flatMap(({ got }) => got.map((each) => each.turn)))].map(
      (each) => sockets.flatMap(({ got }) => got).filter((one) => one.turn === each).length,
    ),
  );
  expect(mostInTurn).toBeLessThanOrEqual(200);
});

it('who was behind when something came that no page brings back fetches all anew at the end', async () => {
  const clients = createLiveClients(changes);
  const { socket, got } = fakeSocket();
  const types: string[] = [];
  const { send } = socket;
  socket.send = (text, sent) => {
    types.push((JSON.parse(text) as LiveFrame).type);
    send(text, sent);
  };
  const clock: LiveFrame = { type: 'clock', seq: 0, clock: { now: '', frozen: false, rate: 1 } };
  const place = { at: 0, needsResync: false };
  clients.add({ socket, greeting: clock, place, isBehind: true, relieve: () => undefined });
  clients.send([clock], null);
  while (got.length < 302) await new Promise((resolve) => setImmediate(resolve));
  expect(types).toEqual(['clock', ...frames.map(() => 'message_removed'), 'resync']);
});
