import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { useDiskFault } from '../support/disk-fault.js';
import { useDirectory } from '../support/process.js';

/** What the emulator of this process logs as errors. */
function useErrorLog(): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
  onTestFinished(() => spy.mockRestore());
  return lines;
}

/** An emulator whose mail is large enough that an answer with it is sent in many pieces. */
async function useMail() {
  const emulator = await startEmulator({ data: await useDirectory(), log: 'pretty' });
  onTestFinished(() => emulator.stop());
  const client = createTransport({ ...emulator.smtp, secure: false });
  for (let n = 0; n < 40; n += 1)
    await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 's', text: 'x'.repeat(100_000) });
  return emulator;
}

it('an answer that fails in the middle is cut off, and the log says why', async () => {
  const log = useErrorLog();
  const emulator = await useMail();
  let reads = 0;
  useDiskFault('readSync', 'EIO', () => (reads += 1) > 5);
  const answer = await fetch(`${emulator.url}/_emulator/export`);
  expect(answer.status).toBe(200);
  await expect(answer.arrayBuffer()).rejects.toThrow();
  await expect.poll(() => log.join('')).toContain('EIO: made for a test');
});

it('an answer that its client leaves is no fault, and nothing is logged', async () => {
  const log = useErrorLog();
  const emulator = await useMail();
  const { hostname, port } = new URL(emulator.url);
  for (const path of ['/_emulator/export', '/_emulator/messages?limit=500']) {
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.resetAndDestroy();
  }
  await emulator.stop();
  expect(log).toEqual([]);
});
