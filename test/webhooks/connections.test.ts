import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/index.js';
import { useEmulator } from '../support/emulator.js';
import { ok, useRawReceiver } from '../support/raw-receiver.js';
import type { RawReceiver, RawRequest } from '../support/raw-receiver.js';

/** Sends `count` example events to a receiver, one after the other. */
async function deliver({ url }: RawReceiver, count: number): Promise<Delivery[]> {
  const { webhooks } = await useEmulator();
  const { id } = await webhooks.add({ url, retries: 'none' });
  const deliveries: Delivery[] = [];
  for (let number = 0; number < count; number += 1) deliveries.push(await webhooks.test(id));
  return deliveries;
}

const statuses = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ status, attempts }) => [status, attempts.length, attempts[0]?.status]);

describe('A kept connection that the receiver closed meanwhile', () => {
  it.each<[string, (request: RawRequest) => void]>([
    ['ends', ({ socket }) => socket.end()],
    ['is closed', ({ socket }) => socket.destroy()],
    ['is reset', ({ socket }) => socket.resetAndDestroy()],
  ])(
    'is no attempt where it %s when the next delivery comes: that goes out on a new one',
    async (_how, drop) => {
      const receiver = await useRawReceiver((request) =>
        request.place === 1 ? request.socket.write(ok) : drop(request),
      );
      expect(statuses(await deliver(receiver, 3))).toEqual(Array(3).fill(['succeeded', 1, 200]));
      expect(receiver.places).toEqual(['1.1', '1.2', '2.1', '2.2', '3.1']);
    },
  );

  it('is noticed while it lies idle', async () => {
    const receiver = await useRawReceiver(({ socket }) => socket.end(ok));
    expect(statuses(await deliver(receiver, 2))).toEqual(Array(2).fill(['succeeded', 1, 200]));
    expect(receiver.places).toEqual(['1.1', '2.1']);
  });

  it('counts where the receiver had begun to answer', async () => {
    const receiver = await useRawReceiver(({ socket, place }) =>
      place === 1 ? socket.write(ok) : socket.end('HTTP/1.1 200'),
    );
    const [first, second] = await deliver(receiver, 2);
    expect([first?.status, second?.status]).toEqual(['succeeded', 'failed']);
    expect(receiver.places).toEqual(['1.1', '1.2']);
  });

  it('counts where the new connection is closed too', async () => {
    const receiver = await useRawReceiver(({ socket, connection, place }) =>
      connection === 1 && place === 1 ? socket.write(ok) : socket.destroy(),
    );
    const [, second] = await deliver(receiver, 2);
    expect(second).toMatchObject({ status: 'failed', attempts: [{ status: null }] });
    expect(receiver.places).toEqual(['1.1', '1.2', '2.1']);
  });
});

it('A new connection that is closed without an answer is an attempt', async () => {
  const receiver = await useRawReceiver(({ socket }) => socket.destroy());
  const [delivery] = await deliver(receiver, 1);
  expect(delivery).toMatchObject({ status: 'failed', attempts: [{ number: 1, status: null }] });
  expect(receiver.places).toEqual(['1.1']);
});

it('A connection is used again for the next delivery', async () => {
  const receiver = await useRawReceiver(({ socket }) => socket.write(ok));
  await deliver(receiver, 4);
  expect(receiver.places).toEqual(['1.1', '1.2', '1.3', '1.4']);
});

describe('An answer of 1xx that was not asked for', () => {
  it.each([
    ['100 Continue'],
    ['102 Processing'],
    ['103 Early Hints\r\nLink: </a.css>; rel=preload'],
    ['100 Continue\r\n\r\nHTTP/1.1 100 Continue'],
    ['103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing'],
  ])('is passed over: %j', async (line) => {
    const receiver = await useRawReceiver(({ socket }) => socket.write(`HTTP/1.1 ${line}\r\n\r\n${ok}`));
    expect(statuses(await deliver(receiver, 2))).toEqual(Array(2).fill(['succeeded', 1, 200]));
    expect(receiver.places).toEqual(['1.1', '1.2']);
  });

  it('is passed over where the answer proper comes later, in pieces', async () => {
    const pieces = [
      'HTTP/1.1 100 Con',
      'tinue\r\n\r',
      '\nHTTP/1.1 50',
      '3 Busy\r\nContent-Length: 0\r\n\r\n',
    ];
    const receiver = await useRawReceiver(({ socket }) => {
      void (async () => {
        for (const piece of pieces) {
          socket.write(piece);
          await wait(10);
        }
      })();
    });
    expect(statuses(await deliver(receiver, 1))).toEqual([['failed', 1, 503]]);
  });

  it.each(['100 Continue', '103 Early Hints\r\nLink: </a.css>; rel=preload'])(
    'is a failure where it comes without end: %j',
    async (line) => {
      const flood = `HTTP/1.1 ${line}\r\n\r\n`.repeat(1000);
      const receiver = await useRawReceiver(({ socket }) => {
        const write = () => {
          while (!socket.destroyed && socket.write(flood));
        };
        socket.on('drain', write);
        write();
      });
      const [delivery] = await deliver(receiver, 1);
      expect(delivery).toMatchObject({ status: 'failed', attempts: [{ number: 1, status: null }] });
      expect(delivery?.attempts[0]?.error).toContain('more than 64 KiB of interim answers (1xx)');
    },
  );

  it('is a failure that names it where it leaves HTTP', async () => {
    const receiver = await useRawReceiver(({ socket }) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    );
    const [delivery] = await deliver(receiver, 1);
    expect(delivery?.attempts[0]?.error).toBe(
      'The receiver switched protocols (101), which was not asked for',
    );
  });
});
