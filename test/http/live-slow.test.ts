import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import type { LiveFrame } from '../../src/contract/frame.js';
import { startEmulator } from '../../src/index.js';
import type { Campaign } from '../../src/index.js';
import { createLiveServer } from '../../src/projections/live-server.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

async function framesUntil(
  { url }: { url: string },
  query: string,
  isLast: (frame: LiveFrame) => boolean,
): Promise<LiveFrame[]> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/_emulator/live${query}`);
  const frames: LiveFrame[] = [];
  await new Promise<void>((resolve) =>
    socket.on('message', (text: Buffer) => {
      frames.push(JSON.parse(text.toString()) as LiveFrame);
      if (isLast(frames.at(-1) as LiveFrame)) resolve();
    }),
  );
  socket.close();
  return frames;
}

const subjectOf = (frame: LiveFrame) => (frame.type === 'message' ? frame.message.subject : null);

it('gets all that was missed before a restart, in order and once, is then asked to fetch the rest, and gets what happens meanwhile', async () => {
  const data = await useDirectory();
  const first = await startEmulator({ data });
  const contacts = Array.from({ length: 200 }, (_, number) => ({ email: `to${number}@shop.test` }));
  await callControl(first, '/fixtures', { method: 'POST', body: { fixture: { contacts } } });
  const { data: campaign } = await callApi<Campaign>(first, '/campaigns', {
    method: 'POST',
    body: {
      name: 'Spring',
      subject: 'Spring',
      from_email: 'shop@shop.test',
      content: { text: 'Hello' },
      recipients: { type: 'all' },
    },
  });
  await callApi(first, `/campaigns/${campaign.id}/send`, { method: 'POST' });
  await first.clock.advance('1h');
  const events = (await first.events.list()).map(({ id }) => id);
  await first.stop();

  const emulator = await startEmulator({ data });
  onTestFinished(() => emulator.stop());
  const meanwhile = () =>
    callApi(emulator, '/emails', {
      method: 'POST',
      body: { from_email: 'a@b.test', to: 'c@d.test', subject: 'Meanwhile', content: { text: 'x' } },
    });
  const frames = await framesUntil(emulator, '?since=1', (frame) => {
    if (frame.type === 'hello') void meanwhile();
    return subjectOf(frame) === 'Meanwhile';
  });
  const [hello, ...changes] = frames;
  expect(hello?.type).toBe('hello');
  const seqs = changes.flatMap(({ type, seq }) => (type === 'request' || type === 'changed' ? [] : [seq]));
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  const mails = changes.flatMap((frame) => (subjectOf(frame) === 'Spring' ? [frame.seq] : []));
  expect([mails.length, new Set(mails).size]).toEqual([200, 200]);
  const told = changes.flatMap((frame) => (frame.type === 'event' ? [frame.event.id] : []));
  expect(told.filter((id) => events.includes(id)).sort()).toEqual([...events].sort());
  // Who fetches all anew when asked to gets none of it as a frame any more.
  const asked = changes.findIndex(({ type }) => type === 'resync');
  expect(changes.filter(({ type }) => type === 'resync')).toHaveLength(1);
  const old = (frame: LiveFrame) => subjectOf(frame) === 'Spring' || frame.type === 'event';
  expect(changes.slice(asked).filter((frame) => old(frame) && frame.seq <= (hello?.seq ?? 0))).toEqual([]);
});

it.each([
  ['of this state, the newest', 0, ['hello']],
  ['of another state', 1000, ['hello', 'resync']],
])(
  'who comes back with a number %s is asked to fetch only where that is needed',
  async (_n, ahead, types) => {
    const emulator = await useEmulator();
    const [hello] = await framesUntil(emulator, '', () => true);
    const frames = await framesUntil(emulator, `?since=${(hello?.seq ?? 0) + ahead}`, (frame) => {
      if (frame.type === 'hello') void emulator.suppressions.add('a@b.test');
      return frame.type === 'changed';
    });
    expect(frames.map(({ type }) => type)).toEqual([...types, 'changed']);
  },
);

it('a frame of a campaign has no content: it may be large, and clients that come back would get it with each change', async () => {
  const emulator = await useEmulator();
  const body = {
    ...{ name: 'Large', subject: 's', from_email: 'a@b.test', recipients: { type: 'all' } },
    content: { html: `<p>${'x'.repeat(1_000_000)}</p>` },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  for (const name of ['Larger', 'Largest'])
    await callApi(emulator, `/campaigns/${data.id}`, { method: 'PUT', body: { name } });
  await callApi(emulator, `/campaigns/${data.id}`, { method: 'DELETE' });
  const frames = await framesUntil(emulator, '?since=0', ({ type }) => type === 'campaign_removed');
  const campaigns = frames.flatMap((frame) => (frame.type === 'campaign' ? [frame.campaign] : []));
  expect(campaigns.map(({ name }) => name)).toEqual(['Large', 'Larger', 'Largest']);
  expect(campaigns.flatMap((campaign) => Object.keys(campaign))).not.toContain('content');
});

it('a client that reads too slowly is cut with a reason, and the others stay', async () => {
  const server = createServer();
  const live = createLiveServer({ headers: {}, refuse: (socket) => socket.destroy() });
  onTestFinished(() => {
    live.close();
    server.close();
  });
  const accepted: WebSocket[] = [];
  server.on('upgrade', (request, socket, head) =>
    live.accept(request, socket, head, (client) => accepted.push(client)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clients = [];
  for (let number = 0; number < 3; number += 1) {
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await once(client, 'open');
    clients.push(client);
  }
  clients[2]?.pause();
  const closed = clients.map((client) => once(client, 'close') as Promise<[number, Buffer]>);
  accepted[0]?.send('x'.repeat(100_000));
  accepted[1]?.send('x'.repeat(9_000_000));
  accepted[2]?.send('x'.repeat(9_000_000));
  live.relieve();
  const [code, reason] = (await closed[1]) ?? [];
  expect([code, reason?.toString()]).toEqual([
    1013,
    'Reads too slowly; connect again with ?since= and the last seq',
  ]);
  // The one that does not read at all does not hear it, and holds nothing any more.
  await new Promise((resolve) => accepted[2]?.once('close', resolve));
  expect(accepted[2]?.bufferedAmount).toBe(0);
  expect(accepted[0]?.readyState).toBe(WebSocket.OPEN);
});
