import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { controlTable } from '../../src/http/route-tables.js';
import { callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import type { RunningProcess } from '../support/emulator-process.js';
import { useSmtp } from '../support/smtp-client.js';

/** Their answers are small. */
const small = ['/timeline'];

const megabytes = 8;
const readers = 24;

/** A connection that asks for something and never reads the answer. */
function askWithoutReading({ url }: RunningProcess, path: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer md_test_local\r\n\r\n`);
  socket.pause();
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Memory of a process in MB; null where the system does not tell. */
async function memoryOf({ child }: RunningProcess): Promise<number | null> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(status) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

it('every call whose answer is a mail, a part of one or a file waits where too many are unread', () => {
  const large = controlTable.routes.filter(
    ({ method, path, bytes }) => method === 'GET' && (bytes !== undefined || path === '/messages/{id}'),
  );
  expect(large.length).toBeGreaterThan(7);
  expect(large.filter(({ weight }) => !weight).map(({ path }) => path)).toEqual(small);
});

it.each(['/messages/ID/html', '/export'])(
  '%s asked for by many clients that do not read holds little, and others are answered meanwhile',
  async (path) => {
    const emulator = await startProcess(['--memory']);
    const client = await useSmtp(emulator);
    const line = `${'<b>words and more words</b> '.repeat(36)}\r\n`;
    const body = line.repeat(Math.round((megabytes * 1e6) / line.length));
    await client.mail('a@x.test', `Subject: Large\r\nContent-Type: text/html\r\n\r\n${body}.\r\n`);
    const mail = await emulator.inbox.waitFor({ subject: 'Large' });
    const target = `/_emulator${path.replace('ID', mail.id)}`;
    const whole = await fetch(emulator.url + target).then((answer) => answer.arrayBuffer());
    const before = await memoryOf(emulator);
    for (let n = 0; n < readers; n += 1) askWithoutReading(emulator, target);
    for (let n = 0; n < 20; n += 1) {
      await new Promise<void>((resolve) => setTimeout(resolve, 50));
      expect((await callControl(emulator, '/health')).status).toBe(200);
    }
    // Each by itself held the mail twice: together it was half a gigabyte.
    if (before !== null) expect(await memoryOf(emulator)).toBeLessThan(before + 25 * megabytes);
    // Those who stand still give way.
    const again = await fetch(emulator.url + target).then((answer) => answer.arrayBuffer());
    expect(again.byteLength / whole.byteLength).toBeCloseTo(1, 2);
  },
);
