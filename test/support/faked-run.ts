import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import type * as Package from '../../src/index.js';

// Taken before anything is faked.
const { now: realNow } = Date;

/** Fakes all that a test may fake: timers, time and `fetch`, with what belongs to it. */
export function fakeAll(): void {
  vi.useFakeTimers({
    toFake: [
      ...([
        'setTimeout',
        'clearTimeout',
        'setInterval',
        'clearInterval',
        'setImmediate',
        'clearImmediate',
      ] as const),
      ...(['Date', 'performance', 'queueMicrotask', 'hrtime'] as const),
    ],
  });
  vi.setSystemTime('1999-12-31T23:59:59Z');
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.stubGlobal('fetch', () => {
    throw new Error('fetch is stubbed');
  });
  for (const name of ['Request', 'Response', 'Headers', 'ReadableStream']) vi.stubGlobal(name, undefined);
}

/** Fakes what tells the time, method by method, as a test does that needs one value of it. */
export function spyOnTime(): void {
  vi.spyOn(Date, 'now').mockReturnValue(1e12);
  vi.spyOn(performance, 'now').mockReturnValue(5);
  vi.spyOn(process, 'hrtime').mockReturnValue([0, 0]);
}

/** Has an emulator do what needs time: sends, waits, retries, the clock, a restart of its clock at the real time. */
export async function useUnderFakes({ startEmulator }: typeof Package): Promise<void> {
  let refusals = 1;
  const receiver = createServer((request, response) => {
    response.statusCode = refusals-- > 0 ? 500 : 200;
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const emulator = await startEmulator({ simulation: 'manual' });
  try {
    const { port } = receiver.address() as AddressInfo;
    await emulator.webhooks.add({
      url: `http://127.0.0.1:${port}`,
      retries: 'fast',
      events: ['email.opened'],
    });
    await emulator.trigger('email.opened', { to: 'ann@example.com' });
    const delivery = await emulator.webhooks.waitFor({ status: 'succeeded' });
    expect(delivery.attempts.map(({ status }) => status)).toEqual([500, 200]);

    const sent = post(`${emulator.apiUrl}/emails`, emulator.apiKey, {
      from_email: 'a@example.com',
      to: 'bob@example.com',
      subject: 'Code 204861',
      content: { text: 'Hi' },
    });
    const [mail] = await Promise.all([emulator.inbox.waitFor({ to: /^bob@/, subject: /code \d{6}/i }), sent]);
    expect(mail.codes).toEqual(['204861']);
    const started = performance.now();
    for (const to of ['nobody', /nobody/])
      await expect(emulator.inbox.waitFor({ to }, { timeout: 50 })).rejects.toThrow('bob@example.com');
    expect(started).toBe(performance.now());

    expect(Math.abs(Date.parse((await emulator.clock.get()).now) - realNow())).toBeLessThan(60_000);
    await emulator.clock.advance('2h');
    expect(await emulator.settle()).toBe(true);
    const file = await emulator.export();
    await emulator.import(new Uint8Array(file));
    expect((await emulator.counts()).messages).toBe(2);
  } finally {
    await emulator.stop();
    receiver.closeAllConnections();
    receiver.close();
  }
}

/** As an application may call it that does not use `fetch`. */
async function post(url: string, key: string, body: object): Promise<void> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const call = request(url, { method: 'POST', headers }).end(JSON.stringify(body));
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(201);
}

export function unfakeAll(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
